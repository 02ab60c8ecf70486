using SessionAnalyzers.Reliability;
using SessionAnalyzers.Tests.Verification;
using Xunit;

namespace SessionAnalyzers.Tests.Reliability;

public sealed class SessionDroppedWithoutConsentCodeFixTests
{
    [Fact]
    public Task The_title_says_what_it_means() => Verify.CodeFix<SessionDroppedWithoutConsent, SessionDroppedWithoutConsentCodeFix>(
        App("builder.Services.[|AddSession|]();"),
        App("builder.Services.AddSession(options => options.Cookie.IsEssential = true);"),
        test => test.Title = "Send the session cookie without consent (IsEssential = true)");

    [Fact]
    public Task It_follows_the_other_options_of_the_cookie() => Fixes(
        """
        builder.Services.[|AddSession|](options =>
        {
            options.Cookie.HttpOnly = true;
            options.IdleTimeout = TimeSpan.FromMinutes(30);
        });
        """,
        """
        builder.Services.AddSession(options =>
        {
            options.Cookie.HttpOnly = true;
            options.Cookie.IsEssential = true;
            options.IdleTimeout = TimeSpan.FromMinutes(30);
        });
        """);

    [Fact]
    public Task It_goes_into_a_new_builder() => Fixes(
        "builder.Services.[|AddSession|](options => options.Cookie = new CookieBuilder { Name = \".Shop\" });",
        "builder.Services.AddSession(options => options.Cookie = new CookieBuilder { Name = \".Shop\", IsEssential = true });");

    private static string App(string services) =>
        $"""
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.Configure<CookiePolicyOptions>(options => options.CheckConsentNeeded = _ => true);
        {services}
        var app = builder.Build();
        app.UseCookiePolicy();
        app.UseSession();
        """;

    private static Task Fixes(string services, string fixedServices) =>
        Verify.CodeFix<SessionDroppedWithoutConsent, SessionDroppedWithoutConsentCodeFix>(App(services), App(fixedServices));
}
