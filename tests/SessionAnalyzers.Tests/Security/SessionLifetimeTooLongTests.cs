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
    [InlineData("FromDays(365)")]
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

    [Fact]
    public Task An_ordinary_idle_timeout_is_not_reported() => Verified("builder.Services.AddSession(options => options.IdleTimeout = TimeSpan.FromMinutes(20));");

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
