using SessionAnalyzers.Concurrency;
using Xunit;

namespace SessionAnalyzers.Tests.Rewriting;

public sealed class KeySitesTests
{
    [Fact]
    public Task An_access_by_an_unknown_key_may_be_this_key() => Stays(
        """
        using Microsoft.AspNetCore.Mvc;

        public class HomeController : Controller
        {
            public void Visit()
            {
                {|SESS1002:HttpContext.Session.SetInt32("visits", (HttpContext.Session.GetInt32("visits") ?? 0) + 1)|};
            }

            public string? Read() => HttpContext.Session.GetString(Request.Query["key"].ToString());
        }
        """);

    [Fact]
    public Task A_key_that_cannot_be_the_same_does_not_matter() => Moves(
        """
        using Microsoft.AspNetCore.Mvc;

        public class HomeController : Controller
        {
            public void Visit(int id)
            {
                {|SESS1002:HttpContext.Session.SetInt32("visits", (HttpContext.Session.GetInt32("visits") ?? 0) + 1)|};
                HttpContext.Session.SetString("name", "x");
                HttpContext.Session.SetString("item_" + id, "x");
            }
        }
        """,
        """
        using Microsoft.AspNetCore.Mvc;

        public class HomeController : Controller
        {
            public async Task Visit(int id)
            {
                await HttpContext.GetSessionState().Counter("visits").IncrementAsync();
                HttpContext.Session.SetString("name", "x");
                HttpContext.Session.SetString("item_" + id, "x");
            }
        }
        """);

    [Fact]
    public Task An_unknown_key_that_starts_otherwise_does_not_matter() => Moves(
        """
        using Microsoft.AspNetCore.Mvc;

        public class HomeController : Controller
        {
            public void Visit()
            {
                {|SESS1002:HttpContext.Session.SetInt32("visits", (HttpContext.Session.GetInt32("visits") ?? 0) + 1)|};
                for (int i = 0; i < 10; i++)
                {
                    HttpContext.Session.SetInt32("question" + i, i);
                }
            }
        }
        """,
        """
        using Microsoft.AspNetCore.Mvc;

        public class HomeController : Controller
        {
            public async Task Visit()
            {
                await HttpContext.GetSessionState().Counter("visits").IncrementAsync();
                for (int i = 0; i < 10; i++)
                {
                    HttpContext.Session.SetInt32("question" + i, i);
                }
            }
        }
        """);

    [Fact]
    public Task A_composed_key_that_may_be_the_same_keeps_it() => Stays(
        """
        using Microsoft.AspNetCore.Mvc;

        public class HomeController : Controller
        {
            public void Visit(int id)
            {
                {|SESS1002:HttpContext.Session.SetInt32("visits", (HttpContext.Session.GetInt32("visits") ?? 0) + 1)|};
                HttpContext.Session.SetString("vis" + id, "x");
            }
        }
        """);

    [Fact]
    public Task Keys_that_are_enumerated_keep_it() => Stays(
        """
        using Microsoft.AspNetCore.Mvc;

        public class HomeController : Controller
        {
            public int Visit()
            {
                {|SESS1002:HttpContext.Session.SetInt32("visits", (HttpContext.Session.GetInt32("visits") ?? 0) + 1)|};
                return HttpContext.Session.Keys.Count();
            }
        }
        """);

    [Fact]
    public Task A_key_of_two_types_keeps_its_place() => Stays(
        """
        using Microsoft.AspNetCore.Mvc;

        public class HomeController : Controller
        {
            public string? Visit()
            {
                {|SESS1002:HttpContext.Session.SetInt32("visits", (HttpContext.Session.GetInt32("visits") ?? 0) + 1)|};
                return HttpContext.Session.GetString("visits");
            }
        }
        """);

    [Fact]
    public Task Bytes_used_as_they_are_keep_it() => Stays(
        """
        using Microsoft.AspNetCore.Mvc;

        public class HomeController : Controller
        {
            public byte[]? Visit()
            {
                {|SESS1002:HttpContext.Session.SetInt32("visits", (HttpContext.Session.GetInt32("visits") ?? 0) + 1)|};
                return HttpContext.Session.Get("visits");
            }
        }
        """);

    [Fact]
    public Task A_wrapper_that_does_more_than_to_store_JSON_keeps_it() => Stays(
        """
        using Microsoft.AspNetCore.Mvc;

        public class HomeController : Controller
        {
            public void Add(int id)
            {
                var cart = HttpContext.Session.GetCart("cart");
                cart.Add(id);
                {|SESS1002:HttpContext.Session.SetJson("cart", cart)|};
            }
        }
        """,
        Wrapper.SystemTextJson,
        """
        using System.Text.Json;

        public static class CartSession
        {
            public static List<int> GetCart(this ISession session, string key)
            {
                var json = session.GetString(key);
                return json == null ? new List<int> { 1 } : JsonSerializer.Deserialize<List<int>>(json)!;
            }
        }
        """);

    [Fact]
    public Task A_write_inside_an_expression_keeps_it() => Stays(
        """
        using Microsoft.AspNetCore.Mvc;

        public class HomeController : Controller
        {
            public void Visit()
            {
                {|SESS1002:HttpContext.Session.SetInt32("visits", (HttpContext.Session.GetInt32("visits") ?? 0) + 1)|};
                System.Action reset = () => HttpContext.Session.SetInt32("visits", 0);
                reset();
            }
        }
        """);

    [Fact]
    public Task Null_cannot_be_written() => Stays(
        """
        using Microsoft.AspNetCore.Mvc;

        public class HomeController : Controller
        {
            public void Add(int id)
            {
                var cart = HttpContext.Session.GetJson<List<int>>("cart") ?? new List<int>();
                cart.Add(id);
                {|SESS1002:HttpContext.Session.SetJson("cart", cart)|};
            }

            public void Forget() => HttpContext.Session.SetJson<List<int>?>("cart", null);
        }
        """,
        Wrapper.SystemTextJson);

    [Fact]
    public Task Code_that_reaches_outside_cannot_run_again() => Stays(
        """
        using Microsoft.AspNetCore.Mvc;

        public class HomeController : Controller
        {
            public void Add(int id)
            {
                var cart = HttpContext.Session.GetJson<List<string>>("cart") ?? new List<string>();
                cart.RemoveAll(i => i == System.IO.File.ReadAllText($"products/{id}"));
                {|SESS1002:HttpContext.Session.SetJson("cart", cart)|};
            }
        }
        """,
        Wrapper.SystemTextJson);

    [Fact]
    public Task A_query_of_a_database_cannot_run_again() => Stays(
        """
        using Microsoft.AspNetCore.Mvc;

        public class HomeController : Controller
        {
            public void Add(int id)
            {
                var cart = HttpContext.Session.GetJson<List<string>>("cart") ?? new List<string>();
                cart.RemoveAll(i => i == _products.First(p => p.Length == id));
                {|SESS1002:HttpContext.Session.SetJson("cart", cart)|};
            }

            private readonly IQueryable<string> _products = Array.Empty<string>().AsQueryable();
        }
        """,
        Wrapper.SystemTextJson);

    [Fact]
    public Task A_write_to_captured_state_cannot_run_again() => Stays(
        """
        using Microsoft.AspNetCore.Mvc;

        public class HomeController : Controller
        {
            private int _changes;

            public void Add(int id)
            {
                var cart = HttpContext.Session.GetJson<List<int>>("cart") ?? new List<int>();
                cart.Add(id);
                _changes += cart.Count;
                {|SESS1002:HttpContext.Session.SetJson("cart", cart)|};
            }
        }
        """,
        Wrapper.SystemTextJson);

    [Fact]
    public Task A_method_that_changes_its_argument_cannot_run_again() => Stays(
        """
        using Microsoft.AspNetCore.Mvc;

        public class HomeController : Controller
        {
            public void Add(Product product)
            {
                var cart = HttpContext.Session.GetJson<List<int>>("cart") ?? new List<int>();
                cart.RemoveAll(i => i == Reserve(product));
                {|SESS1002:HttpContext.Session.SetJson("cart", cart)|};
            }

            private static int Reserve(Product product) => product.Stock--;

            public class Product
            {
                public int Stock { get; set; }
            }
        }
        """,
        Wrapper.SystemTextJson);

    [Fact]
    public Task A_way_out_that_depends_on_the_value_would_be_taken_on_a_stale_one() => Stays(
        """
        using Microsoft.AspNetCore.Mvc;

        public class HomeController : Controller
        {
            public IActionResult Change(int id, int quantity)
            {
                var cart = HttpContext.Session.GetJson<List<int>>("cart") ?? new List<int>();
                if (!cart.Contains(id))
                {
                    return NotFound();
                }

                cart.Remove(id);
                {|SESS1002:HttpContext.Session.SetJson("cart", cart)|};
                return Ok();
            }
        }
        """,
        Wrapper.SystemTextJson);

    [Fact]
    public Task A_write_that_depends_on_the_value_would_be_decided_on_a_stale_one() => Stays(
        """
        using Microsoft.AspNetCore.Mvc;

        public class HomeController : Controller
        {
            public void Add(int id)
            {
                var cart = HttpContext.Session.GetJson<List<int>>("cart") ?? new List<int>();
                if (!cart.Contains(id))
                {
                    cart.Add(id);
                    {|SESS1002:HttpContext.Session.SetJson("cart", cart)|};
                }
            }
        }
        """,
        Wrapper.SystemTextJson);

    [Fact]
    public Task A_variable_of_the_update_cannot_be_used_after_it() => Stays(
        """
        using Microsoft.AspNetCore.Mvc;

        public class HomeController : Controller
        {
            public int Add(int id)
            {
                var cart = HttpContext.Session.GetJson<List<int>>("cart") ?? new List<int>();
                var before = cart.Count;
                cart.Add(id);
                {|SESS1002:HttpContext.Session.SetJson("cart", cart)|};
                return before;
            }
        }
        """,
        Wrapper.SystemTextJson);

    [Fact]
    public Task A_loop_of_writes_repeats_what_one_read_began() => Stays(
        """
        using Microsoft.AspNetCore.Mvc;

        public class HomeController : Controller
        {
            public void Add(int[] ids)
            {
                var cart = HttpContext.Session.GetJson<List<int>>("cart") ?? new List<int>();
                foreach (var id in ids)
                {
                    cart.Add(id);
                    {|SESS1002:HttpContext.Session.SetJson("cart", cart)|};
                }
            }
        }
        """,
        Wrapper.SystemTextJson);

    [Fact]
    public Task A_type_that_both_serializers_treat_alike_moves_from_Newtonsoft() => Moves(
        """
        using Microsoft.AspNetCore.Mvc;

        public class HomeController : Controller
        {
            public void Add(string name)
            {
                var cart = HttpContext.Session.GetJson<Cart>("cart") ?? new Cart();
                cart.Name = name;
                {|SESS1002:HttpContext.Session.SetJson("cart", cart)|};
            }

            public class Cart
            {
                public string Name { get; set; } = "";

                public List<int>? Ids { get; set; }
            }
        }
        """,
        """
        using Microsoft.AspNetCore.Mvc;

        public class HomeController : Controller
        {
            public async Task Add(string name)
            {
                await HttpContext.GetSessionState().Value<Cart>("cart").UpdateAsync(cart =>
                {
                    cart ??= new Cart();
                    cart.Name = name;
                    return cart;
                });
            }

            public class Cart
            {
                public string Name { get; set; } = "";

                public List<int>? Ids { get; set; }
            }
        }
        """,
        """
        namespace Newtonsoft.Json
        {
            public static class JsonConvert
            {
                public static string SerializeObject(object value) => value.ToString()!;

                public static T? DeserializeObject<T>(string value) => (T)(object)value;
            }
        }

        public static class SessionJson
        {
            public static void SetJson(this ISession session, string key, object value) => session.SetString(key, Newtonsoft.Json.JsonConvert.SerializeObject(value));

            public static T? GetJson<T>(this ISession session, string key)
            {
                var json = session.GetString(key);
                return json == null ? default(T) : Newtonsoft.Json.JsonConvert.DeserializeObject<T>(json);
            }
        }
        """);

    [Fact]
    public Task A_type_that_Newtonsoft_treats_in_its_own_way_keeps_its_place() => Stays(
        """
        using Microsoft.AspNetCore.Mvc;

        public class HomeController : Controller
        {
            public void Add(string name)
            {
                var cart = HttpContext.Session.GetJson<Cart>("cart") ?? new Cart();
                cart.Name = name;
                {|SESS1002:HttpContext.Session.SetJson("cart", cart)|};
            }

            public class Cart
            {
                public string Name { get; set; } = "";

                public object? Tag { get; set; }
            }
        }
        """,
        """
        namespace Newtonsoft.Json
        {
            public static class JsonConvert
            {
                public static string SerializeObject(object value) => value.ToString()!;

                public static T? DeserializeObject<T>(string value) => (T)(object)value;
            }
        }

        public static class SessionJson
        {
            public static void SetJson(this ISession session, string key, object value) => session.SetString(key, Newtonsoft.Json.JsonConvert.SerializeObject(value));

            public static T? GetJson<T>(this ISession session, string key)
            {
                var json = session.GetString(key);
                return json == null ? default(T) : Newtonsoft.Json.JsonConvert.DeserializeObject<T>(json);
            }
        }
        """);

    [Fact]
    public Task A_key_may_come_last_or_by_name() => Moves(
        """
        using Microsoft.AspNetCore.Mvc;

        public class HomeController : Controller
        {
            public void Rename(string name)
            {
                var names = HttpContext.Session.Load<string>("names") ?? "";
                {|SESS1002:HttpContext.Session.Save(value: names + name, key: "names")|};
            }
        }
        """,
        """
        using Microsoft.AspNetCore.Mvc;

        public class HomeController : Controller
        {
            public async Task Rename(string name)
            {
                await HttpContext.GetSessionState().Value<string>("names").UpdateAsync(names =>
                {
                    names ??= "";
                    return names + name;
                });
            }
        }
        """,
        """
        using System.Text.Json;

        public static class ShopSession
        {
            public static void Save<T>(this ISession session, T value, string key) => session.SetString(key, JsonSerializer.Serialize(value));

            public static T? Load<T>(this ISession session, string key)
            {
                var json = session.GetString(key);
                return json == null ? default : JsonSerializer.Deserialize<T>(json);
            }

            public static void SavePrefixed<T>(this ISession session, string key, T value) => session.SetString("shop_" + key, JsonSerializer.Serialize(value));

            public static T? LoadPrefixed<T>(this ISession session, string key)
            {
                var json = session.GetString("shop_" + key);
                return json == null ? default : JsonSerializer.Deserialize<T>(json);
            }
        }
        """);

    [Fact]
    public Task A_wrapper_that_makes_another_key_keeps_it() => Stays(
        """
        using Microsoft.AspNetCore.Mvc;

        public class HomeController : Controller
        {
            public void Rename(string name)
            {
                var names = HttpContext.Session.LoadPrefixed<string>("names") ?? "";
                {|SESS1002:HttpContext.Session.SavePrefixed("names", names + name)|};
            }
        }
        """,
        """
        using System.Text.Json;

        public static class ShopSession
        {
            public static void Save<T>(this ISession session, T value, string key) => session.SetString(key, JsonSerializer.Serialize(value));

            public static T? Load<T>(this ISession session, string key)
            {
                var json = session.GetString(key);
                return json == null ? default : JsonSerializer.Deserialize<T>(json);
            }

            public static void SavePrefixed<T>(this ISession session, string key, T value) => session.SetString("shop_" + key, JsonSerializer.Serialize(value));

            public static T? LoadPrefixed<T>(this ISession session, string key)
            {
                var json = session.GetString("shop_" + key);
                return json == null ? default : JsonSerializer.Deserialize<T>(json);
            }
        }
        """);

    private static Task Moves(string source, string fixedSource, params string[] others) =>
        MoveKey.Moves<ReadModifyWrite, ReadModifyWriteCodeFix>(source, fixedSource, others);

    private static Task Stays(string source, params string[] others) =>
        MoveKey.Stays<ReadModifyWrite, ReadModifyWriteCodeFix>(source, others);
}
