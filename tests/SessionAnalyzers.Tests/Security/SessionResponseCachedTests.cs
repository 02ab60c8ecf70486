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
    public Task A_method_that_an_endpoint_names_is_reported() => Verify.Analyzer<SessionResponseCached>(
        """
        var app = WebApplication.Create(args);
        app.MapGet("/me", Pages.Me).CacheOutput();
        app.MapGet("/you", Pages.You);
        app.MapGet("/they", They).CacheOutput();
        app.Run();

        static string They(HttpContext context) => [|context.Session.GetString("user")|] ?? "";

        static class Pages
        {
            public static string Me(HttpContext context) => [|context.Session.GetString("user")|] ?? "";

            public static string You(HttpContext context) => context.Session.GetString("user") ?? "";
        }
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

    [Fact]
    public Task A_cached_group_is_reported() => Verify.Analyzer<SessionResponseCached>(
        """
        var app = WebApplication.Create(args);
        var group = app.MapGroup("/shop").CacheOutput();
        group.MapGet("/me", (HttpContext context) => [|context.Session.GetString("user")|] ?? "");
        app.Run();
        """);

    [Fact]
    public Task A_group_that_is_cached_later_is_reported() => Verify.Analyzer<SessionResponseCached>(
        """
        var app = WebApplication.Create(args);
        var shop = app.MapGroup("/shop");
        var users = shop.MapGroup("/users").WithTags("users");
        shop.WithOpenApi().CacheOutput();
        users.MapGet("/me", (HttpContext context) => [|context.Session.GetString("user")|] ?? "");
        app.Run();

        static class OpenApi { public static RouteGroupBuilder WithOpenApi(this RouteGroupBuilder group) => group; }
        """);

    [Fact]
    public Task A_group_in_one_chain_is_reported() => Verify.Analyzer<SessionResponseCached>(
        """
        var app = WebApplication.Create(args);
        app.MapGroup("/shop").CacheOutput().MapGet("/me", (HttpContext context) => [|context.Session.GetString("user")|] ?? "");
        app.Run();
        """);

    [Fact]
    public Task A_builder_in_a_local_is_reported() => Verify.Analyzer<SessionResponseCached>(
        """
        var app = WebApplication.Create(args);
        var me = app.MapGet("/me", (HttpContext context) => [|context.Session.GetString("user")|] ?? "");
        me.CacheOutput();
        app.Run();
        """);

    [Theory]
    [InlineData("options.AddBasePolicy(policy => policy.Cache())")]
    [InlineData("options.AddBasePolicy(policy => policy.Expire(TimeSpan.FromMinutes(1)))")]
    public Task A_base_policy_is_reported(string options) => Verify.Analyzer<SessionResponseCached>(
        $$"""
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddOutputCache(options => {{options}});
        var app = builder.Build();
        app.UseOutputCache();
        app.MapGet("/me", (HttpContext context) => [|context.Session.GetString("user")|] ?? "");
        app.MapPost("/me", (HttpContext context) => context.Session.GetString("user") ?? "");
        app.MapGet("/fresh", (HttpContext context) => context.Session.GetString("user") ?? "").CacheOutput(policy => policy.NoCache());
        app.Run();
        """);

    [Fact]
    public Task An_action_under_a_base_policy_is_reported() => Verify.Analyzer<SessionResponseCached>(
        """
        using Microsoft.AspNetCore.Mvc;
        using Microsoft.AspNetCore.OutputCaching;

        public class Startup
        {
            public void ConfigureServices(IServiceCollection services) => services.AddOutputCache(options => options.AddBasePolicy(policy => policy.Cache()));

            public void Configure(IApplicationBuilder app) => app.UseOutputCache();
        }

        public class HomeController : Controller
        {
            public IActionResult Index() => Content([|HttpContext.Session.GetString("user")|] ?? "");

            [HttpPost]
            public IActionResult Save() => Content(HttpContext.Session.GetString("user") ?? "");

            [OutputCache(NoStore = true)]
            public IActionResult Fresh() => Content(HttpContext.Session.GetString("user") ?? "");

            private string? Helper() => HttpContext.Session.GetString("user");
        }
        """);

    [Theory]
    [InlineData("policy.NoCache()")]
    [InlineData("policy.With(context => context.HttpContext.Request.Path.StartsWithSegments(\"/news\"))")]
    [InlineData("policy.VaryByValue(context => new(\"user\", context.Session.Id))")]
    [InlineData("policy.SetVaryByHeader(\"Cookie\")")]
    public Task A_base_policy_that_may_tell_users_apart_is_not_reported(string policy) => Verify.Analyzer<SessionResponseCached>(
        $$"""
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddOutputCache(options => options.AddBasePolicy(policy => {{policy}}));
        var app = builder.Build();
        app.UseOutputCache();
        app.MapGet("/me", (HttpContext context) => context.Session.GetString("user") ?? "");
        app.Run();
        """);

    [Fact]
    public Task A_named_policy_is_looked_up() => Verify.Analyzer<SessionResponseCached>(
        """
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddOutputCache(options =>
        {
            options.AddPolicy("minute", policy => policy.Expire(TimeSpan.FromMinutes(1)));
            options.AddPolicy("never", policy => policy.NoCache());
        });
        var app = builder.Build();
        app.MapGet("/me", (HttpContext context) => [|context.Session.GetString("user")|] ?? "").CacheOutput("minute");
        app.MapGet("/fresh", (HttpContext context) => context.Session.GetString("user") ?? "").CacheOutput("never");
        app.Run();
        """);

    [Fact]
    public Task A_named_policy_of_an_attribute_is_looked_up() => Verify.Analyzer<SessionResponseCached>(
        """
        using Microsoft.AspNetCore.Mvc;
        using Microsoft.AspNetCore.OutputCaching;

        public class Startup
        {
            public void ConfigureServices(IServiceCollection services) => services.AddOutputCache(options =>
            {
                options.AddPolicy("minute", policy => policy.Expire(TimeSpan.FromMinutes(1)));
                options.AddPolicy("never", policy => policy.NoCache());
            });
        }

        public class HomeController : Controller
        {
            [OutputCache(PolicyName = "minute")]
            public IActionResult Index() => Content([|HttpContext.Session.GetString("user")|] ?? "");

            [OutputCache(PolicyName = "never")]
            public IActionResult Fresh() => Content(HttpContext.Session.GetString("user") ?? "");
        }
        """);

    [Fact]
    public Task A_cache_profile_is_looked_up() => Verify.Analyzer<SessionResponseCached>(
        """
        using Microsoft.AspNetCore.Mvc;

        public class Startup
        {
            public void ConfigureServices(IServiceCollection services) => services.AddControllersWithViews(options =>
            {
                options.CacheProfiles.Add("Minute", new CacheProfile { Duration = 60 });
                options.CacheProfiles["Browser"] = new CacheProfile { Duration = 60, Location = ResponseCacheLocation.Client };
                options.CacheProfiles.Add("Never", new() { NoStore = true, Duration = 0, Location = ResponseCacheLocation.None });
            });
        }

        public class HomeController : Controller
        {
            [ResponseCache(CacheProfileName = "Minute")]
            public IActionResult Index() => Content([|HttpContext.Session.GetString("user")|] ?? "");

            [ResponseCache(CacheProfileName = "Browser")]
            public IActionResult Browser() => Content(HttpContext.Session.GetString("user") ?? "");

            [ResponseCache(CacheProfileName = "Never")]
            public IActionResult Never() => Content(HttpContext.Session.GetString("user") ?? "");

            [ResponseCache(CacheProfileName = "Elsewhere")]
            public IActionResult Elsewhere() => Content(HttpContext.Session.GetString("user") ?? "");
        }
        """);

    [Fact]
    public Task An_endpoint_outside_the_cached_group_is_not_reported() => Verify.Analyzer<SessionResponseCached>(
        """
        var app = WebApplication.Create(args);
        var news = app.MapGroup("/news").CacheOutput();
        var shop = app.MapGroup("/shop");
        news.MapGet("/", () => "news").CacheOutput();
        shop.MapGet("/me", (HttpContext context) => context.Session.GetString("user") ?? "");
        app.Run();
        """);

    [Fact]
    public Task A_post_is_never_cached() => Verified(
        """
            [HttpPost]
            [OutputCache]
            public IActionResult Index() => Content(HttpContext.Session.GetString("user") ?? "");
        """);

    [Fact]
    public Task A_copy_for_each_cookie_is_not_reported() => Verified(
        """
            [ResponseCache(Duration = 60, VaryByHeader = "Cookie")]
            public IActionResult Index() => Content(HttpContext.Session.GetString("user") ?? "");

            [OutputCache(VaryByHeaderNames = new[] { "Cookie" })]
            public IActionResult Output() => Content(HttpContext.Session.GetString("user") ?? "");
        """);

    [Fact]
    public Task A_copy_for_each_encoding_is_everybodys() => Verified(
        """
            [ResponseCache(Duration = 60, VaryByHeader = "Accept-Encoding")]
            public IActionResult Index() => Content([|HttpContext.Session.GetString("user")|] ?? "");
        """);

    [Fact]
    public Task A_read_of_a_granular_item_is_reported() => Verify.Analyzer<SessionResponseCached>(
        Using + "using GranularSessions;\n" + SessionSources.Controller(
            """
                [OutputCache]
                public async Task<IActionResult> Index() => Content($"{await [|HttpContext.GetSessionState().Counter("visits")|].IncrementAsync()} visits");
            """),
        test => test.ReferencesGranularSessions = true);

    [Fact]
    public Task A_granular_write_whose_result_is_not_used_is_not_reported() => Verify.Analyzer<SessionResponseCached>(
        Using + "using GranularSessions;\n" + SessionSources.Controller(
            """
                [OutputCache]
                public async Task<IActionResult> Index()
                {
                    await HttpContext.GetSessionState().Counter("visits").IncrementAsync();
                    return Content("welcome");
                }
            """),
        test => test.ReferencesGranularSessions = true);

    private static Task Verified(string members) => Verify.Analyzer<SessionResponseCached>(Using + SessionSources.Controller(members));
}
