using SessionAnalyzers.Security;
using SessionAnalyzers.Tests.Verification;
using Xunit;

namespace SessionAnalyzers.Tests.Security;

/// <summary>The cookies of authentication, antiforgery and TempData: the flag rules over builders in place of appended options.</summary>
public sealed class FrameworkCookieTests
{
    public static TheoryData<string> Registrations =>
    [
        "builder.Services.AddAuthentication().{0}(options => {1});",
        "builder.Services.AddAuthentication().{0}(\"scheme\", options => {1});",
        "builder.Services.ConfigureApplicationCookie(options => {1});",
        "builder.Services.ConfigureExternalCookie(options => {1});",
        "builder.Services.Configure<Microsoft.AspNetCore.Authentication.Cookies.CookieAuthenticationOptions>(options => {1});",
        "builder.Services.Configure<Microsoft.AspNetCore.Authentication.Cookies.CookieAuthenticationOptions>(\"scheme\", options => {1});",
        "builder.Services.PostConfigure<Microsoft.AspNetCore.Authentication.Cookies.CookieAuthenticationOptions>(\"scheme\", options => {1});",
        "builder.Services.AddOptions<Microsoft.AspNetCore.Authentication.Cookies.CookieAuthenticationOptions>(\"scheme\").Configure(options => {1});",
        "builder.Services.AddOptions<Microsoft.AspNetCore.Authentication.Cookies.CookieAuthenticationOptions>(\"scheme\").Configure<IHostEnvironment>((options, environment) => {1});",
        "builder.Services.AddAntiforgery(options => {1});",
        "builder.Services.Configure<Microsoft.AspNetCore.Antiforgery.AntiforgeryOptions>(options => {1});",
        "builder.Services.AddControllersWithViews().AddCookieTempDataProvider(options => {1});",
        "builder.Services.Configure<Microsoft.AspNetCore.Mvc.CookieTempDataProviderOptions>(options => {1});",
    ];

    [Theory]
    [MemberData(nameof(Registrations))]
    public Task Secure_turned_off_is_reported(string registration) => Verify.Analyzer<CookieWithoutSecure>(Marked(registration, "options.Cookie.SecurePolicy = CookieSecurePolicy.None"));

    [Theory]
    [MemberData(nameof(Registrations))]
    public Task HttpOnly_turned_off_is_reported(string registration) => Verify.Analyzer<CookieWithoutHttpOnly>(Marked(registration, "options.Cookie.HttpOnly = false"));

    [Theory]
    [MemberData(nameof(Registrations))]
    public Task A_new_builder_without_HttpOnly_is_reported(string registration) => Verify.Analyzer<CookieWithoutHttpOnly>(Marked(registration, "options.Cookie = new CookieBuilder { Name = \"shop\" }"));

    [Theory]
    [MemberData(nameof(Registrations))]
    public Task None_without_Secure_is_reported(string registration) => Verify.Analyzer<CookieWithoutSameSite>(
        Marked(registration, "{ options.Cookie.SameSite = SameSiteMode.None; options.Cookie.SecurePolicy = CookieSecurePolicy.None; }"));

    [Theory]
    [InlineData("The authentication cookie", "builder.Services.AddAuthentication().{|#0:AddCookie|}(options => options.Cookie.SecurePolicy = CookieSecurePolicy.None);")]
    [InlineData("The antiforgery cookie", "builder.Services.{|#0:AddAntiforgery|}(options => options.Cookie.SecurePolicy = CookieSecurePolicy.None);")]
    [InlineData("The TempData cookie", "builder.Services.AddMvc().{|#0:AddCookieTempDataProvider|}(options => options.Cookie.SecurePolicy = CookieSecurePolicy.None);")]
    [InlineData("Cookie 'shop'", "builder.Services.AddAuthentication().{|#0:AddCookie|}(options => { options.Cookie.Name = \"shop\"; options.Cookie.SecurePolicy = CookieSecurePolicy.None; });")]
    public Task The_message_says_which_cookie(string cookie, string registration) => Verify.Analyzer<CookieWithoutSecure>(
        Program(registration),
        Verify.Diagnostic("SESS2004").WithLocation(0).WithArguments(cookie));

    [Theory]
    [InlineData("builder.Services.AddAuthentication().AddCookie();")]
    [InlineData("builder.Services.AddAuthentication().AddCookie(options => options.LoginPath = \"/login\");")]
    [InlineData("builder.Services.AddAntiforgery();")]
    [InlineData("builder.Services.AddAntiforgery(options => options.HeaderName = \"X-XSRF-TOKEN\");")]
    [InlineData("builder.Services.AddControllersWithViews().AddCookieTempDataProvider();")]
    [InlineData("builder.Services.AddAuthentication().AddCookie(options => options.Cookie = new CookieBuilder { HttpOnly = true });")]
    public async Task Defaults_are_not_reported(string registration)
    {
        await NotReported<CookieWithoutSecure>(registration);
        await NotReported<CookieWithoutHttpOnly>(registration);
        await NotReported<CookieWithoutSameSite>(registration);
    }

    [Theory]
    [InlineData("SecurePolicy = CookieSecurePolicy.Always")]
    [InlineData("SecurePolicy = CookieSecurePolicy.SameAsRequest")]
    [InlineData("SecurePolicy = builder.Environment.IsDevelopment() ? CookieSecurePolicy.None : CookieSecurePolicy.Always")]
    public Task A_safe_policy_is_not_reported(string setting) => NotReported<CookieWithoutSecure>($"builder.Services.AddAuthentication().AddCookie(options => options.Cookie.{setting});");

    [Fact]
    public Task A_policy_safe_in_one_branch_is_not_reported() => NotReported<CookieWithoutSecure>(
        """
        builder.Services.ConfigureApplicationCookie(options =>
        {
            if (builder.Environment.IsDevelopment())
            {
                options.Cookie.SecurePolicy = CookieSecurePolicy.None;
            }
            else
            {
                options.Cookie.SecurePolicy = CookieSecurePolicy.Always;
            }
        });
        """);

    [Theory]
    [InlineData("options => { if (builder.Environment.IsDevelopment()) { options.Cookie.SecurePolicy = CookieSecurePolicy.None; } }")]
    [InlineData("options => { options.Cookie.SecurePolicy = CookieSecurePolicy.None; options.Cookie.SecurePolicy = CookieSecurePolicy.Always; }")]
    public Task A_policy_that_is_weak_in_development_or_for_a_moment_is_not_reported(string callback) => NotReported<CookieWithoutSecure>($"builder.Services.AddAuthentication().AddCookie({callback});");

    [Theory]
    [InlineData("options => { options.Cookie.SecurePolicy = CookieSecurePolicy.Always; options.Cookie.SecurePolicy = CookieSecurePolicy.None; }")]
    [InlineData("options => options.Cookie.SecurePolicy = builder.Environment.IsDevelopment() ? CookieSecurePolicy.Always : CookieSecurePolicy.None")]
    [InlineData("options => options.Cookie.SecurePolicy = args.Length > 0 ? CookieSecurePolicy.None : CookieSecurePolicy.None")]
    public Task A_policy_that_is_weak_in_the_end_or_in_production_is_reported(string callback) => Reported<CookieWithoutSecure>($"builder.Services.AddAuthentication().[|AddCookie|]({callback});");

    [Fact]
    public Task A_helper_of_the_app_is_read() => Reported<CookieWithoutHttpOnly>(
        """
        builder.Services.AddAuthentication().[|AddCookie|](options => Brand(options.Cookie));

        static void Brand(CookieBuilder cookie)
        {
            cookie.Name = "shop";
            cookie.HttpOnly = false;
        }
        """);

    [Fact]
    public Task A_variable_for_the_builder_is_read() => Reported<CookieWithoutHttpOnly>(
        """
        builder.Services.AddAuthentication().[|AddCookie|](options =>
        {
            var cookie = options.Cookie;
            cookie.HttpOnly = false;
        });
        """);

    [Fact]
    public Task A_builder_of_a_factory_is_read() => Reported<CookieWithoutHttpOnly>(
        """
        builder.Services.AddAntiforgery(options => options.Cookie = Make(true));
        builder.Services.AddAuthentication().[|AddCookie|](options => options.Cookie = Shop());

        static CookieBuilder Make(bool httpOnly) => new CookieBuilder { HttpOnly = httpOnly };

        static CookieBuilder Shop() => new CookieBuilder { Name = "shop" };
        """);

    [Fact]
    public Task What_a_later_callback_sets_counts() => NotReported<CookieWithoutSecure>(
        """
        builder.Services.AddAntiforgery(options => options.Cookie.SecurePolicy = CookieSecurePolicy.None);
        builder.Services.PostConfigure<Microsoft.AspNetCore.Antiforgery.AntiforgeryOptions>(options => options.Cookie.SecurePolicy = CookieSecurePolicy.Always);
        """);

    [Fact]
    public Task A_later_callback_that_makes_it_worse_is_reported() => Reported<CookieWithoutSecure>(
        """
        builder.Services.AddAntiforgery(options => options.Cookie.SecurePolicy = CookieSecurePolicy.Always);
        builder.Services.[|Configure|]<Microsoft.AspNetCore.Antiforgery.AntiforgeryOptions>(options => options.Cookie.SecurePolicy = CookieSecurePolicy.None);
        """);

    [Fact]
    public Task The_cookie_of_another_scheme_does_not_count() => Reported<CookieWithoutSecure>(
        """
        builder.Services.AddAuthentication()
            .[|AddCookie|]("site", options => options.Cookie.SecurePolicy = CookieSecurePolicy.None)
            .AddCookie("admin", options => options.Cookie.SecurePolicy = CookieSecurePolicy.Always);
        """);

    [Theory]
    [InlineData("Application", "External")]
    [InlineData("External", "Application")]
    public Task The_cookie_of_another_scheme_of_Identity_does_not_count(string one, string other) => Reported<CookieWithoutSecure>(
        $"""
        builder.Services.[|Configure{one}Cookie|](options => options.Cookie.SecurePolicy = CookieSecurePolicy.None);
        builder.Services.Configure{other}Cookie(options => options.Cookie.SecurePolicy = CookieSecurePolicy.Always);
        """);

    [Fact]
    public Task Options_that_may_be_of_the_same_scheme_count() => NotReported<CookieWithoutSecure>(
        """
        builder.Services.AddAuthentication().AddCookie(options => options.Cookie.SecurePolicy = CookieSecurePolicy.None);
        builder.Services.ConfigureApplicationCookie(options => options.Cookie.SecurePolicy = CookieSecurePolicy.Always);
        """);

    [Fact]
    public Task A_later_call_of_a_chain_counts() => NotReported<CookieWithoutSecure>(
        """
        builder.Services
            .Configure<Microsoft.AspNetCore.Antiforgery.AntiforgeryOptions>(options => options.Cookie.SecurePolicy = CookieSecurePolicy.None)
            .Configure<Microsoft.AspNetCore.Antiforgery.AntiforgeryOptions>(options => options.Cookie.SecurePolicy = CookieSecurePolicy.Always);
        """);

    [Fact]
    public Task Options_from_configuration_may_set_it() => NotReported<CookieWithoutSecure>(
        """
        builder.Services.AddAntiforgery(options => options.Cookie.SecurePolicy = CookieSecurePolicy.None);
        builder.Services.Configure<Microsoft.AspNetCore.Antiforgery.AntiforgeryOptions>(builder.Configuration.GetSection("Antiforgery"));
        """);

    [Fact]
    public Task A_class_that_configures_the_options_counts() => NotReported<CookieWithoutSecure>(
        """
        builder.Services.AddAntiforgery(options => options.Cookie.SecurePolicy = CookieSecurePolicy.None);

        class Harden : Microsoft.Extensions.Options.IPostConfigureOptions<Microsoft.AspNetCore.Antiforgery.AntiforgeryOptions>
        {
            public void PostConfigure(string? name, Microsoft.AspNetCore.Antiforgery.AntiforgeryOptions options) => options.Cookie.SecurePolicy = CookieSecurePolicy.Always;
        }
        """);

    [Fact]
    public Task None_with_the_default_of_authentication_follows_the_request() => NotReported<CookieWithoutSameSite>(
        "builder.Services.AddAuthentication().AddCookie(options => options.Cookie.SameSite = SameSiteMode.None);");

    [Fact]
    public Task None_with_the_default_of_antiforgery_is_reported() => Reported<CookieWithoutSameSite>(
        "builder.Services.[|AddAntiforgery|](options => options.Cookie.SameSite = SameSiteMode.None);");

    [Fact]
    public Task None_that_is_Secure_elsewhere_is_not_reported() => NotReported<CookieWithoutSameSite>(
        """
        builder.Services.AddAntiforgery(options => options.Cookie.SecurePolicy = CookieSecurePolicy.Always);
        builder.Services.Configure<Microsoft.AspNetCore.Antiforgery.AntiforgeryOptions>(options => options.Cookie.SameSite = SameSiteMode.None);
        """);

    [Fact]
    public Task An_antiforgery_cookie_that_scripts_read_by_convention_is_not_reported() => NotReported<CookieWithoutHttpOnly>(
        "builder.Services.AddAntiforgery(options => { options.Cookie.Name = \"XSRF-TOKEN\"; options.Cookie.HttpOnly = false; });");

    [Fact]
    public Task No_convention_excuses_the_authentication_cookie() => Reported<CookieWithoutHttpOnly>(
        "builder.Services.AddAuthentication().[|AddCookie|](options => { options.Cookie.Name = \"language-school\"; options.Cookie.HttpOnly = false; });");

    [Fact]
    public Task The_session_is_left_to_its_own_rule() => NotReported<CookieWithoutSecure>("builder.Services.AddSession(options => options.Cookie.SecurePolicy = CookieSecurePolicy.None);");

    [Fact]
    public Task An_AddCookie_of_the_app_is_not_reported() => NotReported<CookieWithoutHttpOnly>(
        """
        new Jar().AddCookie(options => options.HttpOnly = false);

        class Jar
        {
            public void AddCookie(Action<CookieBuilder> configure) => configure(new CookieBuilder());
        }
        """);

    private static string Program(string registration) => $"var builder = WebApplication.CreateBuilder(args);\n{registration}\nbuilder.Build().Run();\n";

    /// <summary>The registration with a callback, its method marked.</summary>
    private static string Marked(string registration, string callback)
    {
        string method = registration.Contains("{0}") ? "{0}" : new[] { "ConfigureApplicationCookie", "ConfigureExternalCookie", "AddAntiforgery", "AddCookieTempDataProvider", "PostConfigure", "Configure" }.First(name => registration.Contains("." + name));
        int place = registration.LastIndexOf("." + method, StringComparison.Ordinal) + 1;
        return Program((registration[..place] + "[|" + method + "|]" + registration[(place + method.Length)..]).Replace("{0}", "AddCookie").Replace("{1}", callback));
    }

    private static Task Reported<TAnalyzer>(string registration)
        where TAnalyzer : Microsoft.CodeAnalysis.Diagnostics.DiagnosticAnalyzer, new() =>
        Verify.Analyzer<TAnalyzer>(registration.Contains("\nstatic ") ? "var builder = WebApplication.CreateBuilder(args);\n" + registration : Program(registration));

    private static Task NotReported<TAnalyzer>(string registration)
        where TAnalyzer : Microsoft.CodeAnalysis.Diagnostics.DiagnosticAnalyzer, new() =>
        Verify.Analyzer<TAnalyzer>("var builder = WebApplication.CreateBuilder(args);\n" + registration);
}
