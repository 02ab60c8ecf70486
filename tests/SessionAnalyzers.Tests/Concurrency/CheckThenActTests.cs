using SessionAnalyzers.Concurrency;
using SessionAnalyzers.Tests.Verification;
using Xunit;

namespace SessionAnalyzers.Tests.Concurrency;

public sealed class CheckThenActTests
{
    /// <summary>What the checks guard: votes, views and mail.</summary>
    private const string Services =
        """

        public class Poll
        {
            public int Votes { get; set; }
            public string? Theme { get; set; }
        }

        public interface IPolls
        {
            Poll Find(int id);
            void SaveChanges();
            Task SendReceiptAsync(int id);
        }
        """;

    [Fact]
    public Task Voting_once_is_reported_at_the_flag_and_points_to_the_check() => Verify.Analyzer<CheckThenAct>(
        SessionSources.Controller(
            """
                public IActionResult Vote(IPolls polls, int id)
                {
                    if ({|#1:HttpContext.Session.GetString("voted")|} != null)
                    {
                        return Forbid();
                    }

                    polls.Find(id).Votes++;
                    polls.SaveChanges();
                    {|#0:HttpContext.Session.SetString("voted", "1")|};
                    return Ok();
                }
            """) + Services,
        Verify.Diagnostic("SESS1003").WithLocation(0).WithAdditionalLocation(1).WithArguments("voted", "checked and then set"));

    [Fact]
    public Task Counting_a_view_once_inside_the_branch_is_reported() => Reported(
        """
            public void View(IPolls polls, int id)
            {
                var key = $"viewed_{id}";
                if (HttpContext.Session.GetInt32(key) == null)
                {
                    polls.Find(id).Votes += 1;
                    polls.SaveChanges();
                    [|HttpContext.Session.SetInt32(key, 1)|];
                }
            }
        """);

    [Fact]
    public Task Claiming_before_the_effect_is_no_better() => Reported(
        """
            public async Task Receipt(IPolls polls, int id)
            {
                if (!HttpContext.Session.Keys.Contains("receipt"))
                {
                    [|HttpContext.Session.SetString("receipt", DateTime.UtcNow.ToString())|];
                    await polls.SendReceiptAsync(id);
                }
            }
        """);

    [Fact]
    public Task A_check_through_TryGetValue_is_reported() => Reported(
        """
            public void Vote(IPolls polls, int id)
            {
                if (!HttpContext.Session.TryGetValue("voted", out _))
                {
                    polls.Find(id).Votes++;
                    [|HttpContext.Session.Set("voted", new byte[] { 1 })|];
                }
            }
        """);

    [Fact]
    public Task A_check_in_a_helper_and_a_claim_in_another_are_reported() => Reported(
        """
            private bool HasVoted(int id) => HttpContext.Session.GetInt32("voted_" + id) == 1;

            private void MarkVoted(int id) => HttpContext.Session.SetInt32("voted_" + id, 1);

            public void Vote(IPolls polls, int id)
            {
                if (HasVoted(id))
                {
                    return;
                }

                polls.Find(id).Votes++;
                polls.SaveChanges();
                [|MarkVoted(id)|];
            }
        """);

    [Fact]
    public Task A_flag_property_is_reported() => Reported(
        """
            private bool Voted
            {
                get => HttpContext.Session.GetInt32("voted") == 1;
                set => HttpContext.Session.SetInt32("voted", value ? 1 : 0);
            }

            public void Vote(IPolls polls, int id)
            {
                if (!Voted)
                {
                    polls.Find(id).Votes++;
                    [|Voted|] = true;
                }
            }
        """);

    [Fact]
    public Task A_wrapper_flag_is_reported() => Reported(
        """
            public void Vote(IPolls polls, int id)
            {
                if (HttpContext.Session.GetObjectFromJson<bool>("voted"))
                {
                    return;
                }

                polls.Find(id).Votes++;
                [|HttpContext.Session.SetObjectAsJson("voted", true)|];
            }
        """);

    [Fact]
    public Task A_one_time_token_compared_and_removed_is_reported() => Verify.Analyzer<CheckThenAct>(
        SessionSources.Controller(
            """
                public IActionResult Pay(string token)
                {
                    if ({|#1:HttpContext.Session.GetString("pay-token")|} != token)
                    {
                        return BadRequest();
                    }

                    {|#0:HttpContext.Session.Remove("pay-token")|};
                    return Ok();
                }
            """),
        Verify.Diagnostic("SESS1003").WithLocation(0).WithAdditionalLocation(1).WithArguments("pay-token", "compared and then removed"));

    [Fact]
    public Task A_token_compared_by_string_Equals_is_reported() => Reported(
        """
            public bool Redeem(string code)
            {
                var coupon = HttpContext.Session.GetString("coupon");
                if (!string.IsNullOrEmpty(coupon) && string.Equals(coupon, code, StringComparison.Ordinal))
                {
                    [|HttpContext.Session.Remove("coupon")|];
                    return true;
                }

                return false;
            }
        """);

    [Fact]
    public Task A_minimal_API_lambda_is_reported() => Verify.Analyzer<CheckThenAct>(
        """
        var app = WebApplication.Create(args);
        app.MapPost("/vote/{id}", (HttpContext context, IPolls polls, int id) =>
        {
            if (context.Session.GetString("voted") is not null)
            {
                return Results.Conflict();
            }

            polls.Find(id).Votes++;
            [|context.Session.SetString("voted", "yes")|];
            return Results.Ok();
        });
        app.Run();

        """ + Services);

    [Fact]
    public Task A_Razor_Page_is_reported() => Verify.Analyzer<CheckThenAct>(
        """
        using Microsoft.AspNetCore.Mvc.RazorPages;

        public class PollModel(IPolls polls) : PageModel
        {
            public void OnPost(int id)
            {
                if (HttpContext.Session.GetInt32("voted") != 1)
                {
                    polls.Find(id).Votes++;
                    polls.SaveChanges();
                    [|HttpContext.Session.SetInt32("voted", 1)|];
                }
            }
        }

        """ + Services);

    [Fact]
    public Task A_default_preference_is_not_reported() => NotReported(
        """
            public void Index()
            {
                if (HttpContext.Session.GetString("theme") == null)
                {
                    HttpContext.Session.SetString("theme", "light");
                }
            }
        """);

    [Fact]
    public Task A_cache_aside_is_not_reported() => NotReported(
        """
            public string? Theme(IPolls polls, int id)
            {
                var theme = HttpContext.Session.GetString("theme");
                if (theme == null)
                {
                    theme = polls.Find(id).Theme;
                    HttpContext.Session.SetString("theme", theme ?? "");
                }

                return theme;
            }
        """);

    [Fact]
    public Task A_flash_message_is_not_reported() => NotReported(
        """
            public void Index()
            {
                var message = HttpContext.Session.GetString("message");
                if (message != null)
                {
                    ViewBag.Message = message;
                    HttpContext.Session.Remove("message");
                }
            }
        """);

    [Fact]
    public Task A_check_of_another_key_is_not_reported() => NotReported(
        """
            public void Vote(IPolls polls, int id)
            {
                if (HttpContext.Session.GetString("user") != null)
                {
                    polls.Find(id).Votes++;
                    polls.SaveChanges();
                    HttpContext.Session.SetString("last", "vote");
                }
            }
        """);

    [Fact]
    public Task A_flag_set_on_every_path_is_not_reported() => NotReported(
        """
            public void Index(IPolls polls, int id)
            {
                if (HttpContext.Session.GetString("seen") == null)
                {
                    polls.Find(id).Votes++;
                }

                HttpContext.Session.SetString("seen", "1");
            }
        """);

    [Fact]
    public Task A_flag_in_a_finally_block_is_set_on_every_path() => NotReported(
        """
            public void Vote(IPolls polls, int id)
            {
                try
                {
                    if (HttpContext.Session.GetString("voted") != null) return;
                    polls.SaveChanges();
                }
                finally
                {
                    HttpContext.Session.SetString("voted", "1");
                }
            }
        """);

    [Fact]
    public Task A_log_entry_is_no_effect() => NotReported(
        """
            public void Index(ILogger<Cart> logger)
            {
                if (HttpContext.Session.GetString("greeted") == null)
                {
                    logger.LogInformation("first request");
                    ModelState.AddModelError("", "Welcome");
                    HttpContext.Session.SetString("greeted", "1");
                }
            }
        """);

    [Fact]
    public Task A_removal_after_a_comparison_with_a_constant_is_not_reported() => NotReported(
        """
            public void Index()
            {
                if (HttpContext.Session.GetString("step") == "done")
                {
                    HttpContext.Session.Remove("step");
                }
            }
        """);

    [Fact]
    public Task A_counter_is_left_to_SESS1002() => NotReported(
        """
            public bool Attempt(IPolls polls)
            {
                var attempts = HttpContext.Session.GetInt32("attempts") ?? 0;
                if (attempts >= 5)
                {
                    return false;
                }

                polls.SaveChanges();
                HttpContext.Session.SetInt32("attempts", attempts + 1);
                return true;
            }
        """);

    [Fact]
    public Task A_flag_under_a_lock_with_load_and_commit_inside_is_not_reported() => NotReported(
        """
            private static readonly SemaphoreSlim Gate = new(1, 1);

            public async Task<bool> Vote(IPolls polls)
            {
                await Gate.WaitAsync();
                try
                {
                    await HttpContext.Session.LoadAsync();
                    if (HttpContext.Session.GetString("voted") != null)
                    {
                        return false;
                    }

                    polls.Find(1).Votes++;
                    polls.SaveChanges();
                    HttpContext.Session.SetString("voted", "1");
                    await HttpContext.Session.CommitAsync();
                    return true;
                }
                finally
                {
                    Gate.Release();
                }
            }
        """);

    [Fact]
    public Task A_token_under_a_lock_with_load_and_commit_inside_is_not_reported() => NotReported(
        """
            private static readonly SemaphoreSlim Gate = new(1, 1);

            public async Task<bool> Redeem(IPolls polls, string token)
            {
                await Gate.WaitAsync();
                try
                {
                    await HttpContext.Session.LoadAsync();
                    if (HttpContext.Session.GetString("token") != token)
                    {
                        return false;
                    }

                    polls.Find(1).Votes++;
                    polls.SaveChanges();
                    HttpContext.Session.Remove("token");
                    await HttpContext.Session.CommitAsync();
                    return true;
                }
                finally
                {
                    Gate.Release();
                }
            }
        """);

    [Fact]
    public Task A_flag_under_a_lock_that_is_released_before_the_commit_is_reported() => Reported(
        """
            private static readonly SemaphoreSlim Gate = new(1, 1);

            public async Task<bool> Vote(IPolls polls)
            {
                await Gate.WaitAsync();
                try
                {
                    await HttpContext.Session.LoadAsync();
                    if (HttpContext.Session.GetString("voted") != null)
                    {
                        return false;
                    }

                    polls.Find(1).Votes++;
                    polls.SaveChanges();
                    [|HttpContext.Session.SetString("voted", "1")|];
                    return true;
                }
                finally
                {
                    Gate.Release();
                }
            }
        """);

    [Fact]
    public Task A_token_under_a_lock_that_is_released_before_the_commit_is_reported() => Reported(
        """
            private static readonly SemaphoreSlim Gate = new(1, 1);

            public async Task<bool> Redeem(IPolls polls, string token)
            {
                await Gate.WaitAsync();
                try
                {
                    await HttpContext.Session.LoadAsync();
                    if (HttpContext.Session.GetString("token") != token)
                    {
                        return false;
                    }

                    polls.Find(1).Votes++;
                    polls.SaveChanges();
                    [|HttpContext.Session.Remove("token")|];
                    return true;
                }
                finally
                {
                    Gate.Release();
                }
            }
        """);

    [Fact]
    public Task A_token_of_a_session_that_was_touched_before_the_lock_is_reported() => Reported(
        """
            private static readonly SemaphoreSlim Gate = new(1, 1);

            public async Task<bool> Redeem(IPolls polls, string token)
            {
                var id = HttpContext.Session.Id;
                await Gate.WaitAsync();
                try
                {
                    await HttpContext.Session.LoadAsync();
                    if (HttpContext.Session.GetString("token") != token)
                    {
                        return false;
                    }

                    polls.Find(1).Votes++;
                    polls.SaveChanges();
                    [|HttpContext.Session.Remove("token")|];
                    await HttpContext.Session.CommitAsync();
                    return true;
                }
                finally
                {
                    Gate.Release();
                }
            }
        """);

    [Theory]
    [InlineData("Save")]
    [InlineData("Add")]
    [InlineData("Insert")]
    [InlineData("Update")]
    [InlineData("Delete")]
    [InlineData("Send")]
    [InlineData("Create")]
    [InlineData("Publish")]
    [InlineData("Enqueue")]
    [InlineData("Increment")]
    [InlineData("Post")]
    [InlineData("Execute")]
    [InlineData("Charge")]
    [InlineData("Pay")]
    [InlineData("Vote")]
    [InlineData("Like")]
    [InlineData("Record")]
    [InlineData("Register")]
    [InlineData("Submit")]
    [InlineData("Notify")]
    [InlineData("Issue")]
    [InlineData("Grant")]
    [InlineData("Award")]
    [InlineData("Redeem")]
    [InlineData("Apply")]
    [InlineData("Track")]
    [InlineData("Count")]
    [InlineData("Place")]
    [InlineData("Confirm")]
    [InlineData("Complete")]
    [InlineData("Mark")]
    public Task An_effect_is_told_by_its_verb(string verb) => Reported(
        $$"""
            public interface IEffects { void {{verb}}It(); }

            public void Run(IEffects effects)
            {
                if (HttpContext.Session.GetString("done") == null)
                {
                    effects.{{verb}}It();
                    [|HttpContext.Session.SetString("done", "1")|];
                }
            }
        """);

    [Theory]
    [InlineData("s_votes++;")]
    [InlineData("poll.Votes--;")]
    [InlineData("votes[0] += 1;")]
    [InlineData("(await polls.FindAsync(1)).Votes++;")]
    [InlineData("polls.SaveAll();")]
    [InlineData("cache.CreateEntry(\"poll\");")]
    public Task A_change_of_what_others_see_is_an_effect(string effect) => Reported(
        $$"""
            private static int s_votes;

            public async Task Run(IAsyncPolls polls, Poll poll, int[] votes, Microsoft.Extensions.Caching.Memory.IMemoryCache cache)
            {
                if (HttpContext.Session.GetString("done") == null)
                {
                    {{effect}}
                    [|HttpContext.Session.SetString("done", "1")|];
                }
            }

            public interface IAsyncPolls { Task<Poll> FindAsync(int id); }
        }

        public static class PollExtensions
        {
            public static void SaveAll(this CartController.IAsyncPolls polls) { }
        """);

    [Theory]
    [InlineData("ModelState.AddModelError(\"\", \"Welcome\");")]
    [InlineData("ViewData.Add(\"welcome\", true);")]
    [InlineData("TempData.Add(\"welcome\", true);")]
    [InlineData("Response.Headers.Append(\"X-Welcome\", \"1\");")]
    [InlineData("Response.Headers.Add(\"X-Welcome\", \"1\");")]
    [InlineData("Response.Cookies.Delete(\"welcome\");")]
    [InlineData("new System.Text.StringBuilder().Insert(0, \"Welcome\");")]
    [InlineData("new List<string>().Add(\"Welcome\");")]
    [InlineData("new System.Collections.Concurrent.ConcurrentDictionary<string, int>().AddOrUpdate(\"a\", 1, (_, n) => n);")]
    [InlineData("Microsoft.Extensions.Caching.Memory.MemoryCacheEntryExtensions.RegisterPostEvictionCallback(new(), (_, _, _, _) => { });")]
    [InlineData("var count = 0; count++;")]
    [InlineData("Welcome();")]
    public Task What_is_gone_with_the_response_is_no_effect(string statement) => NotReported(
        $$"""
            public void Run()
            {
                if (HttpContext.Session.GetString("done") == null)
                {
                    {{statement}}
                    HttpContext.Session.SetString("done", "1");
                }
            }

            private static void Welcome() { }
        """);

    [Fact]
    public Task An_effect_of_the_other_outcome_is_not_what_the_flag_is_for() => NotReported(
        """
            public void Run(IPolls polls)
            {
                if (HttpContext.Session.GetString("done") == null)
                {
                    HttpContext.Session.SetString("done", "1");
                }
                else
                {
                    polls.SaveChanges();
                }
            }
        """);

    [Fact]
    public Task A_list_of_the_app_is_a_collection_too() => NotReported(
        """
            public class Messages : List<string>;

            public void Run(Messages messages)
            {
                if (HttpContext.Session.GetString("done") == null)
                {
                    messages.Add("Welcome");
                    HttpContext.Session.SetString("done", "1");
                }
            }
        """);

    [Fact]
    public Task A_second_check_adds_nothing() => Verify.Analyzer<CheckThenAct>(
        SessionSources.Controller(
            """
                public void Run(IPolls polls)
                {
                    if ({|#1:HttpContext.Session.GetString("done")|} != null)
                    {
                        return;
                    }

                    if (HttpContext.Session.GetInt32("done") != null)
                    {
                        return;
                    }

                    polls.SaveChanges();
                    {|#0:HttpContext.Session.SetString("done", "1")|};
                }
            """) + Services,
        Verify.Diagnostic("SESS1003").WithLocation(0).WithAdditionalLocation(1));

    [Fact]
    public Task The_first_of_two_reads_is_the_check() => Verify.Analyzer<CheckThenAct>(
        SessionSources.Controller(
            """
                public void Run(IPolls polls)
                {
                    if ({|#1:HttpContext.Session.GetString("done")|} == null | HttpContext.Session.GetString("done") == "")
                    {
                        polls.SaveChanges();
                        {|#0:HttpContext.Session.SetString("done", "1")|};
                    }
                }
            """) + Services,
        Verify.Diagnostic("SESS1003").WithLocation(0).WithAdditionalLocation(1));

    [Theory]
    [InlineData("HttpContext.Session.GetString(\"token\") == token")]
    [InlineData("token == HttpContext.Session.GetString(\"token\")")]
    [InlineData("!(HttpContext.Session.GetString(\"token\") != token)")]
    [InlineData("token.Equals(HttpContext.Session.GetString(\"token\"))")]
    [InlineData("HttpContext.Session.GetString(\"token\")!.Equals(token)")]
    [InlineData("HttpContext.Session.GetString(\"token\")!.Equals(token, StringComparison.Ordinal)")]
    [InlineData("string.Equals(HttpContext.Session.GetString(\"token\"), token)")]
    [InlineData("string.CompareOrdinal(HttpContext.Session.GetString(\"token\"), token) == 0")]
    [InlineData("0 == string.Compare(HttpContext.Session.GetString(\"token\"), token)")]
    [InlineData("HttpContext.Session.Get(\"token\")!.SequenceEqual(Convert.FromHexString(token))")]
    [InlineData("System.Security.Cryptography.CryptographicOperations.FixedTimeEquals(HttpContext.Session.Get(\"token\"), Convert.FromHexString(token))")]
    public Task A_token_is_compared_in_many_ways(string condition) => Reported(
        $$"""
            public void Pay(string token)
            {
                if ({{condition}})
                {
                    [|HttpContext.Session.Remove("token")|];
                }
            }

            public void PayWithVariable(string token)
            {
                var isToken = {{condition}};
                if (isToken)
                {
                    [|HttpContext.Session.Remove("token")|];
                }
            }

            public void PayAfterGuard(string token)
            {
                var isToken = {{condition}};
                if (!isToken)
                {
                    return;
                }

                [|HttpContext.Session.Remove("token")|];
            }
        """);

    [Theory]
    [InlineData("HttpContext.Session.GetString(\"token\") == null")]
    [InlineData("HttpContext.Session.GetString(\"token\") != \"\"")]
    [InlineData("\"none\" == HttpContext.Session.GetString(\"token\")")]
    [InlineData("\"none\".Equals(HttpContext.Session.GetString(\"token\"))")]
    [InlineData("string.Equals(HttpContext.Session.GetString(\"token\"), \"none\")")]
    [InlineData("string.CompareOrdinal(HttpContext.Session.GetString(\"token\"), \"none\") == 0")]
    [InlineData("HttpContext.Session.GetString(\"token\")!.StartsWith(token)")]
    [InlineData("HttpContext.Session.GetInt32(\"token\") > token.Length")]
    public Task A_value_that_is_compared_with_no_token_may_be_removed(string condition) => NotReported(
        $$"""
            public void Pay(string token)
            {
                if ({{condition}})
                {
                    HttpContext.Session.Remove("token");
                }
            }
        """);

    [Fact]
    public Task A_flag_set_after_a_comparison_of_tokens_is_not_reported() => NotReported(
        """
            public void Pay(IPolls polls, string token)
            {
                if (HttpContext.Session.GetString("token") != token)
                {
                    polls.SaveChanges();
                    HttpContext.Session.SetString("token", "none");
                }
            }
        """);

    private static Task Reported(string members) => Verify.Analyzer<CheckThenAct>(SessionSources.Controller(members) + Services);

    private static Task NotReported(string members) => Verify.Analyzer<CheckThenAct>(SessionSources.Controller(members) + Services);
}
