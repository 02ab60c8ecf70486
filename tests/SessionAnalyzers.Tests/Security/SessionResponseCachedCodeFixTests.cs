using SessionAnalyzers.Security;
using SessionAnalyzers.Tests.Concurrency;
using SessionAnalyzers.Tests.Verification;
using Xunit;

namespace SessionAnalyzers.Tests.Security;

public sealed class SessionResponseCachedCodeFixTests
{
    private const string Using = "using Microsoft.AspNetCore.OutputCaching;\n";

    [Fact]
    public Task The_attribute_goes_and_what_stands_above_it_stays() => Fixes(
        """
            /// <summary>The user's page.</summary>
            [OutputCache]
            [HttpGet]
            public IActionResult Index() => Content({|SESS2012:HttpContext.Session.GetString("user")|} ?? "");

            [HttpGet]
            [ResponseCache(Duration = 60)]
            public IActionResult Cart() => Content({|SESS2012:HttpContext.Session.GetString("cart")|} ?? "");
        """,
        """
            /// <summary>The user's page.</summary>
            [HttpGet]
            public IActionResult Index() => Content(HttpContext.Session.GetString("user") ?? "");

            [HttpGet]
            public IActionResult Cart() => Content(HttpContext.Session.GetString("cart") ?? "");
        """);

    [Fact]
    public Task The_only_attribute_goes() => Fixes(
        """
            // Shown on the front page.
            [OutputCache(Duration = 10)]
            public IActionResult Index() => Content({|SESS2012:HttpContext.Session.GetString("user")|} ?? "");
        """,
        """
            // Shown on the front page.
            public IActionResult Index() => Content(HttpContext.Session.GetString("user") ?? "");
        """);

    [Fact]
    public Task The_other_attributes_of_the_list_stay() => Fixes(
        """
            [HttpGet, OutputCache]
            public IActionResult Index() => Content({|SESS2012:HttpContext.Session.GetString("user")|} ?? "");

            [OutputCache, HttpGet]
            public IActionResult Cart() => Content({|SESS2012:HttpContext.Session.GetString("cart")|} ?? "");
        """,
        """
            [HttpGet]
            public IActionResult Index() => Content(HttpContext.Session.GetString("user") ?? "");

            [HttpGet]
            public IActionResult Cart() => Content(HttpContext.Session.GetString("cart") ?? "");
        """);

    [Fact]
    public Task Lists_in_one_line_stay_in_it() => Fixes(
        """
            [HttpGet] [OutputCache]
            public IActionResult Index() => Content({|SESS2012:HttpContext.Session.GetString("user")|} ?? "");

            [OutputCache] public IActionResult Cart() => Content({|SESS2012:HttpContext.Session.GetString("cart")|} ?? "");
        """,
        """
            [HttpGet]
            public IActionResult Index() => Content(HttpContext.Session.GetString("user") ?? "");

            public IActionResult Cart() => Content(HttpContext.Session.GetString("cart") ?? "");
        """);

    [Fact]
    public Task CacheOutput_leaves_the_chain() => Verify.CodeFix<SessionResponseCached, SessionResponseCachedCodeFix>(
        """
        var app = WebApplication.Create(args);
        app.MapGet("/me", (HttpContext context) => {|SESS2012:context.Session.GetString("user")|} ?? "").CacheOutput().WithName("me");
        app.MapGet("/cart", (HttpContext context) => {|SESS2012:context.Session.GetString("cart")|} ?? "")
            .WithName("cart")
            .CacheOutput(); // for a while
        app.MapGet("/news", () => "news").CacheOutput();
        app.Run();
        """,
        """
        var app = WebApplication.Create(args);
        app.MapGet("/me", (HttpContext context) => context.Session.GetString("user") ?? "").WithName("me");
        app.MapGet("/cart", (HttpContext context) => context.Session.GetString("cart") ?? "")
            .WithName("cart"); // for a while
        app.MapGet("/news", () => "news").CacheOutput();
        app.Run();
        """);

    [Fact]
    public Task The_attribute_of_a_lambda_goes() => Verify.CodeFix<SessionResponseCached, SessionResponseCachedCodeFix>(
        """
        using Microsoft.AspNetCore.OutputCaching;

        var app = WebApplication.Create(args);
        app.MapGet("/me", [OutputCache] (HttpContext context) => {|SESS2012:context.Session.GetString("user")|} ?? "");
        app.Run();
        """,
        """
        using Microsoft.AspNetCore.OutputCaching;

        var app = WebApplication.Create(args);
        app.MapGet("/me", (HttpContext context) => context.Session.GetString("user") ?? "");
        app.Run();
        """);

    [Fact]
    public Task The_caching_of_a_class_is_left_to_the_developer() => Verify.NoCodeFix<SessionResponseCached, SessionResponseCachedCodeFix>(
        """
        using Microsoft.AspNetCore.Mvc;

        [ResponseCache(Duration = 60)]
        public class HomeController : Controller
        {
            public IActionResult Index() => Content({|SESS2012:HttpContext.Session.GetString("user")|} ?? "");

            public IActionResult News() => Content("news");
        }
        """);

    [Fact]
    public Task Of_two_attributes_none_is_chosen() => NotFixed(
        """
            [OutputCache]
            [ResponseCache(NoStore = true)]
            public IActionResult Index() => Content({|SESS2012:HttpContext.Session.GetString("user")|} ?? "");
        """);

    [Fact]
    public Task An_attribute_of_one_build_is_left_to_the_developer() => NotFixed(
        """
            [HttpGet]
        #if !DEBUG
            [OutputCache]
        #endif
            public IActionResult Index() => Content({|SESS2012:HttpContext.Session.GetString("user")|} ?? "");
        """);

    [Fact]
    public Task The_caching_of_a_method_that_an_endpoint_names_is_left_to_the_developer() => Verify.NoCodeFix<SessionResponseCached, SessionResponseCachedCodeFix>(
        """
        var app = WebApplication.Create(args);
        app.MapGet("/me", Pages.Me).CacheOutput();
        app.Run();

        static class Pages
        {
            public static string Me(HttpContext context) => {|SESS2012:context.Session.GetString("user")|} ?? "";
        }
        """);

    [Fact]
    public Task A_comment_in_the_chain_is_not_lost() => Verify.NoCodeFix<SessionResponseCached, SessionResponseCachedCodeFix>(
        """
        var app = WebApplication.Create(args);
        app.MapGet("/me", (HttpContext context) => {|SESS2012:context.Session.GetString("user")|} ?? "")
            // Slow otherwise.
            .CacheOutput();
        app.Run();
        """);

    [Fact]
    public Task An_endpoint_of_a_cached_group_is_taken_out() => Verify.CodeFix<SessionResponseCached, SessionResponseCachedCodeFix>(
        """
        var app = WebApplication.Create(args);
        var group = app.MapGroup("/shop").CacheOutput();
        group.MapGet("/me", (HttpContext context) => {|SESS2012:context.Session.GetString("user")|} ?? "").WithName("me");
        app.Run();
        """,
        """
        var app = WebApplication.Create(args);
        var group = app.MapGroup("/shop").CacheOutput();
        group.MapGet("/me", (HttpContext context) => context.Session.GetString("user") ?? "").CacheOutput(policy => policy.NoCache()).WithName("me");
        app.Run();
        """);

    [Fact]
    public Task An_action_is_taken_out_of_the_base_policy() => Verify.CodeFix<SessionResponseCached, SessionResponseCachedCodeFix>(
        """
        using Microsoft.AspNetCore.Mvc;

        public class HomeController : Controller
        {
            // The front page.
            [HttpGet]
            public IActionResult Index() => Content({|SESS2012:HttpContext.Session.GetString("user")|} ?? "");
        }

        public class Startup
        {
            public void ConfigureServices(IServiceCollection services) => services.AddOutputCache(options => options.AddBasePolicy(policy => policy.Cache()));

            public void Configure(IApplicationBuilder app) => app.UseOutputCache();
        }
        """,
        """
        using Microsoft.AspNetCore.Mvc;
        using Microsoft.AspNetCore.OutputCaching;

        public class HomeController : Controller
        {
            // The front page.
            [OutputCache(NoStore = true)]
            [HttpGet]
            public IActionResult Index() => Content(HttpContext.Session.GetString("user") ?? "");
        }

        public class Startup
        {
            public void ConfigureServices(IServiceCollection services) => services.AddOutputCache(options => options.AddBasePolicy(policy => policy.Cache()));

            public void Configure(IApplicationBuilder app) => app.UseOutputCache();
        }
        """);

    [Fact]
    public Task A_cache_profile_is_taken_off() => Verify.CodeFix<SessionResponseCached, SessionResponseCachedCodeFix>(
        """
        using Microsoft.AspNetCore.Mvc;

        public class HomeController : Controller
        {
            [ResponseCache(CacheProfileName = "Minute")]
            public IActionResult Index() => Content({|SESS2012:HttpContext.Session.GetString("user")|} ?? "");
        }

        public class Startup
        {
            public void ConfigureServices(IServiceCollection services) =>
                services.AddControllersWithViews(options => options.CacheProfiles.Add("Minute", new CacheProfile { Duration = 60 }));
        }
        """,
        """
        using Microsoft.AspNetCore.Mvc;

        public class HomeController : Controller
        {
            public IActionResult Index() => Content(HttpContext.Session.GetString("user") ?? "");
        }

        public class Startup
        {
            public void ConfigureServices(IServiceCollection services) =>
                services.AddControllersWithViews(options => options.CacheProfiles.Add("Minute", new CacheProfile { Duration = 60 }));
        }
        """);

    private static Task NotFixed(string source) => Verify.NoCodeFix<SessionResponseCached, SessionResponseCachedCodeFix>(Using + SessionSources.Controller(source));

    private static Task Fixes(string source, string fixedSource) =>
        Verify.CodeFix<SessionResponseCached, SessionResponseCachedCodeFix>(
            Using + SessionSources.Controller(source), Using + SessionSources.Controller(fixedSource));
}
