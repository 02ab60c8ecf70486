using SessionAnalyzers.Concurrency;
using Xunit;

namespace SessionAnalyzers.Tests.Rewriting;

public sealed class CollectionRewriteTests
{
    [Fact]
    public Task Adding_and_removing_an_element_make_a_list_and_reads_copy_it() => Moves(
        """
        using Microsoft.AspNetCore.Mvc;

        public class HomeController : Controller
        {
            public void Add(int id)
            {
                // Kept in the order of clicks.
                var items = HttpContext.Session.GetJson<List<int>>("items") ?? new List<int>();
                items.Add(id);
                {|SESS1002:HttpContext.Session.SetJson("items", items)|};
            }

            public void Drop(int id)
            {
                // All of them.
                var items = HttpContext.Session.GetJson<List<int>>("items") ?? [];
                ViewData["dropped"] = id;
                // But this one.
                items.Remove(id);
                {|SESS1002:HttpContext.Session.SetJson("items", items)|};
            }

            public int Count() => (HttpContext.Session.GetJson<List<int>>("items") ?? new()).Count;

            public void Forget() => HttpContext.Session.Remove("items");
        }
        """,
        """
        using Microsoft.AspNetCore.Mvc;

        public class HomeController : Controller
        {
            public async Task Add(int id)
            {
                // Kept in the order of clicks.
                await HttpContext.GetSessionState().List<int>("items").AppendAsync(id);
            }

            public async Task Drop(int id)
            {
                ViewData["dropped"] = id;
                // But this one.
                // All of them.
                await HttpContext.GetSessionState().List<int>("items").RemoveAsync(id);
            }

            public async Task<int> Count() => (await HttpContext.GetSessionState().List<int>("items").GetAllAsync()).ToList().Count;

            public async Task Forget() => await HttpContext.GetSessionState().List<int>("items").ClearAsync();
        }
        """,
        Wrapper.SystemTextJson);

    [Fact]
    public Task Adding_what_is_not_there_yet_is_one_operation() => Moves(
        """
        using Microsoft.AspNetCore.Mvc;

        public class HomeController : Controller
        {
            public void Change(int id)
            {
                var items = HttpContext.Session.GetJson<List<int>>("items") ?? new List<int>();
                if (!items.Contains(id))
                {
                    items.Add(id);
                }
                {|SESS1002:HttpContext.Session.SetJson("items", items)|};
            }
        }
        """,
        """
        using Microsoft.AspNetCore.Mvc;

        public class HomeController : Controller
        {
            public async Task Change(int id)
            {
                await HttpContext.GetSessionState().List<int>("items").AppendIfAbsentAsync(id);
            }
        }
        """,
        Wrapper.SystemTextJson);

    [Fact]
    public Task Adding_up_to_a_limit_keeps_the_last() => Moves(
        """
        using Microsoft.AspNetCore.Mvc;

        public class HomeController : Controller
        {
            public void Change(string text)
            {
                var items = HttpContext.Session.GetJson<List<string>>("items") ?? new List<string>();
                items.Add(text);
                if (items.Count > 20)
                {
                    items.RemoveAt(0);
                }
                {|SESS1002:HttpContext.Session.SetJson("items", items)|};
            }
        }
        """,
        """
        using Microsoft.AspNetCore.Mvc;

        public class HomeController : Controller
        {
            public async Task Change(string text)
            {
                await HttpContext.GetSessionState().List<string>("items").AppendAsync(text, maxLength: 20);
            }
        }
        """,
        Wrapper.SystemTextJson);

    [Fact]
    public Task Inserting_first_up_to_a_limit_keeps_the_first() => Moves(
        """
        using Microsoft.AspNetCore.Mvc;

        public class HomeController : Controller
        {
            public void Change(string text)
            {
                var items = HttpContext.Session.GetJson<List<string>>("items") ?? new List<string>();
                items.Insert(0, text);
                if (items.Count > 20)
                    items.RemoveAt(items.Count - 1);
                {|SESS1002:HttpContext.Session.SetJson("items", items)|};
            }
        }
        """,
        """
        using Microsoft.AspNetCore.Mvc;

        public class HomeController : Controller
        {
            public async Task Change(string text)
            {
                await HttpContext.GetSessionState().List<string>("items").PrependAsync(text, maxLength: 20);
            }
        }
        """,
        Wrapper.SystemTextJson);

    [Fact]
    public Task Recently_used_elements_move_to_the_front() => Moves(
        """
        using Microsoft.AspNetCore.Mvc;

        public class HomeController : Controller
        {
            public void Change(int id)
            {
                var items = HttpContext.Session.GetJson<List<int>>("items") ?? new List<int>();
                items.Remove(id);
                items.Insert(0, id);
                if (items.Count > 5)
                {
                    items.RemoveAt(5);
                }
                {|SESS1002:HttpContext.Session.SetJson("items", items)|};
            }
        }
        """,
        """
        using Microsoft.AspNetCore.Mvc;

        public class HomeController : Controller
        {
            public async Task Change(int id)
            {
                await HttpContext.GetSessionState().List<int>("items").MoveToFrontAsync(id, maxLength: 5);
            }
        }
        """,
        Wrapper.SystemTextJson);

    [Fact]
    public Task What_is_added_is_computed_once() => Moves(
        """
        using Microsoft.AspNetCore.Mvc;

        public class HomeController : Controller
        {
            public void Change(int id)
            {
                var items = HttpContext.Session.GetJson<List<string>>("items") ?? new List<string>();
                items.Add(System.IO.File.ReadAllText($"products/{id}"));
                {|SESS1002:HttpContext.Session.SetJson("items", items)|};
            }
        }
        """,
        """
        using Microsoft.AspNetCore.Mvc;

        public class HomeController : Controller
        {
            public async Task Change(int id)
            {
                await HttpContext.GetSessionState().List<string>("items").AppendAsync(System.IO.File.ReadAllText($"products/{id}"));
            }
        }
        """,
        Wrapper.SystemTextJson);

    [Fact]
    public Task A_hash_set_becomes_a_set() => Moves(
        """
        using Microsoft.AspNetCore.Mvc;

        public class HomeController : Controller
        {
            public void Vote(string poll)
            {
                var items = HttpContext.Session.GetJson<HashSet<string>>("items") ?? new HashSet<string>();
                items.Add(poll);
                {|SESS1002:HttpContext.Session.SetJson("items", items)|};
            }

            public bool HasVoted(string poll) => (HttpContext.Session.GetJson<HashSet<string>>("items") ?? new HashSet<string>()).Contains(poll);
        }
        """,
        """
        using Microsoft.AspNetCore.Mvc;

        public class HomeController : Controller
        {
            public async Task Vote(string poll)
            {
                await HttpContext.GetSessionState().Set<string>("items").AddAsync(poll);
            }

            public async Task<bool> HasVoted(string poll) => (await HttpContext.GetSessionState().Set<string>("items").GetAllAsync()).ToHashSet().Contains(poll);
        }
        """,
        Wrapper.SystemTextJson);

    [Fact]
    public Task A_dictionary_becomes_a_map() => Moves(
        """
        using Microsoft.AspNetCore.Mvc;

        public class HomeController : Controller
        {
            public void Set(string sku, int quantity)
            {
                var items = HttpContext.Session.GetJson<Dictionary<string, int>>("items") ?? new Dictionary<string, int>();
                items[sku] = quantity;
                {|SESS1002:HttpContext.Session.SetJson("items", items)|};
            }

            public void Drop(string sku)
            {
                var items = HttpContext.Session.GetJson<Dictionary<string, int>>("items") ?? new Dictionary<string, int>();
                items.Remove(sku);
                {|SESS1002:HttpContext.Session.SetJson("items", items)|};
            }

            public int Count() => (HttpContext.Session.GetJson<Dictionary<string, int>>("items") ?? new Dictionary<string, int>()).Count;
        }
        """,
        """
        using Microsoft.AspNetCore.Mvc;

        public class HomeController : Controller
        {
            public async Task Set(string sku, int quantity)
            {
                await HttpContext.GetSessionState().Map<int>("items").SetAsync(sku, quantity);
            }

            public async Task Drop(string sku)
            {
                await HttpContext.GetSessionState().Map<int>("items").RemoveAsync(sku);
            }

            public async Task<int> Count() => new Dictionary<string, int>(await HttpContext.GetSessionState().Map<int>("items").GetAllAsync()).Count;
        }
        """,
        Wrapper.SystemTextJson);

    [Fact]
    public Task Adding_to_a_numeric_field_touches_only_that_field() => Moves(
        """
        using Microsoft.AspNetCore.Mvc;

        public class HomeController : Controller
        {
            public void Change(string sku, int quantity)
            {
                var items = HttpContext.Session.GetJson<Dictionary<string, int>>("items") ?? new Dictionary<string, int>();
                items[sku] = items.GetValueOrDefault(sku) + quantity;
                {|SESS1002:HttpContext.Session.SetJson("items", items)|};
            }
        }
        """,
        """
        using Microsoft.AspNetCore.Mvc;

        public class HomeController : Controller
        {
            public async Task Change(string sku, int quantity)
            {
                await HttpContext.GetSessionState().Map<int>("items").AddOrUpdateAsync(sku, quantity, current => current + quantity);
            }
        }
        """,
        Wrapper.SystemTextJson);

    [Fact]
    public Task A_field_added_or_counted_up_is_one_operation() => Moves(
        """
        using Microsoft.AspNetCore.Mvc;

        public class HomeController : Controller
        {
            public void Change(string sku)
            {
                var items = HttpContext.Session.GetJson<Dictionary<string, int>>("items") ?? new Dictionary<string, int>();
                if (items.ContainsKey(sku))
                {
                    items[sku]++;
                }
                else
                {
                    items[sku] = 1;
                }
                {|SESS1002:HttpContext.Session.SetJson("items", items)|};
            }
        }
        """,
        """
        using Microsoft.AspNetCore.Mvc;

        public class HomeController : Controller
        {
            public async Task Change(string sku)
            {
                await HttpContext.GetSessionState().Map<int>("items").AddOrUpdateAsync(sku, 1, current => current + 1);
            }
        }
        """,
        Wrapper.SystemTextJson);

    [Fact]
    public Task Elements_that_JSON_cannot_compare_are_removed_inside_an_update() => Moves(
        """
        using Microsoft.AspNetCore.Mvc;

        public class HomeController : Controller
        {
            public void Change(decimal price)
            {
                var items = HttpContext.Session.GetJson<List<decimal>>("items") ?? new List<decimal>();
                items.Remove(price);
                {|SESS1002:HttpContext.Session.SetJson("items", items)|};
            }
        }
        """,
        """
        using Microsoft.AspNetCore.Mvc;

        public class HomeController : Controller
        {
            public async Task Change(decimal price)
            {
                await HttpContext.GetSessionState().Value<List<decimal>>("items").UpdateAsync(items =>
                {
                    items ??= new List<decimal>();
                    items.Remove(price);
                    return items;
                });
            }
        }
        """,
        Wrapper.SystemTextJson);

    [Fact]
    public Task A_read_that_tells_absent_from_empty_keeps_the_collection_whole() => Moves(
        """
        using Microsoft.AspNetCore.Mvc;

        public class HomeController : Controller
        {
            public void Change(int id)
            {
                var items = HttpContext.Session.GetJson<List<int>>("items") ?? new List<int>();
                items.Add(id);
                {|SESS1002:HttpContext.Session.SetJson("items", items)|};
            }

            public bool IsNew() => HttpContext.Session.GetJson<List<int>>("items") == null;
        }
        """,
        """
        using Microsoft.AspNetCore.Mvc;

        public class HomeController : Controller
        {
            public async Task Change(int id)
            {
                await HttpContext.GetSessionState().Value<List<int>>("items").UpdateAsync(items =>
                {
                    items ??= new List<int>();
                    items.Add(id);
                    return items;
                });
            }

            public async Task<bool> IsNew() => await HttpContext.GetSessionState().Value<List<int>>("items").GetAsync() == null;
        }
        """,
        Wrapper.SystemTextJson);

    [Fact]
    public Task A_write_of_the_whole_collection_keeps_it_whole() => Moves(
        """
        using Microsoft.AspNetCore.Mvc;

        public class HomeController : Controller
        {
            public void Change(int id)
            {
                var items = HttpContext.Session.GetJson<List<int>>("items") ?? new List<int>();
                items.Add(id);
                {|SESS1002:HttpContext.Session.SetJson("items", items)|};
            }

            public void Reset() => HttpContext.Session.SetJson("items", new List<int>());
        }
        """,
        """
        using Microsoft.AspNetCore.Mvc;

        public class HomeController : Controller
        {
            public async Task Change(int id)
            {
                await HttpContext.GetSessionState().Value<List<int>>("items").UpdateAsync(items =>
                {
                    items ??= new List<int>();
                    items.Add(id);
                    return items;
                });
            }

            public async Task Reset() => await HttpContext.GetSessionState().Value<List<int>>("items").SetAsync(new List<int>());
        }
        """,
        Wrapper.SystemTextJson);

    [Fact]
    public Task Shapes_that_disagree_keep_the_collection_whole() => Moves(
        """
        using Microsoft.AspNetCore.Mvc;

        public class HomeController : Controller
        {
            public void Change(int id)
            {
                var items = HttpContext.Session.GetJson<List<int>>("items") ?? new List<int>();
                items.Reverse();
                {|SESS1002:HttpContext.Session.SetJson("items", items)|};
            }

            public void Add(int id)
            {
                var items = HttpContext.Session.GetJson<List<int>>("items") ?? new List<int>();
                items.Add(id);
                {|SESS1002:HttpContext.Session.SetJson("items", items)|};
            }
        }
        """,
        """
        using Microsoft.AspNetCore.Mvc;

        public class HomeController : Controller
        {
            public async Task Change(int id)
            {
                await HttpContext.GetSessionState().Value<List<int>>("items").UpdateAsync(items =>
                {
                    items ??= new List<int>();
                    items.Reverse();
                    return items;
                });
            }

            public async Task Add(int id)
            {
                await HttpContext.GetSessionState().Value<List<int>>("items").UpdateAsync(items =>
                {
                    items ??= new List<int>();
                    items.Add(id);
                    return items;
                });
            }
        }
        """,
        Wrapper.SystemTextJson);

    [Fact]
    public Task An_element_that_may_be_null_keeps_the_collection_whole() => Moves(
        """
        using Microsoft.AspNetCore.Mvc;

        public class HomeController : Controller
        {
            public void Change(string? text)
            {
                var items = HttpContext.Session.GetJson<List<string?>>("items") ?? new List<string?>();
                items.Add(text);
                {|SESS1002:HttpContext.Session.SetJson("items", items)|};
            }
        }
        """,
        """
        using Microsoft.AspNetCore.Mvc;

        public class HomeController : Controller
        {
            public async Task Change(string? text)
            {
                await HttpContext.GetSessionState().Value<List<string?>>("items").UpdateAsync(items =>
                {
                    items ??= new List<string?>();
                    items.Add(text);
                    return items;
                });
            }
        }
        """,
        Wrapper.SystemTextJson);

    private static Task Moves(string source, string fixedSource, params string[] others) =>
        MoveKey.Moves<ReadModifyWrite, ReadModifyWriteCodeFix>(source, fixedSource, others);
}
