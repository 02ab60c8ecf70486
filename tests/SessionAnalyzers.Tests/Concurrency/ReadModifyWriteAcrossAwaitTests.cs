using SessionAnalyzers.Concurrency;
using SessionAnalyzers.Tests.Verification;
using Xunit;

namespace SessionAnalyzers.Tests.Concurrency;

public sealed class ReadModifyWriteAcrossAwaitTests
{
    [Fact]
    public Task An_await_between_read_and_write_is_reported() => Verify.Analyzer<ReadModifyWriteAcrossAwait>(
        SessionSources.Controller(
            """
                public async Task<IActionResult> Index()
                {
                    var visits = {|#1:HttpContext.Session.GetInt32("visits")|} ?? 0;
                    await Task.Yield();
                    {|#0:HttpContext.Session.SetInt32("visits", visits + 1)|};
                    return View();
                }
            """),
        Verify.Diagnostic("SESS1001")
            .WithLocation(0)
            .WithAdditionalLocation(1)
            .WithMessage("'visits' is read here and written back after an await: a concurrent request's update is lost"));

    [Fact]
    public Task An_await_on_one_path_is_enough() => Reported(
        """
            public async Task Index(bool slow)
            {
                var n = HttpContext.Session.GetInt32("n") ?? 0;
                if (slow)
                {
                    await Task.Yield();
                }

                [|HttpContext.Session.SetInt32("n", n + 1)|];
            }
        """);

    [Fact]
    public Task An_await_inside_the_written_value_is_reported() => Reported(
        """
            public async Task Index()
            {
                [|HttpContext.Session.SetInt32("n", (HttpContext.Session.GetInt32("n") ?? 0) + await Next())|];
            }

            private static Task<int> Next() => Task.FromResult(1);
        """);

    [Fact]
    public Task What_is_awaited_twice_may_answer_differently() => Reported(
        """
            public async Task Index(Task<bool> guest)
            {
                var n = 0;
                if (await guest)
                {
                    n = HttpContext.Session.GetInt32("n") ?? 0;
                }

                if (!await guest)
                {
                    [|HttpContext.Session.SetInt32("n", n + 1)|];
                }
            }
        """);

    [Fact]
    public Task Await_foreach_is_an_await() => Reported(
        """
            public async Task Sum(IAsyncEnumerable<int> amounts)
            {
                var total = HttpContext.Session.GetInt32("total") ?? 0;
                await foreach (var amount in amounts)
                {
                    total += amount;
                }

                [|HttpContext.Session.SetInt32("total", total)|];
            }
        """);

    [Fact]
    public Task Await_using_is_an_await() => Reported(
        """
            public async Task Index(IAsyncDisposable scope)
            {
                var n = HttpContext.Session.GetInt32("n") ?? 0;
                await using (scope)
                {
                    n++;
                }

                [|HttpContext.Session.SetInt32("n", n)|];
            }
        """);

    [Fact]
    public Task The_next_round_of_a_loop_comes_after_the_await_of_the_last() => Reported(
        """
            public async Task Index(int rounds)
            {
                var n = HttpContext.Session.GetInt32("n") ?? 0;
                for (var i = 0; i < rounds; i++)
                {
                    [|HttpContext.Session.SetInt32("n", n + i)|];
                    await Task.Yield();
                }
            }
        """);

    [Fact]
    public Task An_object_through_wrappers_is_reported() => Reported(
        """
            public async Task Add(int id)
            {
                var cart = HttpContext.Session.GetObjectFromJson<Cart>("cart") ?? new Cart();
                cart.Lines.Add(await Find(id));
                [|HttpContext.Session.SetObjectAsJson("cart", cart)|];
            }

            private static Task<CartLine> Find(int id) => Task.FromResult(new CartLine { Id = id });
        """);

    [Fact]
    public Task An_asynchronous_helper_that_awaits_after_its_read_is_reported() => Reported(
        """
            public async Task Add(int id)
            {
                var cart = await GetCartAsync();
                cart.Lines.Add(new CartLine { Id = id });
                [|HttpContext.Session.SetObjectAsJson("cart", cart)|];
            }

            private async Task<Cart> GetCartAsync()
            {
                var cart = HttpContext.Session.GetObjectFromJson<Cart>("cart") ?? new Cart();
                await Task.Yield();
                return cart;
            }
        """);

    [Fact]
    public Task A_Razor_Page_property_is_reported() => Verify.Analyzer<ReadModifyWriteAcrossAwait>(
        """
        using Microsoft.AspNetCore.Mvc.RazorPages;

        public class IndexModel : PageModel
        {
            private int Visits
            {
                get => HttpContext.Session.GetInt32("visits") ?? 0;
                set => HttpContext.Session.SetInt32("visits", value);
            }

            public async Task OnGetAsync()
            {
                var visits = Visits;
                await Task.Yield();
                [|Visits|] = visits + 1;
            }
        }
        """);

    [Fact]
    public Task An_asynchronous_minimal_API_lambda_is_reported() => Verify.Analyzer<ReadModifyWriteAcrossAwait>(
        """
        var app = WebApplication.Create(args);
        app.MapPost("/visits", async (HttpContext context) =>
        {
            var visits = context.Session.GetInt32("visits") ?? 0;
            await Task.Yield();
            [|context.Session.SetInt32("visits", visits + 1)|];
        });
        app.Run();
        """);

    [Fact]
    public Task A_read_before_an_awaited_callback_that_writes_is_reported() => Reported(
        """
            public async Task Index()
            {
                var n = HttpContext.Session.GetInt32("n") ?? 0;
                await Run(async () =>
                {
                    await Task.Yield();
                    [|HttpContext.Session.SetInt32("n", n + 1)|];
                });
            }

            private static Task Run(Func<Task> action) => action();
        """);

    [Fact]
    public Task An_explicit_commit_after_the_write_does_not_close_the_window() => Reported(
        """
            public async Task Index()
            {
                await HttpContext.Session.LoadAsync();
                var n = HttpContext.Session.GetInt32("n") ?? 0;
                await Task.Yield();
                [|HttpContext.Session.SetInt32("n", n + 1)|];
                await HttpContext.Session.CommitAsync();
            }
        """);

    [Fact]
    public Task An_await_before_the_read_is_left_to_SESS1002() => NotReported(
        """
            public async Task Index()
            {
                await Task.Yield();
                var n = HttpContext.Session.GetInt32("n") ?? 0;
                HttpContext.Session.SetInt32("n", n + 1);
            }
        """);

    [Fact]
    public Task A_second_read_after_the_await_is_left_to_SESS1002() => NotReported(
        """
            public async Task Index()
            {
                var n = HttpContext.Session.GetInt32("n") ?? 0;
                await Task.Delay(n);
                n = HttpContext.Session.GetInt32("n") ?? 0;
                HttpContext.Session.SetInt32("n", n + 1);
            }
        """);

    [Fact]
    public Task Awaiting_the_helper_that_reads_is_no_await_between() => NotReported(
        """
            public async Task Add(int id)
            {
                var cart = await GetCartAsync();
                cart.Lines.Add(new CartLine { Id = id });
                await SaveCartAsync(cart);
            }

            private async Task<Cart> GetCartAsync()
            {
                await HttpContext.Session.LoadAsync();
                return HttpContext.Session.GetObjectFromJson<Cart>("cart") ?? new Cart();
            }

            private async Task SaveCartAsync(Cart cart)
            {
                HttpContext.Session.SetObjectAsJson("cart", cart);
                await HttpContext.Session.CommitAsync();
            }
        """);

    [Fact]
    public Task A_fresh_value_after_an_await_is_not_reported() => NotReported(
        """
            public async Task Index()
            {
                ViewBag.Before = HttpContext.Session.GetString("token");
                var token = await Next();
                HttpContext.Session.SetString("token", token);
            }

            private static Task<string> Next() => Task.FromResult("t");
        """);

    [Fact]
    public Task A_cache_refreshed_after_a_failed_check_is_not_reported() => NotReported(
        """
            public async Task<string?> Token(IHttpClientFactory clients)
            {
                var token = HttpContext.Session.GetString("token");
                if (token != null && token.Length > 0)
                {
                    return token;
                }

                var response = await clients.CreateClient().GetAsync("https://example.org/token");
                token = response.Headers.ETag?.Tag.Trim();
                HttpContext.Session.SetString("token", token ?? "");
                return token;
            }
        """);

    [Fact]
    public Task Another_key_written_after_an_await_is_not_reported() => NotReported(
        """
            public async Task Index()
            {
                var user = HttpContext.Session.GetString("user");
                await Task.Yield();
                HttpContext.Session.SetString("last-user", user ?? "");
            }
        """);

    [Fact]
    public Task A_removal_after_an_await_is_not_reported() => NotReported(
        """
            public async Task PlaceOrder()
            {
                var cart = HttpContext.Session.GetObjectFromJson<Cart>("cart");
                await Task.Delay(cart!.Lines.Count);
                HttpContext.Session.Remove("cart");
            }
        """);

    private static Task Reported(string members) => Verify.Analyzer<ReadModifyWriteAcrossAwait>(SessionSources.Controller(members));

    private static Task NotReported(string members) => Verify.Analyzer<ReadModifyWriteAcrossAwait>(SessionSources.Controller(members));
}
