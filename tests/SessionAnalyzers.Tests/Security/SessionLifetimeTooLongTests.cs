using SessionAnalyzers.Security;
using SessionAnalyzers.Tests.Verification;
using Xunit;

namespace SessionAnalyzers.Tests.Security;

public sealed class SessionLifetimeTooLongTests
{
    [Fact]
    public Task An_idle_timeout_of_days_is_reported() => Verify.Analyzer<SessionLifetimeTooLong>(
        Program("builder.Services.AddSession(options => {|#0:options.IdleTimeout = TimeSpan.FromDays(7)|});"),
        Verify.Diagnostic("SESS2010").WithLocation(0).WithArguments("IdleTimeout", "7 days", "12 hours"));

    [Theory]
    [InlineData("FromHours(13)")]
    [InlineData("FromMinutes(1440)")]
    [InlineData("FromSeconds(86400)")]
    [InlineData("FromMilliseconds(86_400_000)")]
    [InlineData("FromTicks(864_000_000_000)")]
    [InlineData("FromHours(12, minutes: 1)")]
    [InlineData("Parse(\"1.00:00:00\")")]
    [InlineData("ParseExact(\"1.00:00:00\", \"c\", null)")]
    [InlineData("FromDays(365)")]
    [InlineData("FromDays(1e9)")]
    [InlineData("FromTicks(long.MaxValue)")]
    [InlineData("MaxValue")]
    public Task An_idle_timeout_in_any_unit_is_reported(string duration) => Verified($"builder.Services.AddSession(options => [|options.IdleTimeout = TimeSpan.{duration}|]);");

    [Fact]
    public Task A_ticket_of_a_year_is_reported() => Verified(
        """
        builder.Services.AddAuthentication().AddCookie(options => [|options.ExpireTimeSpan = TimeSpan.FromDays(365)|]);
        """);

    [Fact]
    public Task A_cookie_of_a_year_is_reported() => Verified("builder.Services.AddSession(options => [|options.Cookie.MaxAge = TimeSpan.FromDays(365)|]);");

    [Fact]
    public Task A_constant_is_read() => Verified(
        """
        const int Days = 90;
        builder.Services.AddSession(options => [|options.IdleTimeout = TimeSpan.FromDays(Days)|]);
        """);

    [Fact]
    public Task An_initializer_is_read() => Verified(
        """
        var options = new SessionOptions { [|IdleTimeout = TimeSpan.FromDays(2)|] };
        """);

    [Fact]
    public Task The_application_cookie_is_read() => Verified("builder.Services.ConfigureApplicationCookie(options => [|options.ExpireTimeSpan = TimeSpan.FromDays(60)|]);");

    [Theory]
    [InlineData("new TimeSpan(13, 0, 0)")]
    [InlineData("(TimeSpan.FromHours(13))")]
    [InlineData("((TimeSpan.FromHours(13)))!")]
    [InlineData("new TimeSpan(1, 0, 0, 0)")]
    [InlineData("new TimeSpan(1, 0, 0, 0, 0)")]
    [InlineData("new(13, 0, 0)")]
    [InlineData("new TimeSpan(864_000_000_000L)")]
    public Task A_constructed_idle_timeout_is_reported(string duration) => Verified($"builder.Services.AddSession(options => [|options.IdleTimeout = {duration}|]);");

    [Fact]
    public Task A_static_field_is_read() => Verify.Analyzer<SessionLifetimeTooLong>(
        """
        public class Startup
        {
            private static readonly TimeSpan Week = TimeSpan.FromDays(7);

            public void ConfigureServices(IServiceCollection services) => services.AddSession(options => [|options.IdleTimeout = Week|]);
        }
        """);

    [Theory]
    [InlineData("MaxAge = TimeSpan.FromDays(365)")]
    [InlineData("Expires = DateTimeOffset.UtcNow.AddYears(1)")]
    [InlineData("Expires = DateTimeOffset.Now.AddDays(31)")]
    [InlineData("Expires = DateTime.Now.AddMonths(6)")]
    [InlineData("Expires = DateTimeOffset.UtcNow.Add(TimeSpan.FromDays(90))")]
    [InlineData("Expires = DateTimeOffset.UtcNow + TimeSpan.FromDays(90)")]
    [InlineData("Expires = DateTime.Today.AddYears(1)")]
    [InlineData("Expires = DateTimeOffset.UtcNow.UtcDateTime.AddYears(1)")]
    [InlineData("Expires = DateTimeOffset.Now.DateTime.AddYears(1)")]
    [InlineData("Expires = DateTimeOffset.Now.LocalDateTime.AddYears(1)")]
    [InlineData("Expires = DateTimeOffset.Now.Date.AddYears(1)")]
    [InlineData("Expires = ((DateTimeOffset)DateTime.UtcNow).AddYears(1)")]
    [InlineData("Expires = TimeProvider.System.GetUtcNow().AddYears(1)")]
    [InlineData("Expires = TimeProvider.System.GetLocalNow().AddYears(1)")]
    [InlineData("Expires = DateTimeOffset.MaxValue")]
    public Task A_cookie_that_keeps_somebody_signed_in_is_reported(string lifetime) => Verified(
        $$"""
        builder.Build().MapPost("/login", (HttpContext context) => context.Response.Cookies.Append("AuthToken", "…", new CookieOptions { [|{{lifetime}}|] }));
        """);

    [Theory]
    [InlineData("Expires = card.Issued.AddYears(1)")]
    [InlineData("Expires = card.Issued.UtcDateTime.AddYears(1)")]
    [InlineData("Expires = DateTimeOffset.UtcNow.Subtract(TimeSpan.FromDays(365))")]
    public Task A_cookie_that_ends_at_another_time_is_not_reported(string lifetime) => Verified(
        $$"""
        builder.Build().MapPost("/login", (HttpContext context, Card card) => context.Response.Cookies.Append("AuthToken", "…", new CookieOptions { {{lifetime}} }));

        public record Card(DateTimeOffset Issued);
        """);

    [Fact]
    public Task Options_in_a_local_are_read() => Verified(
        """
        builder.Build().MapPost("/login", (HttpContext context) =>
        {
            var options = new CookieOptions { HttpOnly = true };
            [|options.Expires = DateTimeOffset.UtcNow.AddYears(1)|];
            context.Response.Cookies.Append("remember-me", "…", options);
        });
        """);

    [Fact]
    public Task A_ticket_that_is_issued_for_long_is_reported() => Verified(
        """
        var properties = new Microsoft.AspNetCore.Authentication.AuthenticationProperties { IsPersistent = true, [|ExpiresUtc = DateTimeOffset.UtcNow.AddDays(365)|] };
        """);

    [Fact]
    public Task The_lifetimes_of_GranularSessions_are_read() => Verify.Analyzer<SessionLifetimeTooLong>(
        Program(
            """
            builder.Services.AddGranularSessions(options =>
            {
                [|options.IdleTimeout = TimeSpan.FromDays(1)|];
                [|options.AbsoluteTimeout = TimeSpan.FromDays(365)|];
            });
            """),
        test => test.ReferencesGranularSessions = true);

    [Fact]
    public Task A_cookie_with_a_preference_may_last() => Verified(
        """
        builder.Build().MapPost("/", (HttpContext context) => context.Response.Cookies.Append("layout", "wide", new CookieOptions { Expires = DateTimeOffset.UtcNow.AddYears(1) }));
        """);

    [Fact]
    public Task A_request_token_may_last() => Verified(
        """
        builder.Build().MapPost("/", (HttpContext context) => context.Response.Cookies.Append("XSRF-TOKEN", "…", new CookieOptions { MaxAge = TimeSpan.FromDays(90) }));
        """);

    [Fact]
    public Task A_deletion_is_not_reported() => Verified(
        """
        builder.Build().MapPost("/", (HttpContext context) => context.Response.Cookies.Append("AuthToken", "", new CookieOptions { Expires = DateTimeOffset.UtcNow.AddDays(-90) }));
        """);

    [Fact]
    public Task A_local_that_changes_is_not_reported() => Verified(
        """
        var timeout = TimeSpan.FromDays(7);
        timeout = builder.Configuration.GetValue<TimeSpan>("Timeout");
        builder.Services.AddSession(options => options.IdleTimeout = timeout);
        """);

    [Theory]
    [InlineData("FromMinutes(20)")]
    [InlineData("FromSeconds(1200)")]
    [InlineData("FromMilliseconds(1_200_000)")]
    [InlineData("FromMicroseconds(1_200_000_000)")]
    [InlineData("FromTicks(12_000_000_000)")]
    [InlineData("FromHours(11, minutes: 30)")]
    [InlineData("FromDays(-1e9)")]
    public Task An_ordinary_idle_timeout_is_not_reported(string duration) => Verified($"builder.Services.AddSession(options => options.IdleTimeout = TimeSpan.{duration});");

    [Fact]
    public Task An_idle_timeout_of_many_microseconds_is_reported() => Verified("builder.Services.AddSession(options => [|options.IdleTimeout = TimeSpan.FromMicroseconds(86_400_000_000)|]);");

    [Fact]
    public Task A_field_with_a_cast_is_read() => Verify.Analyzer<SessionLifetimeTooLong>(
        """
        public class Startup
        {
            private static readonly TimeSpan Week = (TimeSpan)TimeSpan.FromDays(7);

            public void ConfigureServices(IServiceCollection services) => services.AddSession(options => [|options.IdleTimeout = Week|]);
        }
        """);

    [Fact]
    public Task Fields_that_lead_to_each_other_are_not_followed() => Verify.Analyzer<SessionLifetimeTooLong>(
        """
        public class Startup
        {
            private static readonly TimeSpan One = Other;
            private static readonly TimeSpan Other = One;

            public void ConfigureServices(IServiceCollection services) => services.AddSession(options => options.IdleTimeout = One);
        }
        """);

    [Fact]
    public Task The_bound_itself_is_not_reported() => Verified("builder.Services.AddSession(options => options.IdleTimeout = TimeSpan.FromHours(12));");

    [Fact]
    public Task Two_weeks_of_a_ticket_are_not_reported() => Verified("builder.Services.AddAuthentication().AddCookie(options => options.ExpireTimeSpan = TimeSpan.FromDays(14));");

    [Fact]
    public Task A_bound_of_the_project_replaces_the_default() => Verify.Analyzer<SessionLifetimeTooLong>(
        Program("builder.Services.AddSession(options => {|#0:options.IdleTimeout = TimeSpan.FromMinutes(60)|});"),
        test =>
        {
            test.Project.EditorConfig = "root = true\n[*.cs]\nsessionanalyzers.sess2010.max_idle_timeout = 30m";
            test.Expected.Add(Verify.Diagnostic("SESS2010").WithLocation(0).WithArguments("IdleTimeout", "60 minutes", "30 minutes"));
        });

    [Fact]
    public Task A_longer_bound_for_tickets_is_kept() => Verify.Analyzer<SessionLifetimeTooLong>(
        Program("builder.Services.AddAuthentication().AddCookie(options => options.ExpireTimeSpan = TimeSpan.FromDays(60));"),
        test => test.Project.EditorConfig = "root = true\n[*.cs]\nsessionanalyzers.sess2010.max_lifetime = 90d");

    [Fact]
    public Task An_invalid_bound_leaves_the_default() => Verify.Analyzer<SessionLifetimeTooLong>(
        Program("builder.Services.AddSession(options => [|options.IdleTimeout = TimeSpan.FromDays(7)|]);"),
        test => test.Project.EditorConfig = "root = true\n[*.cs]\nsessionanalyzers.sess2010.max_idle_timeout = a week");

    [Fact]
    public Task A_configured_timeout_is_not_reported() => Verified(
        "builder.Services.AddSession(options => options.IdleTimeout = TimeSpan.FromDays(builder.Configuration.GetValue<int>(\"Days\")));");

    [Fact]
    public Task The_timeout_of_something_else_is_not_reported() => Verified(
        """
        var pool = new Pool { IdleTimeout = TimeSpan.FromDays(7) };

        class Pool { public TimeSpan IdleTimeout { get; set; } }
        """);

    private static string Program(string registration) =>
        $"""
        var builder = WebApplication.CreateBuilder(args);
        {registration}
        """;

    private static Task Verified(string registration) => Verify.Analyzer<SessionLifetimeTooLong>(Program(registration));
}
