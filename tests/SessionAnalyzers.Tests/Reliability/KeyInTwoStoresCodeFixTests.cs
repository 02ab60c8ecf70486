using SessionAnalyzers.Reliability;
using SessionAnalyzers.Tests.Rewriting;
using Xunit;

namespace SessionAnalyzers.Tests.Reliability;

public sealed class KeyInTwoStoresCodeFixTests
{
    [Fact]
    public Task A_counter_takes_the_number_that_was_left_behind() => Moves(
        """
            public async Task Visit() => await HttpContext.GetSessionState().Counter("visits").IncrementAsync();

            public IActionResult Index()
            {
                // Shown in the footer.
                ViewBag.Visits = {|SESS3014:HttpContext.Session.GetInt32("visits")|} ?? 0;
                return View();
            }
        """,
        """
            public async Task Visit() => await HttpContext.GetSessionState().Counter("visits").IncrementAsync();

            public async Task<IActionResult> Index()
            {
                // Shown in the footer.
                ViewBag.Visits = (int)await HttpContext.GetSessionState().Counter("visits").GetAsync();
                return View();
            }
        """);

    [Fact]
    public Task A_value_takes_all_that_was_left_behind_in_one_step() => Moves(
        """
            public async Task<string?> Draft() => await HttpContext.GetSessionState().Value<string>("draft").GetAsync();

            public IActionResult Save(string text)
            {
                {|SESS3014:HttpContext.Session.SetString("draft", text)|};
                return Ok();
            }

            public IActionResult Forget()
            {
                {|SESS3014:HttpContext.Session.Remove("draft")|};
                return Ok();
            }
        """,
        """
            public async Task<string?> Draft() => await HttpContext.GetSessionState().Value<string>("draft").GetAsync();

            public async Task<IActionResult> Save(string text)
            {
                await HttpContext.GetSessionState().Value<string>("draft").SetAsync(text);
                return Ok();
            }

            public async Task<IActionResult> Forget()
            {
                await HttpContext.GetSessionState().Value<string>("draft").RemoveAsync();
                return Ok();
            }
        """);

    [Fact]
    public Task A_read_modify_write_that_was_left_behind_becomes_an_increment() => Moves(
        """
            public async Task<long> Visits() => await HttpContext.GetSessionState().Counter("visits").GetAsync();

            public IActionResult Index()
            {
                var visits = {|SESS3014:HttpContext.Session.GetInt32("visits")|} ?? 0;
                {|SESS3014:HttpContext.Session.SetInt32("visits", visits + 1)|};
                return View();
            }
        """,
        """
            public async Task<long> Visits() => await HttpContext.GetSessionState().Counter("visits").GetAsync();

            public async Task<IActionResult> Index()
            {
                await HttpContext.GetSessionState().Counter("visits").IncrementAsync();
                return View();
            }
        """);

    [Fact]
    public Task A_text_does_not_fit_a_counter() => Stays(
        """
            public async Task Visit() => await HttpContext.GetSessionState().Counter("visits").IncrementAsync();

            public string? Visits() => {|SESS3014:HttpContext.Session.GetString("visits")|};
        """);

    [Fact]
    public Task A_number_does_not_become_a_counter_where_a_value_holds_it() => Moves(
        """
            public async Task<int> Step() => await HttpContext.GetSessionState().Value<int>("step").GetAsync();

            public IActionResult Start()
            {
                {|SESS3014:HttpContext.Session.SetInt32("step", 1)|};
                return View();
            }
        """,
        """
            public async Task<int> Step() => await HttpContext.GetSessionState().Value<int>("step").GetAsync();

            public async Task<IActionResult> Start()
            {
                await HttpContext.GetSessionState().Value<int>("step").SetAsync(1);
                return View();
            }
        """);

    [Fact]
    public Task Tokens_hold_no_text() => Stays(
        """
            public async Task<string> Issue() => await HttpContext.GetSessionState().Tokens("csrf").IssueAsync(TimeSpan.FromMinutes(20));

            public bool Check(string token) => {|SESS3014:HttpContext.Session.GetString("csrf")|} == token;
        """);

    private static Task Moves(string members, string fixedMembers) => MoveKey.Moves<KeyInTwoStores, KeyInTwoStoresCodeFix>(Controller(members), Controller(fixedMembers));

    private static Task Stays(string members) => MoveKey.Stays<KeyInTwoStores, KeyInTwoStoresCodeFix>(Controller(members));

    private static string Controller(string members) =>
        $$"""
        using Microsoft.AspNetCore.Mvc;

        public class HomeController : Controller
        {
        {{members}}
        }
        """;
}
