using SessionAnalyzers.Security;
using SessionAnalyzers.Tests.Concurrency;
using SessionAnalyzers.Tests.Verification;
using Xunit;

namespace SessionAnalyzers.Tests.Security;

public sealed class SessionResponseCachedTests
{
    private const string Using = "using Microsoft.AspNetCore.OutputCaching;\n";

    [Fact]
    public Task An_output_cached_action_is_reported_at_its_first_read() => Verify.Analyzer<SessionResponseCached>(
        Using + SessionSources.Controller(
            """
                [OutputCache]
                public IActionResult Index()
                {
                    ViewBag.User = {|#0:HttpContext.Session.GetString("user")|};
                    ViewBag.Visits = HttpContext.Session.GetInt32("visits");
                    return View();
                }
            """),
        Verify.Diagnostic("SESS2012").WithLocation(0).WithArguments("user"));

    [Fact]
    public Task A_publicly_cached_response_is_reported() => Verified(
        """
            [ResponseCache(Duration = 60)]
            public IActionResult Index() => Content([|HttpContext.Session.GetString("user")|] ?? "");
        """);

    [Fact]
    public Task A_cached_controller_is_reported() => Verify.Analyzer<SessionResponseCached>(
        """
        using Microsoft.AspNetCore.Mvc;

        [ResponseCache(Duration = 60, Location = ResponseCacheLocation.Any)]
        public class HomeController : Controller
        {
            public IActionResult Index() => Content([|HttpContext.Session.GetString("user")|] ?? "");
        }
        """);

    [Fact]
    public Task A_read_through_a_property_is_reported() => Verified(
        """
            private string? CurrentUser => HttpContext.Session.GetString("user");

            [OutputCache]
            public IActionResult Index() => Content([|CurrentUser|] ?? "");
        """);

    [Fact]
    public Task A_read_through_a_wrapper_is_reported() => Verified(
        """
            [OutputCache(Duration = 10)]
            public IActionResult Index() => Json([|HttpContext.Session.GetObjectFromJson<Cart>("cart")|]);
        """);

    [Fact]
    public Task A_minimal_API_with_CacheOutput_is_reported() => Verify.Analyzer<SessionResponseCached>(
        """
        var app = WebApplication.Create(args);
        app.MapGet("/me", (HttpContext context) => [|context.Session.GetString("user")|] ?? "").WithName("me").CacheOutput();
        app.Run();
        """);

    [Fact]
    public Task A_lambda_with_the_attribute_is_reported() => Verify.Analyzer<SessionResponseCached>(
        """
        using Microsoft.AspNetCore.OutputCaching;

        var app = WebApplication.Create(args);
        app.MapGet("/me", [OutputCache] (HttpContext context) => [|context.Session.GetString("user")|] ?? "");
        app.Run();
        """);

    [Fact]
    public Task An_endpoint_without_caching_is_not_reported() => Verified("    public IActionResult Index() => Content(HttpContext.Session.GetString(\"user\") ?? \"\");");

    [Fact]
    public Task NoStore_is_not_reported() => Verified(
        """
            [ResponseCache(Duration = 0, NoStore = true, Location = ResponseCacheLocation.None)]
            public IActionResult Error() => Content(HttpContext.Session.GetString("user") ?? "");
        """);

    [Fact]
    public Task The_cache_of_the_browser_is_not_reported() => Verified(
        """
            [ResponseCache(Duration = 60, Location = ResponseCacheLocation.Client)]
            public IActionResult Index() => Content(HttpContext.Session.GetString("user") ?? "");
        """);

    [Fact]
    public Task Output_caching_turned_off_is_not_reported() => Verified(
        """
            [OutputCache(NoStore = true)]
            public IActionResult Index() => Content(HttpContext.Session.GetString("user") ?? "");
        """);

    [Fact]
    public Task A_write_alone_is_not_reported() => Verified(
        """
            [OutputCache]
            public IActionResult Index()
            {
                HttpContext.Session.SetString("seen", "1");
                return View();
            }
        """);

    [Fact]
    public Task A_cached_endpoint_beside_one_that_reads_is_not_reported() => Verify.Analyzer<SessionResponseCached>(
        """
        var app = WebApplication.Create(args);
        app.MapGet("/me", (HttpContext context) => context.Session.GetString("user") ?? "");
        app.MapGet("/news", () => "news").CacheOutput();
        app.Run();
        """);

    private static Task Verified(string members) => Verify.Analyzer<SessionResponseCached>(Using + SessionSources.Controller(members));
}
