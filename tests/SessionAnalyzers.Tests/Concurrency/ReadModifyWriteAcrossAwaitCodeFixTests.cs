using SessionAnalyzers.Concurrency;
using SessionAnalyzers.Tests.Rewriting;
using Xunit;

namespace SessionAnalyzers.Tests.Concurrency;

public sealed class ReadModifyWriteAcrossAwaitCodeFixTests
{
    [Fact]
    public Task A_number_added_to_after_an_await_becomes_a_counter() => Moves(
        """
        using Microsoft.AspNetCore.Mvc;

        public class HomeController : Controller
        {
            public async Task<IActionResult> Quote(string postcode)
            {
                var quotes = HttpContext.Session.GetInt32("quotes") ?? 0;
                var price = await PriceAsync(postcode);
                {|SESS1001:HttpContext.Session.SetInt32("quotes", quotes + 1)|};

                return Json(price);
            }

            private static Task<decimal> PriceAsync(string postcode) => Task.FromResult(4.90m);
        }
        """,
        """
        using Microsoft.AspNetCore.Mvc;

        public class HomeController : Controller
        {
            public async Task<IActionResult> Quote(string postcode)
            {
                var price = await PriceAsync(postcode);
                await HttpContext.GetSessionState().Counter("quotes").IncrementAsync();

                return Json(price);
            }

            private static Task<decimal> PriceAsync(string postcode) => Task.FromResult(4.90m);
        }
        """);

    [Fact]
    public Task What_is_awaited_before_the_first_change_stays_outside() => Moves(
        """
        using Microsoft.AspNetCore.Mvc;

        public class HomeController : Controller
        {
            public async Task<IActionResult> Add(int id)
            {
                var cart = HttpContext.Session.GetJson<List<string>>("cart") ?? new List<string>();
                var product = await FindAsync(id);
                if (product == null)
                {
                    return NotFound();
                }

                cart.Add(product);
                {|SESS1001:HttpContext.Session.SetJson("cart", cart)|};
                return Ok();
            }

            private static Task<string?> FindAsync(int id) => Task.FromResult<string?>("kettle");
        }
        """,
        """
        using Microsoft.AspNetCore.Mvc;

        public class HomeController : Controller
        {
            public async Task<IActionResult> Add(int id)
            {
                var product = await FindAsync(id);
                if (product == null)
                {
                    return NotFound();
                }

                await HttpContext.GetSessionState().List<string>("cart").AppendAsync(product);
                return Ok();
            }

            private static Task<string?> FindAsync(int id) => Task.FromResult<string?>("kettle");
        }
        """,
        Wrapper.SystemTextJson);

    [Fact]
    public Task An_await_that_depends_on_the_value_cannot_be_separated() => Stays(
        """
        using Microsoft.AspNetCore.Mvc;

        public class HomeController : Controller
        {
            public async Task Add(int id)
            {
                var cart = HttpContext.Session.GetJson<List<int>>("cart") ?? new List<int>();
                cart.Add(await NextAsync(cart.Count));
                {|SESS1001:HttpContext.Session.SetJson("cart", cart)|};
            }

            private static Task<int> NextAsync(int count) => Task.FromResult(count + 1);
        }
        """,
        Wrapper.SystemTextJson);

    [Fact]
    public Task An_await_after_the_first_change_cannot_be_separated() => Stays(
        """
        using Microsoft.AspNetCore.Mvc;

        public class HomeController : Controller
        {
            public async Task Add(int id)
            {
                var cart = HttpContext.Session.GetJson<List<int>>("cart") ?? new List<int>();
                cart.Add(id);
                await Task.Delay(10);
                {|SESS1001:HttpContext.Session.SetJson("cart", cart)|};
            }
        }
        """,
        Wrapper.SystemTextJson);

    [Fact]
    public Task A_write_in_a_branch_after_an_await_reads_again_inside_the_update() => Moves(
        """
        using Microsoft.AspNetCore.Mvc.RazorPages;

        public class SearchModel : PageModel
        {
            public IReadOnlyList<string> History { get; private set; } = [];

            public async Task OnGetAsync(string? term)
            {
                var history = HttpContext.Session.GetJson<List<string>>("history") ?? new List<string>();
                if (!string.IsNullOrWhiteSpace(term))
                {
                    await Task.Delay(10);
                    history.Add(term);
                    {|SESS1001:HttpContext.Session.SetJson("history", history)|};
                }

                History = history;
            }
        }
        """,
        """
        using Microsoft.AspNetCore.Mvc.RazorPages;

        public class SearchModel : PageModel
        {
            public IReadOnlyList<string> History { get; private set; } = [];

            public async Task OnGetAsync(string? term)
            {
                var history = await HttpContext.GetSessionState().Value<List<string>>("history").GetAsync() ?? new List<string>();
                if (!string.IsNullOrWhiteSpace(term))
                {
                    await Task.Delay(10);
                    history = await HttpContext.GetSessionState().Value<List<string>>("history").UpdateAsync(history =>
                    {
                        history ??= new List<string>();
                        history.Add(term);
                        return history;
                    });
                }

                History = history;
            }
        }
        """,
        Wrapper.SystemTextJson);

    private static Task Moves(string source, string fixedSource, params string[] others) =>
        MoveKey.Moves<ReadModifyWriteAcrossAwait, ReadModifyWriteAcrossAwaitCodeFix>(source, fixedSource, others);

    private static Task Stays(string source, params string[] others) =>
        MoveKey.Stays<ReadModifyWriteAcrossAwait, ReadModifyWriteAcrossAwaitCodeFix>(source, others);
}
