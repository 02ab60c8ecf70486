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

    [Theory]
    [InlineData("[OutputCache, HttpGet]")]
    [InlineData("[OutputCache, HttpHead]")]
    [InlineData("[OutputCache, HttpPost, HttpGet]")]
    [InlineData("[OutputCache(Duration = 5)]")]
    [InlineData("[OutputCache(NoStore = false)]")]
    [InlineData("[OutputCache(PolicyName = \"of another project\")]")]
    [InlineData("[OutputCache(VaryByHeaderNames = new[] { \"Accept\" })]")]
    [InlineData("[OutputCache(VaryByHeaderNames = null!)]")]
    [InlineData("[ResponseCache(Duration = 60, Location = ResponseCacheLocation.Any)]")]
    [InlineData("[ResponseCache(Duration = 60, NoStore = false)]")]
    public Task An_attribute_caches_for_everybody(string attributes) => Verified(
        $"    {attributes}\n    public IActionResult Index() => Content([|HttpContext.Session.GetString(\"user\")|] ?? \"\");");

    [Theory]
    [InlineData("[OutputCache, HttpPost]")]
    [InlineData("[OutputCache, HttpPut]")]
    [InlineData("[OutputCache, HttpPatch]")]
    [InlineData("[OutputCache, HttpDelete]")]
    [InlineData("[OutputCache(NoStore = true)]")]
    [InlineData("[OutputCache(Duration = 0)]")]
    [InlineData("[OutputCache(VaryByHeaderNames = new[] { \"Accept\", \"cookie\" })]")]
    [InlineData("[ResponseCache]")]
    [InlineData("[ResponseCache(VaryByHeader = \"Accept\")]")]
    [InlineData("[ResponseCache(Duration = 0)]")]
    [InlineData("[ResponseCache(Duration = 60, NoStore = true)]")]
    [InlineData("[ResponseCache(Duration = 60, Location = ResponseCacheLocation.Client)]")]
    [InlineData("[ResponseCache(Duration = 60, Location = ResponseCacheLocation.None)]")]
    [InlineData("[ResponseCache(Duration = 60, VaryByHeader = \"Accept, cookie\")]")]
    public Task An_attribute_caches_for_nobody_or_tells_users_apart(string attributes) => Verified(
        $"    {attributes}\n    public IActionResult Index() => Content(HttpContext.Session.GetString(\"user\") ?? \"\");");

    [Theory]
    [InlineData("[OutputCache]", "[OutputCache(NoStore = true)]", false)]
    [InlineData("[OutputCache(NoStore = true)]", "[OutputCache]", true)]
    [InlineData("[OutputCache(NoStore = true)]", "", false)]
    [InlineData("[OutputCache]", "[HttpPost]", false)]
    public Task The_word_of_an_action_goes_before_that_of_its_class(string ofClass, string ofAction, bool reported) => Verify.Analyzer<SessionResponseCached>(
        Using +
        $$"""
        using Microsoft.AspNetCore.Mvc;

        {{ofClass}}
        public class HomeController : Controller
        {
            {{ofAction}}
            public IActionResult Index() => Content({{Marked("HttpContext.Session.GetString(\"user\")", reported)}} ?? "");
        }
        """);

    [Theory]
    [InlineData("Controller", "public string? Index()", true)]
    [InlineData("ControllerBase", "public string? Index()", true)]
    [InlineData("Controller", "[NonAction] public string? Index()", false)]
    [InlineData("Controller", "protected string? Index()", false)]
    [InlineData("Controller", "public static string? Index(HttpContext HttpContext)", false)]
    [InlineData("Page", "public string? OnGet()", true)]
    [InlineData("Page", "public string? OnGetAsync()", true)]
    [InlineData("Page", "public string? OnPost()", false)]
    [InlineData("Page", "public string? Index()", false)]
    [InlineData("Holder", "public string? Index()", false)]
    [InlineData("Holder", "public string? OnGet()", false)]
    public Task A_base_policy_holds_for_actions_and_handlers(string type, string method, bool reported) => Verify.Analyzer<SessionResponseCached>(
        $$"""
        using Microsoft.AspNetCore.Mvc;

        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddOutputCache(options => options.AddBasePolicy(policy => policy.Cache()));
        var app = builder.Build();
        app.UseOutputCache();
        app.Run();

        public class Page : Microsoft.AspNetCore.Mvc.RazorPages.PageModel;

        public class Holder
        {
            protected HttpContext HttpContext { get; } = null!;
        }

        public class Home : {{type}}
        {
            {{method}} => {{Marked("HttpContext.Session.GetString(\"user\")", reported)}};
        }
        """);

    [Theory]
    [InlineData("app.UseOutputCache();", "options.AddBasePolicy(policy => policy.Cache());", true)]
    [InlineData("", "options.AddBasePolicy(policy => policy.Cache());", false)]
    [InlineData("app.UseOutputCache();", "", false)]
    [InlineData("app.UseOutputCache();", "options.AddBasePolicy(policy => policy.Cache()); options.AddBasePolicy(policy => policy.NoCache());", false)]
    [InlineData("app.UseOutputCache();", "options.AddBasePolicy(new Never());", false)]
    [InlineData("app.UseOutputCache();", "options.AddPolicy(\"minute\", policy => policy.Cache());", false)]
    public Task A_base_policy_needs_its_middleware_and_must_be_known(string middleware, string options, bool reported) => Verify.Analyzer<SessionResponseCached>(
        $$"""
        using Microsoft.AspNetCore.OutputCaching;

        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddOutputCache(options => { {{options}} });
        var app = builder.Build();
        {{middleware}}
        app.MapGet("/me", (HttpContext context) => {{Marked("context.Session.GetString(\"user\")", reported)}});
        app.Run();

        """ + Never);

    [Theory]
    [InlineData("app.Map(\"/me\", H).CacheOutput();", true)]
    [InlineData("app.MapMethods(\"/me\", [\"GET\"], H).CacheOutput();", true)]
    [InlineData("app.MapFallback(H).CacheOutput();", true)]
    [InlineData("app.MapPost(\"/me\", H).CacheOutput();", false)]
    [InlineData("app.MapGet(\"/me\", H);", false)]
    [InlineData("app.MapGet(\"/me\", H).WithName(\"me\");", false)]
    [InlineData("app.MapGet(\"/me\", H).CacheOutput(policy => policy.Expire(TimeSpan.FromMinutes(1)));", true)]
    [InlineData("app.MapGet(\"/me\", [OutputCache(NoStore = true)] H);", false)]
    [InlineData("app.MapGet(\"/me\", H).CacheOutput(policy => policy.NoCache());", false)]
    [InlineData("app.MapGet(\"/me\", H).CacheOutput(policy => policy.With(context => true));", false)]
    [InlineData("app.MapGet(\"/me\", H).CacheOutput(policy => policy.VaryByValue(context => new(\"a\", \"b\")));", false)]
    [InlineData("app.MapGet(\"/me\", H).CacheOutput(policy => policy.AddPolicy<Never>());", false)]
    [InlineData("app.MapGet(\"/me\", H).CacheOutput(policy => policy.SetCacheKeyPrefix(context => context.Session.Id));", false)]
    [InlineData("app.MapGet(\"/me\", H).CacheOutput(policy => policy.SetVaryByHeader(\"Cookie\"));", false)]
    [InlineData("app.MapGet(\"/me\", H).CacheOutput(policy => policy.SetVaryByHeader(\"Accept\"));", true)]
    [InlineData("app.MapGet(\"/me\", H).CacheOutput(new Never());", false)]
    [InlineData("app.MapGet(\"/me\", H).CacheOutput(\"of another project\");", true)]
    [InlineData("const string never = \"never\"; app.MapGet(\"/me\", H).CacheOutput(never);", false)]
    [InlineData("app.MapGet(\"/me\", H).CacheOutput(\"own\");", false)]
    [InlineData("app.MapGet(\"/me\", H).CacheOutput().CacheOutput(policy => policy.NoCache());", false)]
    [InlineData("app.MapGet(\"/me\", H).CacheOutput(policy => policy.NoCache()).CacheOutput();", true)]
    [InlineData("app.MapGroup(\"/a\").CacheOutput().MapGroup(\"/b\").MapGet(\"/me\", H);", true)]
    [InlineData("app.MapGroup(\"/a\").CacheOutput().MapGroup(\"/b\").CacheOutput(policy => policy.NoCache()).MapGet(\"/me\", H);", false)]
    [InlineData("app.MapGroup(\"/a\").CacheOutput(policy => policy.NoCache()).MapGroup(\"/b\").CacheOutput().MapGet(\"/me\", H);", true)]
    [InlineData("app.MapGroup(\"/a\").CacheOutput().CacheOutput(policy => policy.NoCache()).MapGet(\"/me\", H);", false)]
    [InlineData("app.MapGroup(\"/a\").CacheOutput(policy => policy.NoCache()).CacheOutput().MapGet(\"/me\", H);", true)]
    [InlineData("app.MapGroup(\"/a\").WithTags(\"a\").MapGet(\"/me\", H);", false)]
    [InlineData("var a = app.MapGroup(\"/a\").CacheOutput(); var b = a.MapGroup(\"/b\"); b.MapGet(\"/me\", H);", true)]
    [InlineData("var a = app.MapGroup(\"/a\").CacheOutput(); var b = a.MapGroup(\"/b\"); b.CacheOutput(policy => policy.NoCache()); b.MapGet(\"/me\", H);", false)]
    [InlineData("var a = app.MapGroup(\"/a\"); a.MapGet(\"/news\", () => \"news\").CacheOutput(); a.MapGet(\"/me\", H);", false)]
    [InlineData("var me = app.MapGet(\"/me\", H); me.WithName(\"me\").CacheOutput();", true)]
    [InlineData("var me = app.MapGet(\"/me\", H); var you = app.MapGet(\"/you\", () => \"you\"); you.CacheOutput();", false)]
    [InlineData("var me = app.MapGet(\"/me\", H); me.CacheOutput(); me.CacheOutput(policy => policy.NoCache());", false)]
    [InlineData("Use(app.MapGroup(\"/a\")).MapGet(\"/me\", H); static RouteGroupBuilder Use(RouteGroupBuilder a) => a.CacheOutput();", false)]
    public Task A_mapped_endpoint_is_cached_by_the_last_word_on_it(string mapping, bool reported) => Verify.Analyzer<SessionResponseCached>(
        $$"""
        using Microsoft.AspNetCore.OutputCaching;

        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddOutputCache(options =>
        {
            options.AddPolicy("never", policy => policy.NoCache());
            options.AddPolicy("own", new Never());
        });
        var app = builder.Build();
        {{mapping.Replace("H)", $"(HttpContext context) => {Marked("context.Session.GetString(\"user\")", reported)})")}}
        app.Run();

        """ + Never);

    [Fact]
    public Task A_method_is_told_from_others_of_its_name() => Verify.Analyzer<SessionResponseCached>(
        """
        var app = WebApplication.Create(args);
        app.MapGet("/me", Pages.Me).CacheOutput();
        app.MapGet("/fresh", Pages.Twice);
        app.MapGet("/twice", Pages.Twice).CacheOutput();
        app.Run();

        static class Pages
        {
            public static string Me(HttpContext context) => [|context.Session.GetString("user")|] ?? "";

            public static string Twice(HttpContext context) => [|context.Session.GetString("user")|] ?? "";
        }

        static class Others
        {
            public static string Me(HttpContext context) => context.Session.GetString("user") ?? "";
        }
        """);

    [Theory]
    [InlineData("options.CacheProfiles.Add(\"A\", new CacheProfile { Duration = 60 });", true)]
    [InlineData("options.CacheProfiles.TryAdd(\"A\", new CacheProfile { Duration = 60 });", true)]
    [InlineData("options.CacheProfiles.Add(\"A\", new() { Duration = 60, NoStore = false, Location = ResponseCacheLocation.Any });", true)]
    [InlineData("options.CacheProfiles[\"A\"] = new CacheProfile { Duration = 60, VaryByHeader = \"Accept\" };", true)]
    [InlineData("options.CacheProfiles[\"A\"] = new CacheProfile { Duration = 0 };", false)]
    [InlineData("options.CacheProfiles[\"A\"] = new CacheProfile { VaryByHeader = \"Accept\" };", false)]
    [InlineData("options.CacheProfiles[\"A\"] = new CacheProfile();", false)]
    [InlineData("options.CacheProfiles.Add(\"A\", new CacheProfile { Duration = 60, NoStore = true });", false)]
    [InlineData("options.CacheProfiles.Add(\"A\", new CacheProfile { Duration = 60, Location = ResponseCacheLocation.Client });", false)]
    [InlineData("options.CacheProfiles.Add(\"A\", new CacheProfile { Duration = 60, VaryByHeader = \"Cookie\" });", false)]
    [InlineData("options.CacheProfiles.Add(\"B\", new CacheProfile { Duration = 60 });", false)]
    [InlineData("options.CacheProfiles[\"B\"] = new CacheProfile { Duration = 60 };", false)]
    [InlineData("new Dictionary<string, CacheProfile>().Add(\"A\", new CacheProfile { Duration = 60 });", false)]
    [InlineData("options.CacheProfiles.Clear(); new Dictionary<string, CacheProfile>().Add(\"A\", new CacheProfile { Duration = 60 });", false)]
    [InlineData("options.CacheProfiles.Clear(); new Dictionary<string, CacheProfile>()[\"A\"] = new CacheProfile { Duration = 60 };", false)]
    public Task A_cache_profile_caches_with_a_duration_and_for_shared_caches(string registration, bool reported) => Verify.Analyzer<SessionResponseCached>(
        $$"""
        using Microsoft.AspNetCore.Mvc;

        public class Startup
        {
            public void ConfigureServices(IServiceCollection services) => services.AddControllersWithViews(options => { {{registration}} });
        }

        public class HomeController : Controller
        {
            [ResponseCache(CacheProfileName = "A")]
            public IActionResult Index() => Content({{Marked("HttpContext.Session.GetString(\"user\")", reported)}} ?? "");
        }
        """);

    private const string Never =
        """

        public class Never : IOutputCachePolicy
        {
            public ValueTask CacheRequestAsync(OutputCacheContext context, CancellationToken cancellation) => default;
            public ValueTask ServeFromCacheAsync(OutputCacheContext context, CancellationToken cancellation) => default;
            public ValueTask ServeResponseAsync(OutputCacheContext context, CancellationToken cancellation) => default;
        }
        """;

    private static string Marked(string code, bool reported) => reported ? $"[|{code}|]" : code;

    private static Task Verified(string members) => Verify.Analyzer<SessionResponseCached>(Using + SessionSources.Controller(members));
}
