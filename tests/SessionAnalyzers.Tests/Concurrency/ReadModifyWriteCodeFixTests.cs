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

    [Fact]
    public Task A_bound_checked_before_the_addition_becomes_part_of_it() => Moves(
        """
        using Microsoft.AspNetCore.Mvc;

        public class LoginController : Controller
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

        public class LoginController : Controller
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
    public Task A_collection_behind_a_json_wrapper_is_updated_in_one_step() => Moves(
        Wrapper.SystemTextJson,
        """
        using Microsoft.AspNetCore.Mvc;

        public class CartController : Controller
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

        public class CartController : Controller
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
        """);

    private static Task Moves(string source, string fixedSource) => MoveKey.Moves<ReadModifyWrite, ReadModifyWriteCodeFix>(source, fixedSource);

    private static Task Moves(string wrapper, string source, string fixedSource) => MoveKey.Moves<ReadModifyWrite, ReadModifyWriteCodeFix>(source, fixedSource, wrapper);
}
