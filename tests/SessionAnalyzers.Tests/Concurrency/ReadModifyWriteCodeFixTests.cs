using SessionAnalyzers.Concurrency;
using SessionAnalyzers.Tests.Rewriting;
using Xunit;

namespace SessionAnalyzers.Tests.Concurrency;

public sealed class ReadModifyWriteCodeFixTests
{
    [Fact]
    public Task An_incremented_number_becomes_a_counter() => Moves(
        """
        using Microsoft.AspNetCore.Mvc;

        public class HomeController : Controller
        {
            public IActionResult Index()
            {
                var visits = HttpContext.Session.GetInt32("visits") ?? 0;
                visits++;
                {|SESS1002:HttpContext.Session.SetInt32("visits", visits)|};

                return View(visits);
            }
        }
        """,
        """
        using Microsoft.AspNetCore.Mvc;

        public class HomeController : Controller
        {
            public async Task<IActionResult> Index()
            {
                var visits = (int)await HttpContext.GetSessionState().Counter("visits").IncrementAsync();

                return View(visits);
            }
        }
        """);

    [Fact]
    public Task Reads_resets_and_removals_of_the_counter_move_too() => Moves(
        """
        using Microsoft.AspNetCore.Mvc;

        public class HomeController : Controller
        {
            public void Visit()
            {
                // Counts every visit.
                int visits = HttpContext.Session.GetInt32("visits") ?? 0;
                {|SESS1002:HttpContext.Session.SetInt32("visits", visits + 1)|};
            }

            public int Read() => HttpContext.Session.GetInt32("visits").GetValueOrDefault();

            public int? ReadOrNull() => HttpContext.Session.GetInt32("visits");

            public bool HasVisited() => HttpContext.Session.GetInt32("visits").HasValue;

            public void Reset() => HttpContext.Session.SetInt32("visits", 0);

            public void Forget()
            {
                HttpContext.Session.Remove("visits"); // gone
            }
        }
        """,
        """
        using Microsoft.AspNetCore.Mvc;

        public class HomeController : Controller
        {
            public async Task Visit()
            {
                // Counts every visit.
                await HttpContext.GetSessionState().Counter("visits").IncrementAsync();
            }

            public async Task<int> Read() => (int)await HttpContext.GetSessionState().Counter("visits").GetAsync();

            public async Task<int?> ReadOrNull() => (int?)await HttpContext.GetSessionState().Counter("visits").GetOrNullAsync();

            public async Task<bool> HasVisited() => ((int?)await HttpContext.GetSessionState().Counter("visits").GetOrNullAsync()).HasValue;

            public async Task Reset() => await HttpContext.GetSessionState().Counter("visits").SetAsync(0);

            public async Task Forget()
            {
                await HttpContext.GetSessionState().Counter("visits").RemoveAsync(); // gone
            }
        }
        """);

    [Fact]
    public Task An_amount_is_added_or_subtracted() => Moves(
        """
        using Microsoft.AspNetCore.Mvc;

        public class HomeController : Controller
        {
            public void Spend(int price)
            {
                var points = HttpContext.Session.GetInt32("points") ?? 0;
                points -= price;
                {|SESS1002:HttpContext.Session.SetInt32("points", points)|};
            }

            public void Earn(int price, bool isMember)
            {
                {|SESS1002:HttpContext.Session.SetInt32("points", (HttpContext.Session.GetInt32("points") ?? 0) + (isMember ? 2 : 1))|};
            }
        }
        """,
        """
        using Microsoft.AspNetCore.Mvc;

        public class HomeController : Controller
        {
            public async Task Spend(int price)
            {
                await HttpContext.GetSessionState().Counter("points").DecrementAsync(price);
            }

            public async Task Earn(int price, bool isMember)
            {
                await HttpContext.GetSessionState().Counter("points").IncrementAsync((isMember ? 2 : 1));
            }
        }
        """);

    [Fact]
    public Task The_number_read_before_the_addition_is_still_there_for_others() => Moves(
        """
        using Microsoft.AspNetCore.Mvc;

        public class HomeController : Controller
        {
            public int Index()
            {
                var visits = HttpContext.Session.GetInt32("visits") ?? 0;
                {|SESS1002:HttpContext.Session.SetInt32("visits", visits + 1)|};
                return visits;
            }
        }
        """,
        """
        using Microsoft.AspNetCore.Mvc;

        public class HomeController : Controller
        {
            public async Task<int> Index()
            {
                var visits = (int)await HttpContext.GetSessionState().Counter("visits").GetAsync();
                await HttpContext.GetSessionState().Counter("visits").IncrementAsync();
                return visits;
            }
        }
        """);

    [Fact]
    public Task A_bound_checked_before_the_addition_becomes_part_of_it() => Moves(
        """
        using Microsoft.AspNetCore.Mvc;

        public class HomeController : Controller
        {
            private const int MaxAttempts = 5;

            public IActionResult Login()
            {
                var attempts = HttpContext.Session.GetInt32("attempts") ?? 0;
                if (attempts >= MaxAttempts)
                {
                    return StatusCode(429);
                }

                {|SESS1002:HttpContext.Session.SetInt32("attempts", attempts + 1)|};

                return Ok();
            }
        }
        """,
        """
        using Microsoft.AspNetCore.Mvc;

        public class HomeController : Controller
        {
            private const int MaxAttempts = 5;

            public async Task<IActionResult> Login()
            {
                if (!(await HttpContext.GetSessionState().Counter("attempts").TryIncrementAsync(max: MaxAttempts)).Applied)
                {
                    return StatusCode(429);
                }

                return Ok();
            }
        }
        """);

    [Fact]
    public Task A_bound_around_the_addition_becomes_part_of_it() => Moves(
        """
        using Microsoft.AspNetCore.Mvc;

        public class HomeController : Controller
        {
            public bool Try()
            {
                int used = HttpContext.Session.GetInt32("used") ?? 0;
                if (used <= 3)
                {
                    {|SESS1002:HttpContext.Session.SetInt32("used", used + 1)|};
                    return true;
                }

                return false;
            }
        }
        """,
        """
        using Microsoft.AspNetCore.Mvc;

        public class HomeController : Controller
        {
            public async Task<bool> Try()
            {
                if ((await HttpContext.GetSessionState().Counter("used").TryIncrementAsync(max: 3 + 1L)).Applied)
                {
                    return true;
                }

                return false;
            }
        }
        """);

    [Fact]
    public Task A_checked_sum_is_no_counter() => Moves(
        """
        using Microsoft.AspNetCore.Mvc;

        public class HomeController : Controller
        {
            public void Visit()
            {
                checked
                {
                    int visits = HttpContext.Session.GetInt32("visits") ?? 0;
                    visits++;
                    {|SESS1002:HttpContext.Session.SetInt32("visits", visits)|};
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
                checked
                {
                    await HttpContext.GetSessionState().Value<int>("visits").UpdateAsync(visits =>
                    {
                        visits++;
                        return visits;
                    });
                }
            }
        }
        """);

    [Fact]
    public Task A_number_that_is_not_added_to_becomes_a_value() => Moves(
        """
        using Microsoft.AspNetCore.Mvc;

        public class HomeController : Controller
        {
            public void Double()
            {
                {|SESS1002:HttpContext.Session.SetInt32("stake", (HttpContext.Session.GetInt32("stake") ?? 0) * 2)|};
            }

            public int? Read() => HttpContext.Session.GetInt32("stake");
        }
        """,
        """
        using GranularSessions;
        using Microsoft.AspNetCore.Mvc;

        public class HomeController : Controller
        {
            public async Task Double()
            {
                await HttpContext.GetSessionState().Value<int>("stake").UpdateAsync(current => current * 2);
            }

            public async Task<int?> Read() => await HttpContext.GetSessionState().Value<int>("stake").GetOrNullAsync();
        }
        """);

    // An update starts from the type's default.
    [Fact]
    public Task Comments_of_what_goes_are_kept() => Moves(
        """
        using Microsoft.AspNetCore.Mvc;

        public class HomeController : Controller
        {
            public int Index()
            {
                // So far.
                var visits = HttpContext.Session.GetInt32("visits") ?? 0;

                // This one.
                visits++;
                // Back.
                {|SESS1002:HttpContext.Session.SetInt32("visits", visits)|};
                return visits;
            }
        }
        """,
        """
        using Microsoft.AspNetCore.Mvc;

        public class HomeController : Controller
        {
            public async Task<int> Index()
            {
                // So far.
                // This one.
                // Back.
                var visits = (int)await HttpContext.GetSessionState().Counter("visits").IncrementAsync();
                return visits;
            }
        }
        """);

    // Cast from null, an absent number throws; an update would begin at 0.
    [Fact]
    public Task A_number_that_must_be_there_is_left_alone() => Stays(
        """
        using Microsoft.AspNetCore.Mvc;

        public class QuizController : Controller
        {
            public void Next()
            {
                var index = HttpContext.Session.GetInt32("index");
                {|SESS1002:HttpContext.Session.SetInt32("index", (int)index! + 1)|};
            }
        }
        """);

    [Fact]
    public Task A_number_that_starts_at_one_is_neither() => Stays(
        """
        using Microsoft.AspNetCore.Mvc;

        public class HomeController : Controller
        {
            public void Double()
            {
                {|SESS1002:HttpContext.Session.SetInt32("stake", (HttpContext.Session.GetInt32("stake") ?? 1) * 2)|};
            }
        }
        """);

    [Fact]
    public Task Text_is_updated_in_one_step() => Moves(
        """
        using Microsoft.AspNetCore.Mvc;

        public class HomeController : Controller
        {
            public void Visit(string page)
            {
                var trail = HttpContext.Session.GetString("trail");
                trail = trail == null ? page : trail + ">" + page;
                {|SESS1002:HttpContext.Session.SetString("trail", trail)|};
            }

            public string Read() => HttpContext.Session.GetString("trail") ?? "";
        }
        """,
        """
        using Microsoft.AspNetCore.Mvc;

        public class HomeController : Controller
        {
            public async Task Visit(string page)
            {
                await HttpContext.GetSessionState().Value<string>("trail").UpdateAsync(trail =>
                {
                    trail = trail == null ? page : trail + ">" + page;
                    return trail;
                });
            }

            public async Task<string> Read() => await HttpContext.GetSessionState().Value<string>("trail").GetAsync() ?? "";
        }
        """);

    [Fact]
    public Task A_collection_behind_a_json_wrapper_is_updated_in_one_step() => Moves(
        """
        using Microsoft.AspNetCore.Mvc;

        public class HomeController : Controller
        {
            public IActionResult Add(int id)
            {
                var cart = HttpContext.Session.GetJson<List<int>>("cart") ?? new List<int>();
                if (!cart.Contains(id))
                {
                    // Once is enough.
                    cart.Add(id);
                }

                {|SESS1002:HttpContext.Session.SetJson("cart", cart)|};
                return Ok(cart.Count);
            }

            public int Count() => HttpContext.Session.GetJson<List<int>>("cart")?.Count ?? 0;
        }
        """,
        """
        using Microsoft.AspNetCore.Mvc;

        public class HomeController : Controller
        {
            public async Task<IActionResult> Add(int id)
            {
                var cart = await HttpContext.GetSessionState().Value<List<int>>("cart").UpdateAsync(cart =>
                {
                    cart ??= new List<int>();
                    if (!cart.Contains(id))
                    {
                        // Once is enough.
                        cart.Add(id);
                    }

                    return cart;
                });
                return Ok(cart.Count);
            }

            public async Task<int> Count() => (await HttpContext.GetSessionState().Value<List<int>>("cart").GetAsync())?.Count ?? 0;
        }
        """,
        Wrapper.SystemTextJson);

    [Fact]
    public Task The_apps_own_methods_run_inside_the_update() => Moves(
        """
        using Microsoft.AspNetCore.Mvc;

        public class HomeController : Controller
        {
            public void Add(int id)
            {
                var cart = HttpContext.Session.GetJson<Cart>("cart") ?? new Cart();
                cart.Add(id, 1);
                {|SESS1002:HttpContext.Session.SetJson("cart", cart)|};
            }
        }

        public class Cart
        {
            public List<Line> Lines { get; set; } = new();

            public void Add(int id, int quantity)
            {
                var line = Lines.Find(l => l.Id == id);
                if (line == null)
                {
                    Lines.Add(new Line { Id = id, Quantity = quantity });
                }
                else
                {
                    line.Quantity += quantity;
                }
            }
        }

        public class Line
        {
            public int Id { get; set; }

            public int Quantity { get; set; }
        }
        """,
        """
        using Microsoft.AspNetCore.Mvc;

        public class HomeController : Controller
        {
            public async Task Add(int id)
            {
                await HttpContext.GetSessionState().Value<Cart>("cart").UpdateAsync(cart =>
                {
                    cart ??= new Cart();
                    cart.Add(id, 1);
                    return cart;
                });
            }
        }

        public class Cart
        {
            public List<Line> Lines { get; set; } = new();

            public void Add(int id, int quantity)
            {
                var line = Lines.Find(l => l.Id == id);
                if (line == null)
                {
                    Lines.Add(new Line { Id = id, Quantity = quantity });
                }
                else
                {
                    line.Quantity += quantity;
                }
            }
        }

        public class Line
        {
            public int Id { get; set; }

            public int Quantity { get; set; }
        }
        """,
        Wrapper.SystemTextJson);

    [Fact]
    public Task Private_helpers_that_name_the_key_are_taken_along() => Moves(
        """
        using Microsoft.AspNetCore.Mvc;

        public class HomeController : Controller
        {
            public void Remove(int id)
            {
                var cart = GetCart();
                cart.RemoveAll(i => i == id);
                {|SESS1002:SaveCart(cart)|};
            }

            public int Count() => GetCart().Count;

            private List<int> GetCart()
            {
                return HttpContext.Session.GetJson<List<int>>("cart") ?? new List<int>();
            }

            private void SaveCart(List<int> cart)
            {
                HttpContext.Session.SetJson("cart", cart);
            }
        }
        """,
        """
        using Microsoft.AspNetCore.Mvc;

        public class HomeController : Controller
        {
            public async Task Remove(int id)
            {
                await HttpContext.GetSessionState().Value<List<int>>("cart").UpdateAsync(cart =>
                {
                    cart ??= new List<int>();
                    cart.RemoveAll(i => i == id);
                    return cart;
                });
            }

            public async Task<int> Count() => (await GetCart()).Count;

            private async Task<List<int>> GetCart()
            {
                return await HttpContext.GetSessionState().Value<List<int>>("cart").GetAsync() ?? new List<int>();
            }
        }
        """,
        Wrapper.SystemTextJson);

    [Fact]
    public Task A_private_property_becomes_a_method() => Moves(
        """
        using Microsoft.AspNetCore.Mvc;

        public class HomeController : Controller
        {
            private List<int> Cart => HttpContext.Session.GetJson<List<int>>("cart") ?? new List<int>();

            public void Remove(int id)
            {
                var cart = Cart;
                cart.RemoveAll(i => i == id);
                {|SESS1002:HttpContext.Session.SetJson("cart", cart)|};
            }

            public int Count() => Cart.Count + this.Cart.Capacity;
        }
        """,
        """
        using Microsoft.AspNetCore.Mvc;

        public class HomeController : Controller
        {
            private async Task<List<int>> Cart() => await HttpContext.GetSessionState().Value<List<int>>("cart").GetAsync() ?? new List<int>();

            public async Task Remove(int id)
            {
                await HttpContext.GetSessionState().Value<List<int>>("cart").UpdateAsync(cart =>
                {
                    cart ??= new List<int>();
                    cart.RemoveAll(i => i == id);
                    return cart;
                });
            }

            public async Task<int> Count() => (await Cart()).Count + (await this.Cart()).Capacity;
        }
        """,
        Wrapper.SystemTextJson);

    [Fact]
    public Task A_helper_that_parses_by_itself_is_written_into_the_update() => Moves(
        """
        using System.Text.Json;
        using Microsoft.AspNetCore.Mvc;

        public class HomeController : Controller
        {
            public void Add(int id)
            {
                var ids = GetIds();
                ids.Add(id);
                {|SESS1002:SaveIds(ids)|};
            }

            public int Count() => GetIds().Count;

            private List<int> GetIds()
            {
                var json = HttpContext.Session.GetString("ids");
                if (string.IsNullOrEmpty(json))
                {
                    return new List<int>();
                }

                return JsonSerializer.Deserialize<List<int>>(json) ?? new List<int>();
            }

            private void SaveIds(List<int> ids) => HttpContext.Session.SetString("ids", JsonSerializer.Serialize(ids));
        }
        """,
        """
        using System.Text.Json;
        using Microsoft.AspNetCore.Mvc;

        public class HomeController : Controller
        {
            public async Task Add(int id)
            {
                await HttpContext.GetSessionState().Value<string>("ids").UpdateAsync(current =>
                {
                    var ids = string.IsNullOrEmpty(current) ? new List<int>() : JsonSerializer.Deserialize<List<int>>(current) ?? new List<int>();
                    ids.Add(id);
                    return JsonSerializer.Serialize(ids);
                });
            }

            public async Task<int> Count() => (await GetIds()).Count;

            private async Task<List<int>> GetIds()
            {
                var json = await HttpContext.GetSessionState().Value<string>("ids").GetAsync();
                if (string.IsNullOrEmpty(json))
                {
                    return new List<int>();
                }

                return JsonSerializer.Deserialize<List<int>>(json) ?? new List<int>();
            }
        }
        """);

    [Fact]
    public Task Work_before_the_first_change_stays_outside_the_update() => Moves(
        """
        using Microsoft.AspNetCore.Mvc;

        public class HomeController : Controller
        {
            public IActionResult Remove(int id)
            {
                var cart = HttpContext.Session.GetJson<List<int>>("cart") ?? new List<int>();
                var isKnown = System.IO.File.Exists($"products/{id}");
                if (!isKnown)
                {
                    return NotFound();
                }

                cart.RemoveAll(i => i == id);
                {|SESS1002:HttpContext.Session.SetJson("cart", cart)|};
                return Ok();
            }
        }
        """,
        """
        using Microsoft.AspNetCore.Mvc;

        public class HomeController : Controller
        {
            public async Task<IActionResult> Remove(int id)
            {
                var isKnown = System.IO.File.Exists($"products/{id}");
                if (!isKnown)
                {
                    return NotFound();
                }

                await HttpContext.GetSessionState().Value<List<int>>("cart").UpdateAsync(cart =>
                {
                    cart ??= new List<int>();
                    cart.RemoveAll(i => i == id);
                    return cart;
                });
                return Ok();
            }
        }
        """,
        Wrapper.SystemTextJson);

    [Fact]
    public Task A_write_in_one_branch_reads_again_inside_the_update() => Moves(
        """
        using Microsoft.AspNetCore.Mvc;

        public class HomeController : Controller
        {
            public int Remove(int id)
            {
                var cart = HttpContext.Session.GetJson<List<int>>("cart") ?? new List<int>();
                if (id > 0)
                {
                    cart.RemoveAll(i => i == id);
                    {|SESS1002:HttpContext.Session.SetJson("cart", cart)|};
                }

                return cart.Count;
            }
        }
        """,
        """
        using Microsoft.AspNetCore.Mvc;

        public class HomeController : Controller
        {
            public async Task<int> Remove(int id)
            {
                var cart = await HttpContext.GetSessionState().Value<List<int>>("cart").GetAsync() ?? new List<int>();
                if (id > 0)
                {
                    cart = await HttpContext.GetSessionState().Value<List<int>>("cart").UpdateAsync(cart =>
                    {
                        cart ??= new List<int>();
                        cart.RemoveAll(i => i == id);
                        return cart;
                    });
                }

                return cart.Count;
            }
        }
        """,
        Wrapper.SystemTextJson);

    [Fact]
    public Task Writes_in_several_branches_each_become_an_update() => Moves(
        """
        using Microsoft.AspNetCore.Mvc;

        public class HomeController : Controller
        {
            public void Change(int id, bool adds)
            {
                var cart = HttpContext.Session.GetJson<List<int>>("cart") ?? new List<int>();
                if (adds)
                {
                    cart.Add(id);
                    {|SESS1002:HttpContext.Session.SetJson("cart", cart)|};
                }
                else
                {
                    cart.Remove(id);
                    {|SESS1002:HttpContext.Session.SetJson("cart", cart)|};
                }
            }
        }
        """,
        """
        using Microsoft.AspNetCore.Mvc;

        public class HomeController : Controller
        {
            public async Task Change(int id, bool adds)
            {
                if (adds)
                {
                    await HttpContext.GetSessionState().Value<List<int>>("cart").UpdateAsync(cart =>
                    {
                        cart ??= new List<int>();
                        cart.Add(id);
                        return cart;
                    });
                }
                else
                {
                    await HttpContext.GetSessionState().Value<List<int>>("cart").UpdateAsync(cart =>
                    {
                        cart ??= new List<int>();
                        cart.Remove(id);
                        return cart;
                    });
                }
            }
        }
        """,
        Wrapper.SystemTextJson);

    [Fact]
    public Task Two_keys_of_one_method_move_one_after_the_other() => Moves(
        """
        using Microsoft.AspNetCore.Mvc;

        public class HomeController : Controller
        {
            public void Visit(string page)
            {
                var visits = HttpContext.Session.GetInt32("visits") ?? 0;
                {|SESS1002:HttpContext.Session.SetInt32("visits", visits + 1)|};
                var trail = HttpContext.Session.GetString("trail") ?? "";
                {|SESS1002:HttpContext.Session.SetString("trail", trail + page)|};
            }
        }
        """,
        """
        using Microsoft.AspNetCore.Mvc;

        public class HomeController : Controller
        {
            public async Task Visit(string page)
            {
                await HttpContext.GetSessionState().Counter("visits").IncrementAsync();
                await HttpContext.GetSessionState().Value<string>("trail").UpdateAsync(trail =>
                {
                    trail ??= "";
                    return trail + page;
                });
            }
        }
        """);

    [Fact]
    public Task A_static_wrapper_call_and_a_session_in_a_variable_are_fine() => Moves(
        """
        using Microsoft.AspNetCore.Mvc;

        public class HomeController : Controller
        {
            public void Remove(int id)
            {
                var session = HttpContext.Session;
                var cart = SessionJson.GetJson<List<int>>(session, "cart") ?? new List<int>();
                cart.RemoveAll(i => i == id);
                {|SESS1002:SessionJson.SetJson(session, "cart", cart)|};
            }
        }
        """,
        """
        using Microsoft.AspNetCore.Mvc;

        public class HomeController : Controller
        {
            public async Task Remove(int id)
            {
                var session = HttpContext.Session;
                await session.GetSessionState().Value<List<int>>("cart").UpdateAsync(cart =>
                {
                    cart ??= new List<int>();
                    cart.RemoveAll(i => i == id);
                    return cart;
                });
            }
        }
        """,
        Wrapper.SystemTextJson);

    [Fact]
    public Task Comments_of_a_read_further_up_are_kept() => Moves(
        """
        using Microsoft.AspNetCore.Mvc;

        public class HomeController : Controller
        {
            public void Index()
            {
                // So far.
                var visits = HttpContext.Session.GetInt32("visits") ?? 0;
                ViewData["title"] = "Home";
                // One more.
                {|SESS1002:HttpContext.Session.SetInt32("visits", visits + 1)|};
            }
        }
        """,
        """
        using Microsoft.AspNetCore.Mvc;

        public class HomeController : Controller
        {
            public async Task Index()
            {
                ViewData["title"] = "Home";
                // One more.
                // So far.
                await HttpContext.GetSessionState().Counter("visits").IncrementAsync();
            }
        }
        """);

    [Fact]
    public Task Comments_of_a_bounded_addition_are_kept() => Moves(
        """
        using Microsoft.AspNetCore.Mvc;

        public class HomeController : Controller
        {
            public IActionResult Login()
            {
                // So far.
                var attempts = HttpContext.Session.GetInt32("attempts") ?? 0;
                // Five are enough.
                if (attempts >= 5)
                {
                    return StatusCode(429);
                }

                // One more.
                {|SESS1002:HttpContext.Session.SetInt32("attempts", attempts + 1)|};

                return Ok();
            }
        }
        """,
        """
        using Microsoft.AspNetCore.Mvc;

        public class HomeController : Controller
        {
            public async Task<IActionResult> Login()
            {
                // So far.
                // Five are enough.
                // One more.
                if (!(await HttpContext.GetSessionState().Counter("attempts").TryIncrementAsync(max: 5)).Applied)
                {
                    return StatusCode(429);
                }

                return Ok();
            }
        }
        """);

    [Fact]
    public Task Comments_of_an_update_are_kept_once() => Moves(
        """
        using Microsoft.AspNetCore.Mvc;

        public class HomeController : Controller
        {
            public void Remove(int id)
            {
                // All.
                var cart = HttpContext.Session.GetJson<List<int>>("cart") ?? new List<int>();
                // But one.
                cart.RemoveAll(i => i == id);
                // Back.
                {|SESS1002:HttpContext.Session.SetJson("cart", cart)|};
            }
        }
        """,
        """
        using Microsoft.AspNetCore.Mvc;

        public class HomeController : Controller
        {
            public async Task Remove(int id)
            {
                // All.
                // Back.
                await HttpContext.GetSessionState().Value<List<int>>("cart").UpdateAsync(cart =>
                {
                    cart ??= new List<int>();
                    // But one.
                    cart.RemoveAll(i => i == id);
                    return cart;
                });
            }
        }
        """,
        Wrapper.SystemTextJson);

    [Fact]
    public Task Comments_of_an_update_whose_read_stays_are_kept_once() => Moves(
        """
        using Microsoft.AspNetCore.Mvc;

        public class HomeController : Controller
        {
            public void Remove(int id)
            {
                var cart = HttpContext.Session.GetJson<List<int>>("cart") ?? new List<int>();
                ViewData["count"] = cart.Count;

                // All but one.
                cart.RemoveAll(i => i == id);
                {|SESS1002:HttpContext.Session.SetJson("cart", cart)|};
            }
        }
        """,
        """
        using Microsoft.AspNetCore.Mvc;

        public class HomeController : Controller
        {
            public async Task Remove(int id)
            {
                var cart = await HttpContext.GetSessionState().Value<List<int>>("cart").GetAsync() ?? new List<int>();
                ViewData["count"] = cart.Count;

                await HttpContext.GetSessionState().Value<List<int>>("cart").UpdateAsync(cart =>
                {
                    cart ??= new List<int>();
                    // All but one.
                    cart.RemoveAll(i => i == id);
                    return cart;
                });
            }
        }
        """,
        Wrapper.SystemTextJson);

    [Fact]
    public Task Code_of_another_build_above_a_read_that_goes_is_kept() => Stays(
        """
        using Microsoft.AspNetCore.Mvc;

        public class HomeController : Controller
        {
            public void Index()
            {
        #if TRACING
                Trace("visit");
        #endif
                var visits = HttpContext.Session.GetInt32("visits") ?? 0;
                Prepare();
                {|SESS1002:HttpContext.Session.SetInt32("visits", visits + 1)|};
            }

            private void Prepare() => ViewData["title"] = "Home";
        }
        """);

    private static Task Moves(string source, string fixedSource, params string[] others) =>
        MoveKey.Moves<ReadModifyWrite, ReadModifyWriteCodeFix>(source, fixedSource, others);

    private static Task Stays(string source, params string[] others) =>
        MoveKey.Stays<ReadModifyWrite, ReadModifyWriteCodeFix>(source, others);
}
