using Microsoft.CodeAnalysis.Diagnostics;
using SessionAnalyzers.Security;
using SessionAnalyzers.Tests.Verification;
using Xunit;

namespace SessionAnalyzers.Tests.Security;

/// <summary>What a central cookie policy completes, and what it weakens, flag by flag.</summary>
public sealed class CookiePolicyTests
{
    [Theory]
    [InlineData("options.Secure = CookieSecurePolicy.Always")]
    [InlineData("options.Secure = CookieSecurePolicy.SameAsRequest")]
    [InlineData("options.OnAppendCookie = append => append.CookieOptions.Secure = true")]
    [InlineData("options.OnAppendCookie = append => Harden(append.CookieOptions)")]
    [InlineData("options.OnAppendCookie = Complete")]
    public async Task Secure_alone_is_completed(string policy)
    {
        await Verified<CookieWithoutSecure>(policy, isReported: false);
        await Verified<CookieWithoutHttpOnly>(policy, isReported: true);
    }

    [Theory]
    [InlineData("options.HttpOnly = Microsoft.AspNetCore.CookiePolicy.HttpOnlyPolicy.Always")]
    [InlineData("options.OnAppendCookie = append => append.CookieOptions.HttpOnly = true")]
    public async Task HttpOnly_alone_is_completed(string policy)
    {
        await Verified<CookieWithoutSecure>(policy, isReported: true);
        await Verified<CookieWithoutHttpOnly>(policy, isReported: false);
    }

    [Theory]
    [InlineData("options.CheckConsentNeeded = context => true")]
    [InlineData("options.Secure = CookieSecurePolicy.None")]
    [InlineData("options.HttpOnly = Microsoft.AspNetCore.CookiePolicy.HttpOnlyPolicy.None")]
    [InlineData("options.OnAppendCookie = append => append.CookieOptions.Path = \"/\"")]
    public async Task A_policy_of_other_things_completes_nothing(string policy)
    {
        await Verified<CookieWithoutSecure>(policy, isReported: true);
        await Verified<CookieWithoutHttpOnly>(policy, isReported: true);
    }

    [Theory]
    [InlineData("builder.Services.AddCookiePolicy(options => {0});", "app.UseCookiePolicy();")]
    [InlineData("builder.Services.Configure<CookiePolicyOptions>(options => {0});", "app.UseCookiePolicy();")]
    [InlineData("builder.Services.AddOptions<CookiePolicyOptions>().Configure(options => {0});", "app.UseCookiePolicy();")]
    [InlineData("var options = new CookiePolicyOptions(); {0};", "app.UseCookiePolicy(options);")]
    public Task A_policy_may_be_given_anywhere(string configure, string use) => Verify.Analyzer<CookieWithoutSecure>(
        $$"""
        var builder = WebApplication.CreateBuilder(args);
        {{configure.Replace("{0}", "options.Secure = CookieSecurePolicy.Always")}}
        var app = builder.Build();
        {{use}}
        app.MapGet("/", (HttpContext context) => context.Response.Cookies.Append("id", "1"));
        app.Run();
        """);

    [Fact]
    public Task A_policy_of_a_Startup_class_counts() => Verify.Analyzer<CookieWithoutSecure>(
        """
        using Microsoft.AspNetCore.Mvc;

        public class HomeController : Controller
        {
            public void Index() => Response.Cookies.Append("id", "1");
        }

        public class Startup
        {
            public void ConfigureServices(IServiceCollection services) => services.Configure<CookiePolicyOptions>(options => options.Secure = CookieSecurePolicy.Always);

            public void Configure(IApplicationBuilder app) => app.UseCookiePolicy();
        }
        """);

    [Fact]
    public Task A_class_that_configures_the_policy_counts() => Verify.Analyzer<CookieWithoutSecure>(
        """
        var app = WebApplication.Create(args);
        app.UseCookiePolicy();
        app.MapGet("/", (HttpContext context) => context.Response.Cookies.Append("id", "1"));
        app.Run();

        class Policy : Microsoft.Extensions.Options.IConfigureOptions<CookiePolicyOptions>
        {
            public void Configure(CookiePolicyOptions options) => options.OnAppendCookie = append => append.CookieOptions.Secure = append.Context.Request.IsHttps;
        }
        """);

    [Fact]
    public Task A_policy_bound_to_configuration_may_set_anything() => Verify.Analyzer<CookieWithoutSecure>(
        """
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.Configure<CookiePolicyOptions>(builder.Configuration.GetSection("Cookies"));
        var app = builder.Build();
        app.UseCookiePolicy();
        app.MapGet("/", (HttpContext context) => context.Response.Cookies.Append("id", "1"));
        app.Run();
        """);

    [Fact]
    public Task A_policy_that_is_not_used_completes_nothing() => Verify.Analyzer<CookieWithoutSecure>(
        """
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.Configure<CookiePolicyOptions>(options => options.Secure = CookieSecurePolicy.Always);
        var app = builder.Build();
        app.MapGet("/", (HttpContext context) => [|context.Response.Cookies.Append("id", "1")|]);
        app.Run();
        """);

    [Fact]
    public Task A_flag_turned_off_is_overruled() => Verify.Analyzer<CookieWithoutSecure>(
        Source("options.Secure = CookieSecurePolicy.Always", "context.Response.Cookies.Append(\"id\", \"1\", new CookieOptions { Secure = false })"));

    [Fact]
    public Task Cookies_of_the_framework_are_completed_too() => Verify.Analyzer<CookieWithoutSecure>(
        """
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddAuthentication().AddCookie(options => options.Cookie.SecurePolicy = CookieSecurePolicy.None);
        var app = builder.Build();
        app.UseCookiePolicy(new CookiePolicyOptions { Secure = CookieSecurePolicy.Always });
        app.Run();
        """);

    [Theory]
    [InlineData("options.MinimumSameSitePolicy = SameSiteMode.Lax")]
    [InlineData("options.MinimumSameSitePolicy = SameSiteMode.Strict")]
    [InlineData("options.Secure = CookieSecurePolicy.Always")]
    public Task None_is_raised_or_made_Secure(string policy) => Verify.Analyzer<CookieWithoutSameSite>(
        Source(policy, "context.Response.Cookies.Append(\"id\", \"1\", new CookieOptions { SameSite = SameSiteMode.None })"));

    [Theory]
    [InlineData("options.MinimumSameSitePolicy = SameSiteMode.Unspecified")]
    [InlineData("options.MinimumSameSitePolicy = SameSiteMode.None")]
    public Task A_minimum_below_None_raises_nothing(string policy) => Verify.Analyzer<CookieWithoutSameSite>(
        Source(policy, "[|context.Response.Cookies.Append(\"id\", \"1\", new CookieOptions { SameSite = SameSiteMode.None })|]"));

    [Fact]
    public Task A_minimum_of_None_weakens_cookies_that_say_nothing() => Verify.Analyzer<CookieWithoutSameSite>(
        Source("options.MinimumSameSitePolicy = SameSiteMode.None", "{|#0:context.Response.Cookies.Append(\"id\", \"1\", new CookieOptions { HttpOnly = true })|}"),
        Verify.Diagnostic("SESS2006").WithLocation(0).WithArguments("Cookie 'id', by the MinimumSameSitePolicy of the cookie policy,"));

    [Theory]
    [InlineData("new CookieOptions { SameSite = SameSiteMode.Lax }")]
    [InlineData("new CookieOptions { Secure = true }")]
    public Task A_minimum_of_None_leaves_what_is_said(string options) => Verify.Analyzer<CookieWithoutSameSite>(
        Source("options.MinimumSameSitePolicy = SameSiteMode.None", $"context.Response.Cookies.Append(\"id\", \"1\", {options})"));

    [Theory]
    [InlineData("options.OnAppendCookie = Filters.Given")]
    [InlineData("options.OnAppendCookie = append => Filters.Harden(append.CookieOptions)")]
    [InlineData("options.OnAppendCookie = append => append.Context.Response.Cookies.Append(append.CookieName, append.CookieValue, append.CookieOptions)")]
    public async Task A_callback_that_cannot_be_read_may_complete_every_flag(string policy)
    {
        await Verified<CookieWithoutSecure>(policy, isReported: false);
        await Verified<CookieWithoutHttpOnly>(policy, isReported: false);
        await Verify.Analyzer<CookieWithoutSameSite>(Source(policy, "context.Response.Cookies.Append(\"id\", \"1\", new CookieOptions { SameSite = SameSiteMode.None })"));
    }

    [Fact]
    public Task A_minimum_that_may_be_None_weakens() => Verify.Analyzer<CookieWithoutSameSite>(
        Source(
            "{ options.MinimumSameSitePolicy = SameSiteMode.Unspecified; if (builder.Environment.IsStaging()) { options.MinimumSameSitePolicy = SameSiteMode.None; } }",
            "[|context.Response.Cookies.Append(\"id\", \"1\", new CookieOptions { HttpOnly = true })|]"));

    private static Task Verified<TAnalyzer>(string policy, bool isReported)
        where TAnalyzer : DiagnosticAnalyzer, new()
    {
        const string Append = "context.Response.Cookies.Append(\"id\", \"1\")";
        return Verify.Analyzer<TAnalyzer>(Source(policy, isReported ? "[|" + Append + "|]" : Append));
    }

    private static string Source(string policy, string append) =>
        $$"""
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.Configure<CookiePolicyOptions>(options => {{policy}});
        var app = builder.Build();
        app.UseCookiePolicy();
        app.MapGet("/", (HttpContext context) => {{append}});
        app.Run();

        static void Complete(Microsoft.AspNetCore.CookiePolicy.AppendCookieContext append) => Harden(append.CookieOptions);

        static void Harden(CookieOptions options) => options.Secure = true;

        static class Filters
        {
            public static Action<Microsoft.AspNetCore.CookiePolicy.AppendCookieContext> Given { get; set; } = append => { };

            public static Action<CookieOptions> Harden { get; set; } = options => { };
        }
        """;
}
