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
}
