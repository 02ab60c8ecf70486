using SessionAnalyzers.Security;
using SessionAnalyzers.Tests.Verification;
using Xunit;

namespace SessionAnalyzers.Tests.Security;

public sealed class CookiePrefixViolatedTests
{
    [Fact]
    public Task A_Host_cookie_without_Secure_is_reported() => Verify.Analyzer<CookiePrefixViolated>(
        App("{|#0:context.Response.Cookies.Append(\"__Host-id\", \"1\", new CookieOptions { Path = \"/\" })|};"),
        Verify.Diagnostic("SESS2007").WithLocation(0).WithArguments("__Host-id", "is not Secure"));

    [Fact]
    public Task A_Host_cookie_with_a_Domain_is_reported() => Verify.Analyzer<CookiePrefixViolated>(
        App("{|#0:context.Response.Cookies.Append(\"__Host-id\", \"1\", new CookieOptions { Secure = true, Domain = \"example.org\" })|};"),
        Verify.Diagnostic("SESS2007").WithLocation(0).WithArguments("__Host-id", "has a Domain"));

    [Fact]
    public Task A_Host_cookie_with_a_narrow_path_is_reported() => Verify.Analyzer<CookiePrefixViolated>(
        App("{|#0:context.Response.Cookies.Append(\"__Host-id\", \"1\", new CookieOptions { Secure = true, Path = \"/shop\" })|};"),
        Verify.Diagnostic("SESS2007").WithLocation(0).WithArguments("__Host-id", "has a Path other than /"));

    [Fact]
    public Task A_Secure_cookie_without_Secure_is_reported() => Reported("[|context.Response.Cookies.Append(\"__Secure-id\", \"1\", new CookieOptions { Secure = false })|];");

    [Fact]
    public Task An_append_without_options_is_reported() => Reported("[|context.Response.Cookies.Append(\"__Secure-id\", \"1\")|];");

    [Fact]
    public Task A_constant_name_is_read() => Reported(
        """
        const string Name = "__Host-" + "id";
        [|context.Response.Cookies.Append(Name, "1", new CookieOptions { HttpOnly = true })|];
        """);

    [Fact]
    public Task A_domain_set_later_is_reported() => Reported(
        """
        var options = new CookieOptions { Secure = true };
        options.Domain = context.Request.Host.Host;
        [|context.Response.Cookies.Append("__Host-id", "1", options)|];
        """);

    [Fact]
    public Task A_complete_Host_cookie_is_not_reported() => Reported("context.Response.Cookies.Append(\"__Host-id\", \"1\", new CookieOptions { Secure = true, Path = \"/\" });");

    [Fact]
    public Task A_Secure_cookie_may_have_a_Domain_and_a_path() => Reported(
        "context.Response.Cookies.Append(\"__Secure-id\", \"1\", new CookieOptions { Secure = true, Domain = \"example.org\", Path = \"/shop\" });");

    [Fact]
    public Task A_name_without_a_prefix_is_not_reported() => Reported("context.Response.Cookies.Append(\"id\", \"1\", new CookieOptions { Domain = \"example.org\" });");

    [Fact]
    public Task A_prefix_in_another_case_is_one_to_browsers() => Reported("[|context.Response.Cookies.Append(\"__host-id\", \"1\")|];");

    [Theory]
    [InlineData("null")]
    [InlineData("\"\"")]
    [InlineData("\"/shop\"")]
    public Task A_Host_cookie_without_the_root_as_path_is_reported(string path) =>
        Reported($"[|context.Response.Cookies.Append(\"__Host-id\", \"1\", new CookieOptions {{ Secure = true, Path = {path} }})|];");

    [Theory]
    [InlineData("AddSession(options => options.Cookie.Name = \"__Host-id\")", "is not Secure")]
    [InlineData("AddSession(options => { options.Cookie.Name = \"__Host-id\"; options.Cookie.SecurePolicy = CookieSecurePolicy.Always; options.Cookie.Domain = \"example.org\"; })", "has a Domain")]
    [InlineData("AddSession(options => { options.Cookie.Name = \"__Host-id\"; options.Cookie.SecurePolicy = CookieSecurePolicy.Always; options.Cookie.Path = \"/shop\"; })", "has a Path other than /")]
    [InlineData("AddAntiforgery(options => options.Cookie.Name = \"__Host-id\")", "is not Secure")]
    [InlineData("ConfigureApplicationCookie(options => options.Cookie = new CookieBuilder { Name = \"__Host-id\", Path = \"/shop\" })", "has a Path other than /")]
    [InlineData("ConfigureApplicationCookie(options => { options.Cookie.Name = \"__Secure-id\"; options.Cookie.SecurePolicy = CookieSecurePolicy.None; })", "is not Secure")]
    public Task A_builder_that_breaks_the_promise_is_reported(string registration, string violation) => Verify.Analyzer<CookiePrefixViolated>(
        $"var builder = WebApplication.CreateBuilder(args);\nbuilder.Services.{{|#0:{registration[..registration.IndexOf('(')]}|}}{registration[registration.IndexOf('(')..]};\nbuilder.Build().Run();",
        Verify.Diagnostic("SESS2007").WithLocation(0).WithArguments(registration.Contains("__Secure") ? "__Secure-id" : "__Host-id", violation));

    [Theory]
    [InlineData("AddSession(options => { options.Cookie.Name = \"__Host-id\"; options.Cookie.SecurePolicy = CookieSecurePolicy.Always; })")]
    [InlineData("AddSession(options => { options.Cookie.Name = \"__Host-id\"; options.Cookie.SecurePolicy = CookieSecurePolicy.Always; options.Cookie.Path = null; })")]
    [InlineData("ConfigureApplicationCookie(options => options.Cookie.Name = \"__Host-id\")")]
    [InlineData("AddAntiforgery(options => options.Cookie = new CookieBuilder { Name = \"__Host-id\" })")]
    [InlineData("AddAntiforgery(options => { options.Cookie.Name = \"__Host-id\"; options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest; })")]
    public Task A_builder_that_keeps_it_is_not_reported(string registration) => Reported(
        "var builder = WebApplication.CreateBuilder([]); builder.Services." + registration + ";");

    [Fact]
    public Task A_null_Domain_is_none() => Reported("context.Response.Cookies.Append(\"__Host-id\", \"1\", new CookieOptions { Secure = true, Domain = null });");

    [Fact]
    public Task A_deletion_is_not_reported() => Reported(
        "context.Response.Cookies.Append(\"__Host-id\", \"\", new CookieOptions { Expires = DateTimeOffset.UnixEpoch });");

    [Fact]
    public Task A_cookie_policy_completes_the_cookie() => Verify.Analyzer<CookiePrefixViolated>(
        """
        var app = WebApplication.Create(args);
        app.UseCookiePolicy(new CookiePolicyOptions { Secure = CookieSecurePolicy.Always });
        app.MapGet("/", (HttpContext context) => context.Response.Cookies.Append("__Host-id", "1"));
        app.Run();
        """);

    [Fact]
    public Task A_library_may_be_used_with_a_cookie_policy() => Verify.Analyzer<CookiePrefixViolated>(
        """
        public static class Visits
        {
            public static void Remember(HttpResponse response) => response.Cookies.Append("__Host-id", "1");
        }
        """);

    [Fact]
    public Task A_narrow_path_is_reported_whatever_the_policy() => Verify.Analyzer<CookiePrefixViolated>(
        """
        var app = WebApplication.Create(args);
        app.UseCookiePolicy(new CookiePolicyOptions { Secure = CookieSecurePolicy.Always });
        app.MapGet("/", (HttpContext context) => [|context.Response.Cookies.Append("__Host-id", "1", new CookieOptions { Path = "/shop" })|]);
        app.Run();
        """);

    [Theory]
    [InlineData("Domain = null", "Domain = \"example.org\"")]
    [InlineData("Path = \"/\"", "Path = \"/shop\"")]
    public Task A_promise_broken_in_a_branch_is_reported(string kept, string broken) => Reported(
        $$"""
        var options = new CookieOptions { Secure = true, {{kept}} };
        if (context.Request.IsHttps)
        {
            options.{{broken}};
        }

        [|context.Response.Cookies.Append("__Host-id", "1", options)|];
        """);

    [Theory]
    [InlineData("Domain = \"example.org\"", "Domain = null")]
    [InlineData("Path = \"/shop\"", "Path = \"/\"")]
    [InlineData("Path = null", "Path = \"/\"")]
    public Task A_promise_kept_in_the_end_is_not_reported(string broken, string kept) => Reported(
        $$"""
        var options = new CookieOptions { Secure = true, {{broken}} };
        options.{{kept}};
        context.Response.Cookies.Append("__Host-id", "1", options);
        """);

    [Fact]
    public Task A_path_taken_away_in_the_end_is_reported() => Reported(
        """
        var options = new CookieOptions { Secure = true, Path = "/" };
        options.Path = null;
        [|context.Response.Cookies.Append("__Host-id", "1", options)|];
        """);

    [Fact]
    public Task A_cookie_that_one_branch_deletes_is_not_reported() => Reported(
        """
        var options = new CookieOptions { Expires = DateTimeOffset.UtcNow.AddDays(1) };
        if (context.Request.IsHttps)
        {
            options.Expires = DateTimeOffset.MinValue;
        }

        context.Response.Cookies.Append("__Host-id", "1", options);
        """);

    [Fact]
    public Task Options_used_in_both_cases_are_read_once() => Verify.Analyzer<CookiePrefixViolated>(
        App("[|context.Response.Cookies.Append(\"__Host-id\", \"1\", context.Request.IsHttps ? Shared.Options : Shared.Options)|];") +
        """

        static class Shared
        {
            public static readonly CookieOptions Options = new() { HttpOnly = true };
        }
        """);

    [Fact]
    public Task A_property_that_its_type_completes_is_not_reported() => Verify.Analyzer<CookiePrefixViolated>(
        App("") +
        """

        class Visits
        {
            public Visits() => Options.Secure = true;

            private CookieOptions Options { get; } = new();

            public void Remember(HttpResponse response) => response.Cookies.Append("__Host-id", "1", Options);
        }
        """);

    [Fact]
    public Task Options_of_a_class_of_the_app_may_be_complete() => Verify.Analyzer<CookiePrefixViolated>(
        App("context.Response.Cookies.Append(\"__Host-id\", \"1\", new ShopOptions(true));") +
        """

        class ShopOptions : CookieOptions
        {
            public ShopOptions(bool secure) => Secure = secure;
        }
        """);

    [Fact]
    public Task Options_that_come_from_too_far_are_not_followed() => Reported(
        """
        var first = new CookieOptions { HttpOnly = true };
        var second = first;
        var third = second;
        var fourth = third;
        var fifth = fourth;
        context.Response.Cookies.Append("__Host-id", "1", fifth);
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

    private static Task Reported(string code) => Verify.Analyzer<CookiePrefixViolated>(App(code));
}
