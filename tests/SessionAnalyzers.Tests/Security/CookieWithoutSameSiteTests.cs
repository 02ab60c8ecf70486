using SessionAnalyzers.Security;
using SessionAnalyzers.Tests.Verification;
using Xunit;

namespace SessionAnalyzers.Tests.Security;

public sealed class CookieWithoutSameSiteTests
{
    [Fact]
    public Task None_without_Secure_is_reported() => Verify.Analyzer<CookieWithoutSameSite>(
        App("{|#0:context.Response.Cookies.Append(\"id\", \"1\", new CookieOptions { SameSite = SameSiteMode.None })|};"),
        Verify.Diagnostic("SESS2006").WithLocation(0).WithArguments("Cookie 'id'"));

    [Fact]
    public Task None_with_Secure_off_is_reported() => Reported("[|context.Response.Cookies.Append(\"id\", \"1\", new CookieOptions { SameSite = SameSiteMode.None, Secure = false })|];");

    [Fact]
    public Task None_set_later_is_reported() => Reported(
        """
        var options = new CookieOptions();
        options.SameSite = SameSiteMode.None;
        [|context.Response.Cookies.Append("id", "1", options)|];
        """);

    [Fact]
    public Task None_from_a_factory_is_reported() => Reported(
        """
        [|context.Response.Cookies.Append("id", "1", Make())|];

        static CookieOptions Make()
        {
            var options = new CookieOptions { HttpOnly = true };
            options.SameSite = SameSiteMode.None;
            return options;
        }
        """);

    [Fact]
    public Task Unspecified_is_no_None() => NotReported("context.Response.Cookies.Append(\"id\", \"1\", new CookieOptions { SameSite = SameSiteMode.Unspecified });");

    [Fact]
    public Task A_page_is_reported() => Verify.Analyzer<CookieWithoutSameSite>(
        """
        using Microsoft.AspNetCore.Mvc.RazorPages;

        public class IndexModel : PageModel
        {
            public void OnGet() => [|Response.Cookies.Append("id", "1", new CookieOptions { SameSite = SameSiteMode.None })|];
        }
        """);

    [Fact]
    public Task None_with_Secure_is_not_reported() => NotReported("context.Response.Cookies.Append(\"id\", \"1\", new CookieOptions { SameSite = SameSiteMode.None, Secure = true });");

    [Fact]
    public Task Lax_is_not_reported() => NotReported("context.Response.Cookies.Append(\"id\", \"1\", new CookieOptions { SameSite = SameSiteMode.Lax });");

    [Fact]
    public Task No_SameSite_is_what_browsers_take_as_Lax() => NotReported("context.Response.Cookies.Append(\"id\", \"1\");");

    [Fact]
    public Task A_mode_decided_at_run_time_is_not_reported() => NotReported(
        "context.Response.Cookies.Append(\"id\", \"1\", new CookieOptions { SameSite = context.Request.IsHttps ? SameSiteMode.None : SameSiteMode.Lax });");

    [Fact]
    public Task A_deletion_is_not_reported() => NotReported(
        "context.Response.Cookies.Append(\"id\", \"\", new CookieOptions { SameSite = SameSiteMode.None, Expires = DateTimeOffset.UnixEpoch });");

    [Fact]
    public Task A_cookie_policy_that_completes_all_cookies_is_enough() => Verify.Analyzer<CookieWithoutSameSite>(
        """
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.Configure<CookiePolicyOptions>(options => options.Secure = CookieSecurePolicy.Always);
        var app = builder.Build();
        app.UseCookiePolicy();
        app.MapGet("/", (HttpContext context) => context.Response.Cookies.Append("id", "1", new CookieOptions { SameSite = SameSiteMode.None }));
        app.Run();
        """);

    private static string App(string code) =>
        $$"""
        var app = WebApplication.Create(args);
        app.MapGet("/", (HttpContext context) =>
        {
            {{code}}
        });
        app.Run();

        """;

    private static Task Reported(string code) => Verify.Analyzer<CookieWithoutSameSite>(App(code));

    private static Task NotReported(string code) => Verify.Analyzer<CookieWithoutSameSite>(App(code));
}
