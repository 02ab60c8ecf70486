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
    public Task A_field_set_by_the_constructor_is_read() => Verify.Analyzer<TAnalyzer>(
        App("") +
        """

        class Visits
        {
            private readonly CookieOptions _options;

            public Visits() => _options = new CookieOptions { Path = "/" };

            public void Remember(HttpResponse response) => [|response.Cookies.Append("id", "1", _options)|];
        }
        """);

    [Fact]
    public Task A_field_that_its_type_completes_is_not_reported() => Verified(
        App("") +
        """

        class Visits
        {
            private readonly CookieOptions _options = new();

            public Visits() => _options.TheFlag = true;

            public void Remember(HttpResponse response) => response.Cookies.Append("id", "1", _options);
        }
        """);

    [Fact]
    public Task A_property_with_a_getter_is_read() => Verify.Analyzer<TAnalyzer>(
        App("") +
        """

        class Visits
        {
            private static CookieOptions Options
            {
                get { return new CookieOptions { Path = "/" }; }
            }

            public void Remember(HttpResponse response) => [|response.Cookies.Append("id", "1", Options)|];
        }
        """);

    [Fact]
    public Task A_local_assigned_later_is_read() => Reported(
        """
        CookieOptions options;
        options = new CookieOptions { Path = "/" };
        [|context.Response.Cookies.Append("id", "1", options)|];
        """);

    [Fact]
    public Task Options_without_the_flag_in_both_cases_are_reported() => Reported(
        "[|context.Response.Cookies.Append(\"id\", \"1\", context.Request.IsHttps ? new CookieOptions { Path = \"/\" } : new CookieOptions())|];");

    [Fact]
    public Task Options_with_the_flag_in_one_case_are_not_reported() => NotReported(
        "context.Response.Cookies.Append(\"id\", \"1\", context.Request.IsHttps ? new CookieOptions { TheFlag = true } : new CookieOptions());");

    [Fact]
    public Task A_helper_of_the_app_that_sets_something_else_is_read() => Reported(
        """
        var options = new CookieOptions();
        Shorten(options);
        [|context.Response.Cookies.Append("id", "1", options)|];

        static void Shorten(CookieOptions options) => options.MaxAge = TimeSpan.FromMinutes(5);
        """);

    [Fact]
    public Task A_factory_that_is_asked_for_the_flag_is_not_reported() => NotReported(
        """
        context.Response.Cookies.Append("id", "1", Make(true));

        static CookieOptions Make(bool flag) => new CookieOptions { TheFlag = flag };
        """);

    [Fact]
    public Task A_deletion_by_a_negative_age_is_not_reported() => NotReported("context.Response.Cookies.Append(\"id\", \"\", new CookieOptions { MaxAge = TimeSpan.FromDays(-1) });");

    [Fact]
    public Task Delete_is_not_reported() => NotReported("context.Response.Cookies.Delete(\"id\", new CookieOptions { Path = \"/\" });");

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
    public Task The_flag_set_after_the_cookie_is_appended_is_reported() => Reported(
        """
        var options = new CookieOptions { Path = "/" };
        [|context.Response.Cookies.Append("id", "1", options)|];
        options.TheFlag = true;
        context.Response.Cookies.Append("later", "1", options);
        """);

    [Fact]
    public Task The_flag_set_in_the_round_before_counts() => NotReported(
        """
        var options = new CookieOptions();
        foreach (var name in new[] { "id", "name" })
        {
            context.Response.Cookies.Append(name, "1", options);
            options.TheFlag = true;
        }
        """);

    [Fact]
    public Task The_flag_turned_off_again_is_reported() => Reported(
        """
        var options = new CookieOptions { TheFlag = true };
        options.TheFlag = false;
        [|context.Response.Cookies.Append("id", "1", options)|];
        """);

    [Fact]
    public Task The_flag_turned_on_in_the_end_is_not_reported() => NotReported(
        """
        var options = new CookieOptions { TheFlag = false };
        options.TheFlag = true;
        context.Response.Cookies.Append("id", "1", options);
        """);

    [Fact]
    public Task Options_copied_from_others_have_their_flags() => Reported(
        """
        var shared = new CookieOptions { Path = "/" };
        [|context.Response.Cookies.Append("id", "1", new CookieOptions(shared) { IsEssential = true })|];
        context.Response.Cookies.Append("id", "1", new CookieOptions(new CookieOptions { TheFlag = true }));
        """);

    [Theory]
    [InlineData("TimeSpan.Zero")]
    [InlineData("TimeSpan.FromSeconds(0)")]
    [InlineData("-TimeSpan.FromDays(1)")]
    public Task A_deletion_by_an_age_that_is_not_positive_is_not_reported(string age) => NotReported($"context.Response.Cookies.Append(\"id\", \"\", new CookieOptions {{ MaxAge = {age} }});");

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
