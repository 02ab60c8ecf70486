using SessionAnalyzers.Security;
using SessionAnalyzers.Tests.Verification;
using Xunit;

namespace SessionAnalyzers.Tests.Security;

public sealed class InsecureSessionCookieTests
{
    private const string OverHttp = "is sent over http as well: SecurePolicy is None, its default; set it to Always";

    [Fact]
    public Task A_bare_AddSession_is_reported() => Verify.Analyzer<InsecureSessionCookie>(
        Program("builder.Services.{|#0:AddSession|}();"),
        Verify.Diagnostic("SESS2003").WithLocation(0).WithArguments(OverHttp));

    [Fact]
    public Task Options_without_a_secure_policy_are_reported() => Reported(
        """
        builder.Services.[|AddSession|](options =>
        {
            options.IdleTimeout = TimeSpan.FromMinutes(30);
            options.Cookie.HttpOnly = true;
            options.Cookie.IsEssential = true;
        });
        """);

    [Fact]
    public Task An_expression_lambda_is_read() => Reported("builder.Services.[|AddSession|](options => options.Cookie.Name = \"shop\");");

    [Fact]
    public Task An_explicit_None_is_reported() => Reported("builder.Services.[|AddSession|](options => options.Cookie.SecurePolicy = CookieSecurePolicy.None);");

    [Fact]
    public Task HttpOnly_turned_off_is_reported() => Verify.Analyzer<InsecureSessionCookie>(
        Program(
            """
            builder.Services.{|#0:AddSession|}(options =>
            {
                options.Cookie.SecurePolicy = CookieSecurePolicy.Always;
                options.Cookie.HttpOnly = false;
            });
            """),
        Verify.Diagnostic("SESS2003").WithLocation(0).WithArguments("is readable by scripts: HttpOnly is off"));

    [Fact]
    public Task SameSite_None_is_reported() => Verify.Analyzer<InsecureSessionCookie>(
        Program(
            """
            builder.Services.{|#0:AddSession|}(options =>
            {
                options.Cookie.SecurePolicy = CookieSecurePolicy.Always;
                options.Cookie.SameSite = SameSiteMode.None;
            });
            """),
        Verify.Diagnostic("SESS2003").WithLocation(0).WithArguments("is sent with every cross-site request: SameSite is None"));

    [Fact]
    public Task A_new_builder_that_drops_HttpOnly_is_reported() => Reported("builder.Services.[|AddSession|](options => options.Cookie = new CookieBuilder { Name = \"shop\" });");

    [Fact]
    public Task A_method_as_callback_is_read() => Reported(
        """
        builder.Services.[|AddSession|](Configure);

        static void Configure(SessionOptions options) => options.Cookie.HttpOnly = true;
        """);

    [Fact]
    public Task Options_of_UseSession_are_read() => Verify.Analyzer<InsecureSessionCookie>(
        """
        var app = WebApplication.Create(args);
        app.[|UseSession|](new SessionOptions { IdleTimeout = TimeSpan.FromMinutes(5) });
        app.Run();
        """);

    [Theory]
    [InlineData("Cookie = new CookieBuilder { Name = \"shop\" }")]
    [InlineData("Cookie = { Name = \"shop\", SecurePolicy = CookieSecurePolicy.Always, HttpOnly = false }")]
    [InlineData("Cookie = { Name = \"shop\" }")]
    public Task A_builder_in_the_initializer_is_read(string cookie) => Verify.Analyzer<InsecureSessionCookie>(
        $$"""
        var app = WebApplication.Create(args);
        app.[|UseSession|](new SessionOptions { {{cookie}} });
        app.Run();
        """);

    [Theory]
    [InlineData("Cookie = new CookieBuilder { HttpOnly = true }")]
    [InlineData("Cookie = { SecurePolicy = CookieSecurePolicy.Always }")]
    public Task A_builder_in_the_initializer_that_is_safe_is_not_reported(string cookie) => Verify.Analyzer<InsecureSessionCookie>(
        $$"""
        var app = WebApplication.Create(args);
        app.UseSession(new SessionOptions { {{cookie}} });
        app.Run();
        """);

    [Fact]
    public Task A_builder_made_elsewhere_may_be_safe() => Verify.Analyzer<InsecureSessionCookie>(
        """
        public class Startup
        {
            private readonly SessionOptions _options = new();

            public Startup(IConfiguration configuration) => _options.Cookie = configuration.Get<CookieBuilder>()!;

            public void Configure(IApplicationBuilder app) => app.UseSession(_options);
        }
        """);

    [Fact]
    public Task A_class_that_hands_the_options_on_may_make_them_safe() => NotReported(
        """
        builder.Services.AddSession();

        class Harden(Action<SessionOptions> apply) : Microsoft.Extensions.Options.IConfigureOptions<SessionOptions>
        {
            public void Configure(SessionOptions options) => apply(options);
        }
        """);

    [Fact]
    public Task A_class_whose_helper_makes_the_options_safe_is_enough() => NotReported(
        """
        builder.Services.AddSession();

        class Harden : Microsoft.Extensions.Options.IConfigureOptions<SessionOptions>
        {
            public void Configure(SessionOptions options) => Secure(options);

            private static void Secure(SessionOptions options) => options.Cookie.SecurePolicy = CookieSecurePolicy.Always;
        }
        """);

    [Fact]
    public Task A_class_that_changes_something_else_leaves_the_cookie_insecure() => Reported(
        """
        builder.Services.[|AddSession|]();

        class Rename : Microsoft.Extensions.Options.IConfigureOptions<SessionOptions>
        {
            public void Configure(SessionOptions options) => options.Cookie.Name = "shop";
        }
        """);

    [Fact]
    public Task Options_of_UseSession_that_discard_nothing_are_read() => Reported(
        """
        builder.Services.AddSession(options => options.IdleTimeout = TimeSpan.FromMinutes(5));
        var app = builder.Build();
        app.[|UseSession|](new SessionOptions { IdleTimeout = TimeSpan.FromMinutes(5) });
        """);

    [Fact]
    public Task UseSession_that_discards_what_is_configured_is_left_to_its_own_rule() => Verify.Analyzer<InsecureSessionCookie>(
        """
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddSession(options => options.Cookie.SecurePolicy = CookieSecurePolicy.Always);
        var app = builder.Build();
        app.UseSession(new SessionOptions { IdleTimeout = TimeSpan.FromMinutes(5) });
        app.Run();
        """);

    [Theory]
    [InlineData("PostConfigure<SessionOptions>(options => options.Cookie.SecurePolicy = CookieSecurePolicy.None)")]
    [InlineData("Configure<SessionOptions>(options => options.Cookie.SecurePolicy = CookieSecurePolicy.None)")]
    public Task A_later_callback_that_takes_Secure_away_is_reported(string registration) => Reported(
        $"""
        builder.Services.AddSession(options => options.Cookie.SecurePolicy = CookieSecurePolicy.Always);
        builder.Services.[|{registration[..registration.IndexOf('<')]}|]{registration[registration.IndexOf('<')..]};
        """);

    [Fact]
    public Task PostConfigure_has_the_last_word() => NotReported(
        """
        builder.Services.PostConfigure<SessionOptions>(options => options.Cookie.SecurePolicy = CookieSecurePolicy.Always);
        builder.Services.AddSession(options => options.Cookie.SecurePolicy = CookieSecurePolicy.None);
        """);

    [Fact]
    public Task A_section_of_the_configuration_may_set_it() => NotReported(
        """
        builder.Services.AddSession();
        builder.Services.Configure<SessionOptions>(builder.Configuration.GetSection("Session"));
        """);

    [Fact]
    public Task OptionsBuilder_is_read() => Reported(
        """
        builder.Services.AddSession(options => options.Cookie.SecurePolicy = CookieSecurePolicy.Always);
        builder.Services.AddOptions<SessionOptions>().[|Configure|](options => options.Cookie.HttpOnly = false);
        """);

    [Fact]
    public Task A_helper_of_the_app_is_read() => Reported(
        """
        builder.Services.[|AddSession|](options => Brand(options));

        static void Brand(SessionOptions options) => options.Cookie.Name = "shop";
        """);

    [Fact]
    public Task A_variable_for_the_builder_is_read() => NotReported(
        """
        builder.Services.AddSession(options =>
        {
            var cookie = options.Cookie;
            cookie.SecurePolicy = CookieSecurePolicy.Always;
        });
        """);

    [Fact]
    public Task A_cookie_policy_of_HttpOnly_leaves_Secure() => Reported(
        """
        builder.Services.[|AddSession|]();
        builder.Services.Configure<CookiePolicyOptions>(options => options.HttpOnly = Microsoft.AspNetCore.CookiePolicy.HttpOnlyPolicy.Always);
        builder.Build().UseCookiePolicy();
        """);

    [Fact]
    public Task A_cookie_policy_that_raises_SameSite_is_enough_for_it() => NotReported(
        """
        builder.Services.AddSession(options =>
        {
            options.Cookie.SecurePolicy = CookieSecurePolicy.Always;
            options.Cookie.SameSite = SameSiteMode.None;
        });
        builder.Build().UseCookiePolicy(new CookiePolicyOptions { MinimumSameSitePolicy = SameSiteMode.Lax });
        """);

    [Fact]
    public Task Configure_that_makes_it_worse_is_reported() => Reported(
        """
        builder.Services.AddSession(options => options.Cookie.SecurePolicy = CookieSecurePolicy.Always);
        builder.Services.[|Configure|]<SessionOptions>(options => options.Cookie.HttpOnly = false);
        """);

    [Fact]
    public Task A_Startup_class_is_read() => Verify.Analyzer<InsecureSessionCookie>(
        """
        public class Startup
        {
            public void ConfigureServices(IServiceCollection services) => services.[|AddSession|]();

            public void Configure(IApplicationBuilder app) => app.UseSession();
        }
        """);

    [Fact]
    public Task Always_is_not_reported() => NotReported("builder.Services.AddSession(options => options.Cookie.SecurePolicy = CookieSecurePolicy.Always);");

    [Fact]
    public Task SameAsRequest_is_not_reported() => NotReported("builder.Services.AddSession(options => options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest);");

    [Fact]
    public Task A_policy_that_depends_on_the_environment_is_not_reported() => NotReported(
        """
        builder.Services.AddSession(options => options.Cookie.SecurePolicy =
            builder.Environment.IsDevelopment() ? CookieSecurePolicy.None : CookieSecurePolicy.Always);
        """);

    [Fact]
    public Task A_policy_set_in_a_branch_is_not_reported() => NotReported(
        """
        builder.Services.AddSession(options =>
        {
            if (!builder.Environment.IsDevelopment())
            {
                options.Cookie.SecurePolicy = CookieSecurePolicy.Always;
            }
        });
        """);

    [Fact]
    public Task A_new_builder_with_HttpOnly_follows_the_request() => NotReported("builder.Services.AddSession(options => options.Cookie = new CookieBuilder { HttpOnly = true });");

    [Fact]
    public Task Options_completed_elsewhere_are_not_reported() => NotReported(
        """
        builder.Services.AddSession();
        builder.Services.Configure<SessionOptions>(options => options.Cookie.SecurePolicy = CookieSecurePolicy.Always);
        """);

    [Fact]
    public Task Options_handed_to_a_method_are_not_reported() => NotReported(
        """
        builder.Services.AddSession(options => Secure(options));

        static void Secure(SessionOptions options) => options.Cookie.SecurePolicy = CookieSecurePolicy.Always;
        """);

    [Fact]
    public Task A_cookie_policy_that_secures_all_cookies_is_enough() => NotReported(
        """
        builder.Services.AddSession();
        builder.Services.Configure<CookiePolicyOptions>(options => options.Secure = CookieSecurePolicy.Always);
        builder.Build().UseCookiePolicy();
        """);

    [Fact]
    public Task An_AddSession_of_the_app_is_not_reported() => NotReported(
        """
        builder.Services.AddSession("name");

        static class Registration
        {
            public static void AddSession(this IServiceCollection services, string name) { }
        }
        """);

    private static string Program(string registration) =>
        $"""
        var builder = WebApplication.CreateBuilder(args);
        {registration}
        """;

    private static Task Reported(string registration) => Verify.Analyzer<InsecureSessionCookie>(Program(registration));

    private static Task NotReported(string registration) => Verify.Analyzer<InsecureSessionCookie>(Program(registration));
}
