using SessionAnalyzers.Concurrency;
using SessionAnalyzers.Tests.Rewriting;
using Xunit;

namespace SessionAnalyzers.Tests.Concurrency;

public sealed class CheckThenActCodeFixTests
{
    [Fact]
    public Task A_flag_is_claimed_before_the_effect() => Moves(
        """
        using Microsoft.AspNetCore.Mvc;

        public class HomeController : Controller
        {
            public IActionResult Vote(string option)
            {
                if (HttpContext.Session.GetString("voted") == null)
                {
                    Poll.Add(option);

                    // Only once.
                    {|SESS1003:HttpContext.Session.SetString("voted", "true")|};
                }

                return Ok();
            }

            public bool HasVoted() => HttpContext.Session.GetString("voted") != null;
        }

        public static class Poll
        {
            private static readonly List<string> Votes = new();

            public static void Add(string vote) => Votes.Add(vote);

            public static Task SaveAsync(string vote) => System.IO.File.AppendAllTextAsync("votes", vote);
        }
        """,
        """
        using Microsoft.AspNetCore.Mvc;

        public class HomeController : Controller
        {
            public async Task<IActionResult> Vote(string option)
            {
                // Only once.
                if (await HttpContext.GetSessionState().Value<string>("voted").TryAddAsync("true"))
                {
                    Poll.Add(option);
                }

                return Ok();
            }

            public async Task<bool> HasVoted() => await HttpContext.GetSessionState().Value<string>("voted").GetAsync() != null;
        }

        public static class Poll
        {
            private static readonly List<string> Votes = new();

            public static void Add(string vote) => Votes.Add(vote);

            public static Task SaveAsync(string vote) => System.IO.File.AppendAllTextAsync("votes", vote);
        }
        """);

    [Fact]
    public Task Comments_of_a_read_further_up_are_kept() => Moves(
        """
        using Microsoft.AspNetCore.Mvc;

        public class HomeController : Controller
        {
            public IActionResult Vote(string option)
            {
                // What was said before.
                var voted = HttpContext.Session.GetString("voted");
                ViewData["option"] = option;
                // Only once.
                if (voted == null)
                {
                    Poll.Add(option);
                    {|SESS1003:HttpContext.Session.SetString("voted", "true")|};
                }

                return Ok();
            }
        }

        public static class Poll
        {
            private static readonly List<string> Votes = new();

            public static void Add(string vote) => Votes.Add(vote);
        }
        """,
        """
        using Microsoft.AspNetCore.Mvc;

        public class HomeController : Controller
        {
            public async Task<IActionResult> Vote(string option)
            {
                ViewData["option"] = option;
                // Only once.
                // What was said before.
                if (await HttpContext.GetSessionState().Value<string>("voted").TryAddAsync("true"))
                {
                    Poll.Add(option);
                }

                return Ok();
            }
        }

        public static class Poll
        {
            private static readonly List<string> Votes = new();

            public static void Add(string vote) => Votes.Add(vote);
        }
        """);

    [Fact]
    public Task A_flag_checked_by_leaving_early_is_claimed_there() => Moves(
        """
        using Microsoft.AspNetCore.Mvc;

        public class HomeController : Controller
        {
            public IActionResult Vote(string option)
            {
                var voted = HttpContext.Session.GetString("voted");
                if (voted is not null)
                {
                    return Conflict();
                }

                Poll.Add(option);
                {|SESS1003:HttpContext.Session.SetString("voted", "true")|};

                return Ok();
            }
        }

        public static class Poll
        {
            private static readonly List<string> Votes = new();

            public static void Add(string vote) => Votes.Add(vote);

            public static Task SaveAsync(string vote) => System.IO.File.AppendAllTextAsync("votes", vote);
        }
        """,
        """
        using Microsoft.AspNetCore.Mvc;

        public class HomeController : Controller
        {
            public async Task<IActionResult> Vote(string option)
            {
                if (!await HttpContext.GetSessionState().Value<string>("voted").TryAddAsync("true"))
                {
                    return Conflict();
                }

                Poll.Add(option);

                return Ok();
            }
        }

        public static class Poll
        {
            private static readonly List<string> Votes = new();

            public static void Add(string vote) => Votes.Add(vote);

            public static Task SaveAsync(string vote) => System.IO.File.AppendAllTextAsync("votes", vote);
        }
        """);

    [Fact]
    public Task All_keys_of_one_composition_move_together() => Moves(
        """
        using Microsoft.AspNetCore.Mvc;

        public class HomeController : Controller
        {
            public void Review(int id, string text)
            {
                var key = "reviewed_" + id;
                if (HttpContext.Session.GetString(key) == null)
                {
                    {|SESS1003:HttpContext.Session.SetString(key, "true")|};
                    Poll.Add(text);
                }
            }

            public bool HasReviewed(int id) => HttpContext.Session.GetString($"reviewed_{id}") is not null;
        }

        public static class Poll
        {
            private static readonly List<string> Votes = new();

            public static void Add(string vote) => Votes.Add(vote);

            public static Task SaveAsync(string vote) => System.IO.File.AppendAllTextAsync("votes", vote);
        }
        """,
        """
        using Microsoft.AspNetCore.Mvc;

        public class HomeController : Controller
        {
            public async Task Review(int id, string text)
            {
                var key = "reviewed_" + id;
                if (await HttpContext.GetSessionState().Value<string>(key).TryAddAsync("true"))
                {
                    Poll.Add(text);
                }
            }

            public async Task<bool> HasReviewed(int id) => await HttpContext.GetSessionState().Value<string>($"reviewed_{id}").GetAsync() is not null;
        }

        public static class Poll
        {
            private static readonly List<string> Votes = new();

            public static void Add(string vote) => Votes.Add(vote);

            public static Task SaveAsync(string vote) => System.IO.File.AppendAllTextAsync("votes", vote);
        }
        """);

    [Fact]
    public Task A_claim_before_something_that_may_fail_would_stay_when_it_does() => Stays(
        """
        using Microsoft.AspNetCore.Mvc;

        public class HomeController : Controller
        {
            public async Task<IActionResult> Vote(string option)
            {
                if (HttpContext.Session.GetString("voted") == null)
                {
                    await Poll.SaveAsync(option);
                    {|SESS1003:HttpContext.Session.SetString("voted", "true")|};
                }

                return Ok();
            }
        }

        public static class Poll
        {
            private static readonly List<string> Votes = new();

            public static void Add(string vote) => Votes.Add(vote);

            public static Task SaveAsync(string vote) => System.IO.File.AppendAllTextAsync("votes", vote);
        }
        """);

    [Fact]
    public Task A_claim_before_a_way_out_would_stay_when_it_is_taken() => Stays(
        """
        using Microsoft.AspNetCore.Mvc;

        public class HomeController : Controller
        {
            public IActionResult Vote(string option)
            {
                if (HttpContext.Session.GetString("voted") == null)
                {
                    if (option.Length > 10)
                    {
                        return BadRequest();
                    }

                    Poll.Add(option);
                    {|SESS1003:HttpContext.Session.SetString("voted", "true")|};
                }

                return Ok();
            }
        }

        public static class Poll
        {
            private static readonly List<string> Votes = new();

            public static void Add(string vote) => Votes.Add(vote);

            public static Task SaveAsync(string vote) => System.IO.File.AppendAllTextAsync("votes", vote);
        }
        """);

    [Fact]
    public Task A_token_is_taken_in_one_step() => Moves(
        """
        using Microsoft.AspNetCore.Mvc;

        public class HomeController : Controller
        {
            public IActionResult Index()
            {
                var token = System.Guid.NewGuid().ToString("N");
                HttpContext.Session.SetString("coupon", token);
                return View(model: token);
            }

            public IActionResult Redeem(string token)
            {
                var expected = HttpContext.Session.GetString("coupon");
                if (expected == null || expected != token)
                {
                    return BadRequest();
                }

                {|SESS1003:HttpContext.Session.Remove("coupon")|};
                return Ok();
            }
        }
        """,
        """
        using Microsoft.AspNetCore.Mvc;

        public class HomeController : Controller
        {
            public async Task<IActionResult> Index()
            {
                var token = System.Guid.NewGuid().ToString("N");
                await HttpContext.GetSessionState().Value<string>("coupon").SetAsync(token);
                return View(model: token);
            }

            public async Task<IActionResult> Redeem(string token)
            {
                if (token == null || !await HttpContext.GetSessionState().Value<string>("coupon").TakeAsync(token))
                {
                    return BadRequest();
                }

                return Ok();
            }
        }
        """);

    [Fact]
    public Task A_token_compared_in_the_condition_is_taken_there() => Moves(
        """
        using Microsoft.AspNetCore.Mvc;

        public class HomeController : Controller
        {
            public bool Redeem(string token)
            {
                var expected = HttpContext.Session.GetString("coupon");
                if (expected != null && expected == token)
                {
                    {|SESS1003:HttpContext.Session.Remove("coupon")|};
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
            public async Task<bool> Redeem(string token)
            {
                if (token != null && await HttpContext.GetSessionState().Value<string>("coupon").TakeAsync(token))
                {
                    return true;
                }

                return false;
            }
        }
        """);

    [Fact]
    public Task A_comparison_that_accepts_two_nulls_is_left_alone() => Stays(
        """
        using Microsoft.AspNetCore.Mvc;

        public class HomeController : Controller
        {
            public IActionResult Redeem(string? token)
            {
                if (HttpContext.Session.GetString("coupon") != token)
                {
                    return BadRequest();
                }

                {|SESS1003:HttpContext.Session.Remove("coupon")|};
                return Ok();
            }
        }
        """);

    private static Task Moves(string source, string fixedSource, params string[] others) =>
        MoveKey.Moves<CheckThenAct, CheckThenActCodeFix>(source, fixedSource, others);

    private static Task Stays(string source, params string[] others) =>
        MoveKey.Stays<CheckThenAct, CheckThenActCodeFix>(source, others);
}
