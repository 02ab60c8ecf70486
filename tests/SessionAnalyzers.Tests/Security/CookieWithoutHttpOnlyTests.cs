using SessionAnalyzers.Security;
using SessionAnalyzers.Tests.Verification;
using Xunit;

namespace SessionAnalyzers.Tests.Security;

public sealed class CookieWithoutHttpOnlyTests() : CookieFlagTests<CookieWithoutHttpOnly>("SESS2005", "HttpOnly")
{
    [Theory]
    [InlineData("XSRF-TOKEN")]
    [InlineData("culture")]
    [InlineData("cookie-consent")]
    [InlineData("theme")]
    public Task A_cookie_that_scripts_read_is_not_reported(string name) => Verify.Analyzer<CookieWithoutHttpOnly>(
        $$"""
        var app = WebApplication.Create(args);
        app.MapGet("/", (HttpContext context) => context.Response.Cookies.Append("{{name}}", "1"));
        app.Run();
        """);

    [Theory]
    [InlineData("context.Response.Cookies.Append(\"ui_panes\", \"1\")")]
    [InlineData("context.Response.Cookies.Append(\"Cart_Count\", \"1\")")]
    [InlineData("[|context.Response.Cookies.Append(\"cart\", \"1\")|]")]
    public Task The_project_lists_cookies_that_its_scripts_read(string append) => Verify.Analyzer<CookieWithoutHttpOnly>(
        $$"""
        var app = WebApplication.Create(args);
        app.MapGet("/", (HttpContext context) => {{append}});
        app.Run();
        """,
        test => test.Project.EditorConfig = "root = true\n[*.cs]\nsessionanalyzers.sess2005.script_readable_cookies = cart_count, ui_*");

    [Fact]
    public Task The_culture_cookie_is_known_by_the_name_of_its_provider() => Verify.Analyzer<CookieWithoutHttpOnly>(
        """
        using Microsoft.AspNetCore.Localization;

        var app = WebApplication.Create(args);
        app.MapGet("/", (HttpContext context) => context.Response.Cookies.Append(CookieRequestCultureProvider.DefaultCookieName, "c=de"));
        app.Run();
        """);
}
