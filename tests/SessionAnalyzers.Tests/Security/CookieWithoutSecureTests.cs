using SessionAnalyzers.Security;
using SessionAnalyzers.Tests.Verification;
using Xunit;

namespace SessionAnalyzers.Tests.Security;

public sealed class CookieWithoutSecureTests() : CookieFlagTests<CookieWithoutSecure>("SESS2004", "Secure")
{
    [Theory]
    [InlineData("[|context.Response.Cookies.Append(\"id\", \"1\", new CookieBuilder { SecurePolicy = CookieSecurePolicy.None }.Build(context))|];")]
    [InlineData("context.Response.Cookies.Append(\"id\", \"1\", new CookieBuilder { SecurePolicy = CookieSecurePolicy.Always }.Build(context));")]
    [InlineData("context.Response.Cookies.Append(\"id\", \"1\", new CookieBuilder { HttpOnly = true }.Build(context));")]
    public Task The_policy_of_a_builder_decides_over_what_it_builds(string append) => Verify.Analyzer<CookieWithoutSecure>(
        $$"""
        var app = WebApplication.Create(args);
        app.MapGet("/", (HttpContext context) =>
        {
            {{append}}
        });
        app.Run();
        """);
}
