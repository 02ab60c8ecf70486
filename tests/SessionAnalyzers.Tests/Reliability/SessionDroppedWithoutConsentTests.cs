using SessionAnalyzers.Reliability;
using SessionAnalyzers.Tests.Verification;
using Xunit;

namespace SessionAnalyzers.Tests.Reliability;

public sealed class SessionDroppedWithoutConsentTests
{
    private const string Consent = "builder.Services.Configure<CookiePolicyOptions>(options => options.CheckConsentNeeded = _ => true);";

    [Fact]
    public Task A_bare_AddSession_is_reported() => Reported($"{Consent}\nbuilder.Services.[|AddSession|]();");

    [Fact]
    public Task Options_without_IsEssential_are_reported() => Reported($"builder.Services.[|AddSession|](options => options.Cookie.HttpOnly = true);\n{Consent}");

    [Fact]
    public Task A_lambda_with_a_block_is_read() => Reported(
        """
        builder.Services.Configure<CookiePolicyOptions>(options =>
        {
            options.CheckConsentNeeded = context => { return true; };
            options.MinimumSameSitePolicy = SameSiteMode.None;
        });
        builder.Services.[|AddSession|]();
        """);

    [Fact]
    public Task AddCookiePolicy_is_read() => Reported("builder.Services.AddCookiePolicy(options => options.CheckConsentNeeded = _ => true);\nbuilder.Services.[|AddSession|]();");

    [Fact]
    public Task A_new_builder_is_not_essential_either() => Reported($"{Consent}\nbuilder.Services.[|AddSession|](options => options.Cookie = new CookieBuilder {{ Name = \".Shop\" }});");

    [Fact]
    public Task Options_of_UseCookiePolicy_are_read() => Verify.Analyzer<SessionDroppedWithoutConsent>(
        """
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.[|AddSession|]();
        var app = builder.Build();
        app.UseCookiePolicy(new CookiePolicyOptions { CheckConsentNeeded = _ => true });
        """);

    [Fact]
    public Task Options_of_UseSession_are_read() => Verify.Analyzer<SessionDroppedWithoutConsent>(
        App(Consent, "app.[|UseSession|](new SessionOptions { IdleTimeout = TimeSpan.FromMinutes(5) });"));

    [Fact]
    public Task A_Startup_class_is_read() => Verify.Analyzer<SessionDroppedWithoutConsent>(
        """
        public class Startup
        {
            public void ConfigureServices(IServiceCollection services)
            {
                services.Configure<CookiePolicyOptions>(options =>
                {
                    options.CheckConsentNeeded = context => true;
                });
                services.[|AddSession|](options =>
                {
                    options.IdleTimeout = TimeSpan.FromMinutes(30);
                });
            }

            public void Configure(IApplicationBuilder app) => app.UseCookiePolicy().UseSession();
        }
        """);

    [Fact]
    public Task An_essential_cookie_is_not_reported() => NotReported($"{Consent}\nbuilder.Services.AddSession(options => options.Cookie.IsEssential = true);");

    [Fact]
    public Task A_cookie_that_is_not_essential_on_purpose_is_not_reported() => NotReported($"{Consent}\nbuilder.Services.AddSession(options => options.Cookie.IsEssential = false);");

    [Fact]
    public Task A_cookie_made_essential_elsewhere_is_not_reported() => NotReported(
        $"{Consent}\nbuilder.Services.AddSession();\nbuilder.Services.Configure<SessionOptions>(options => options.Cookie.IsEssential = true);");

    [Fact]
    public Task Options_from_configuration_are_not_reported() => NotReported(
        $"{Consent}\nbuilder.Services.AddSession();\nbuilder.Services.Configure<SessionOptions>(builder.Configuration.GetSection(\"Session\"));");

    [Fact]
    public Task Consent_that_is_never_needed_is_not_reported() => NotReported(
        "builder.Services.Configure<CookiePolicyOptions>(options => options.CheckConsentNeeded = _ => false);\nbuilder.Services.AddSession();");

    [Fact]
    public Task Consent_that_the_request_decides_is_not_reported() => NotReported(
        "builder.Services.Configure<CookiePolicyOptions>(options => options.CheckConsentNeeded = context => context.Request.Path.StartsWithSegments(\"/blog\"));\nbuilder.Services.AddSession();");

    [Fact]
    public Task A_policy_without_its_middleware_is_not_reported() => Verify.Analyzer<SessionDroppedWithoutConsent>(
        $"var builder = WebApplication.CreateBuilder(args);\n{Consent}\nbuilder.Services.AddSession();\nbuilder.Build().UseSession();");

    [Fact]
    public Task A_policy_that_another_replaces_is_not_reported() => Verify.Analyzer<SessionDroppedWithoutConsent>(
        $"var builder = WebApplication.CreateBuilder(args);\n{Consent}\nbuilder.Services.AddSession();\nbuilder.Build().UseCookiePolicy(new CookiePolicyOptions());");

    [Fact]
    public Task A_callback_may_let_the_cookie_pass() => NotReported(
        """
        builder.Services.Configure<CookiePolicyOptions>(options =>
        {
            options.CheckConsentNeeded = _ => true;
            options.OnAppendCookie = cookie => cookie.IssueCookie |= cookie.CookieName.Contains("Session");
        });
        builder.Services.AddSession();
        """);

    [Fact]
    public Task A_policy_without_consent_is_not_reported() => NotReported("builder.Services.AddSession();");

    private static string App(string services, string pipeline) =>
        $"""
        var builder = WebApplication.CreateBuilder(args);
        {services}
        var app = builder.Build();
        app.UseCookiePolicy();
        {pipeline}
        """;

    private static Task Reported(string services) => Verify.Analyzer<SessionDroppedWithoutConsent>(App(services, "app.UseSession();"));

    private static Task NotReported(string services) => Verify.Analyzer<SessionDroppedWithoutConsent>(App(services, "app.UseSession();"));
}
