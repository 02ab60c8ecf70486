using Microsoft.CodeAnalysis.Diagnostics;
using SessionAnalyzers.Tests.Verification;
using Xunit;

namespace SessionAnalyzers.Tests.Security;

/// <summary>What the rules over one flag of an appended cookie have in common.</summary>
public abstract class CookieFlagTests<TAnalyzer>(string id, string flag)
    where TAnalyzer : DiagnosticAnalyzer, new()
{
    [Fact]
    public Task An_append_without_options_is_reported() => Verify.Analyzer<TAnalyzer>(
        App("{|#0:context.Response.Cookies.Append(\"id\", \"1\")|};"),
        Verify.Diagnostic(id).WithLocation(0).WithArguments("Cookie 'id'"));

    [Fact]
    public Task Options_without_the_flag_are_reported() => Reported("[|context.Response.Cookies.Append(\"id\", \"1\", new CookieOptions { Path = \"/\" })|];");

    [Fact]
    public Task The_flag_turned_off_is_reported() => Reported("[|context.Response.Cookies.Append(\"id\", \"1\", new CookieOptions { TheFlag = false })|];");

    [Fact]
    public Task A_local_without_the_flag_is_reported() => Reported(
        """
        var options = new CookieOptions { Path = "/" };
        options.MaxAge = TimeSpan.FromDays(1);
        [|context.Response.Cookies.Append("id", "1", options)|];
        """);

    [Fact]
    public Task A_factory_of_the_app_is_read() => Reported(
        """
        [|context.Response.Cookies.Append("id", "1", Make())|];

        static CookieOptions Make() => new CookieOptions { Path = "/" };
        """);

    [Fact]
    public Task A_static_field_is_read() => Verify.Analyzer<TAnalyzer>(
        App("[|context.Response.Cookies.Append(\"id\", \"1\", Shared.Options)|];") +
        """

        static class Shared
        {
            public static readonly CookieOptions Options = new CookieOptions { Path = "/" };
        }
        """);

    [Fact]
    public Task A_cookie_whose_name_is_computed_is_reported() => Verify.Analyzer<TAnalyzer>(
        App("{|#0:context.Response.Cookies.Append(context.Request.Path, \"1\")|};"),
        Verify.Diagnostic(id).WithLocation(0).WithArguments("The cookie"));

    [Fact]
    public Task A_controller_of_a_Startup_app_is_reported() => Verify.Analyzer<TAnalyzer>(
        """
        using Microsoft.AspNetCore.Mvc;

        public class HomeController : Controller
        {
            public void Index() => [|Response.Cookies.Append("id", "1")|];
        }

        public class Startup
        {
            public void Configure(IApplicationBuilder app) => app.UseRouting();
        }
        """);

    [Fact]
    public Task The_flag_in_the_initializer_is_not_reported() => NotReported("context.Response.Cookies.Append(\"id\", \"1\", new CookieOptions { TheFlag = true });");

    [Fact]
    public Task The_flag_set_later_is_not_reported() => NotReported(
        """
        var options = new CookieOptions();
        options.TheFlag = true;
        context.Response.Cookies.Append("id", "1", options);
        """);

    [Fact]
    public Task The_flag_set_in_a_branch_is_not_reported() => NotReported(
        """
        var options = new CookieOptions();
        if (context.Request.IsHttps)
        {
            options.TheFlag = true;
        }

        context.Response.Cookies.Append("id", "1", options);
        """);

    [Fact]
    public Task The_flag_decided_at_run_time_is_not_reported() => NotReported("context.Response.Cookies.Append(\"id\", \"1\", new CookieOptions { TheFlag = context.Request.IsHttps });");

    [Fact]
    public Task Options_handed_to_a_method_are_not_reported() => NotReported(
        """
        var options = new CookieOptions();
        Harden(options);
        context.Response.Cookies.Append("id", "1", options);

        static void Harden(CookieOptions options) => options.TheFlag = true;
        """);

    [Fact]
    public Task Options_from_a_parameter_are_not_reported() => NotReported(
        """
        Send(context, new CookieOptions { TheFlag = true });

        static void Send(HttpContext context, CookieOptions options) => context.Response.Cookies.Append("id", "1", options);
        """);

    [Fact]
    public Task A_deletion_is_not_reported() => NotReported("context.Response.Cookies.Append(\"id\", \"\", new CookieOptions { Expires = DateTimeOffset.UtcNow.AddDays(-1) });");

    [Fact]
    public Task A_cookie_policy_that_completes_all_cookies_is_enough() => Verified(
        """
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.Configure<CookiePolicyOptions>(options => options.OnAppendCookie = append => append.CookieOptions.TheFlag = true);
        var app = builder.Build();
        app.UseCookiePolicy();
        app.MapGet("/", (HttpContext context) => context.Response.Cookies.Append("id", "1"));
        app.Run();
        """);

    [Fact]
    public Task A_library_leaves_it_to_its_app() => Verify.Analyzer<TAnalyzer>(
        """
        public class Preferences
        {
            public void Save(HttpContext context) => context.Response.Cookies.Append("id", "1");
        }
        """);

    [Fact]
    public Task An_Append_of_something_else_is_not_reported() => NotReported("new System.Text.StringBuilder().Append(\"id\", 0, 1);");

    private static string App(string code) =>
        $$"""
        var app = WebApplication.Create(args);
        app.MapGet("/", (HttpContext context) =>
        {
            {{code}}
        });
        app.Run();

        """;

    private Task Reported(string code) => Verified(App(code));

    private Task NotReported(string code) => Verified(App(code));

    private Task Verified(string source) => Verify.Analyzer<TAnalyzer>(source.Replace("TheFlag", flag));
}
