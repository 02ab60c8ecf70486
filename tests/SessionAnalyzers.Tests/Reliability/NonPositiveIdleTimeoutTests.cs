using SessionAnalyzers.Reliability;
using SessionAnalyzers.Tests.Verification;
using Xunit;

namespace SessionAnalyzers.Tests.Reliability;

public sealed class NonPositiveIdleTimeoutTests
{
    [Theory]
    [InlineData("TimeSpan.Zero", "zero")]
    [InlineData("TimeSpan.FromMinutes(0)", "zero")]
    [InlineData("TimeSpan.FromMinutes(0.0)", "zero")]
    [InlineData("default", "zero")]
    [InlineData("default(TimeSpan)", "zero")]
    [InlineData("new TimeSpan()", "zero")]
    [InlineData("new()", "zero")]
    [InlineData("new TimeSpan(0, 0, 0)", "zero")]
    [InlineData("TimeSpan.Parse(\"00:00:00\")", "zero")]
    [InlineData("TimeSpan.FromMicroseconds(0)", "zero")]
    [InlineData("TimeSpan.FromMinutes(-1)", "-00:01:00")]
    [InlineData("TimeSpan.FromMicroseconds(-2000)", "-00:00:00.0020000")]
    [InlineData("-TimeSpan.FromHours(2)", "-02:00:00")]
    [InlineData("(-TimeSpan.FromHours(2))", "-02:00:00")]
    [InlineData("-(TimeSpan.FromHours(2))", "-02:00:00")]
    [InlineData("(TimeSpan.Zero!)", "zero")]
    [InlineData("TimeSpan.MinValue", "TimeSpan.MinValue")]
    [InlineData("Timeout.InfiniteTimeSpan", "Timeout.InfiniteTimeSpan, which is negative")]
    public Task A_timeout_that_is_not_positive_is_reported(string timeout, string display) => Verify.Analyzer<NonPositiveIdleTimeout>(
        App($"builder.Services.AddSession(options => {{|#0:options.IdleTimeout = {timeout}|}});"),
        Verify.Diagnostic("SESS3016").WithLocation(0).WithArguments(display));

    [Fact]
    public Task A_constant_is_followed() => Reported(
        """
        const int minutes = 0;
        builder.Services.AddSession(options => [|options.IdleTimeout = TimeSpan.FromMinutes(minutes)|]);
        """);

    [Fact]
    public Task A_local_is_followed() => Reported(
        """
        var never = (Timeout.InfiniteTimeSpan);
        builder.Services.AddSession(options => [|options.IdleTimeout = never|]);
        """);

    [Fact]
    public Task A_local_made_of_constants_is_followed() => Reported(
        """
        const int Minutes = 0;
        var never = TimeSpan.FromMinutes(Minutes);
        builder.Services.AddSession(options => [|options.IdleTimeout = never|]);
        """);

    [Fact]
    public Task A_field_made_of_constants_is_followed() => Verify.Analyzer<NonPositiveIdleTimeout>(
        """
        public class Startup
        {
            private const int Minutes = 0;
            private static readonly TimeSpan Idle = TimeSpan.FromMinutes(Minutes);

            public void ConfigureServices(IServiceCollection services) => services.AddSession(options => [|options.IdleTimeout = Idle|]);
        }
        """);

    [Theory]
    [InlineData("private static TimeSpan")]
    [InlineData("private readonly TimeSpan")]
    public Task A_field_that_may_change_is_not_followed(string declaration) => Verify.Analyzer<NonPositiveIdleTimeout>(
        $$"""
        public class Startup
        {
            {{declaration}} _idle = TimeSpan.Zero;

            public void ConfigureServices(IServiceCollection services) => services.AddSession(options => options.IdleTimeout = _idle);
        }
        """);

    [Theory]
    [InlineData("TimeSpan.FromMinutes(0, seconds: 30)")]
    [InlineData("TimeSpan.FromHours(0, 30, 1, 1, 1)")]
    [InlineData("TimeSpan.FromDays(-1e9)")]
    [InlineData("new TimeSpan(int.MinValue, 0, 0, 0)")]
    [InlineData("Shop.TimeSpan.Unlimited()")]
    [InlineData("Shop.TimeSpan.Around(0)")]
    public Task A_timeout_whose_value_is_not_known_is_not_reported(string timeout) => Verify.Analyzer<NonPositiveIdleTimeout>(
        App($"builder.Services.AddSession(options => options.IdleTimeout = {timeout});")
        + """

        namespace Shop
        {
            public static class TimeSpan
            {
                public static System.TimeSpan Unlimited() => System.TimeSpan.MaxValue;
                public static System.TimeSpan Around(int minutes) => System.TimeSpan.FromMinutes(minutes + 1);
            }
        }
        """);

    [Fact]
    public Task A_read_only_field_is_followed() => Verify.Analyzer<NonPositiveIdleTimeout>(
        """
        public class Startup
        {
            private static readonly TimeSpan Idle = TimeSpan.Zero;

            public void ConfigureServices(IServiceCollection services) => services.AddSession(options => [|options.IdleTimeout = Idle|]);
        }
        """);

    [Fact]
    public Task Configure_is_read() => Reported(
        """
        builder.Services.AddSession();
        builder.Services.Configure<SessionOptions>(options => [|options.IdleTimeout = TimeSpan.Zero|]);
        """);

    [Fact]
    public Task Options_of_UseSession_are_read() => Reported("builder.Build().UseSession(new SessionOptions { [|IdleTimeout = TimeSpan.Zero|] });");

    [Fact]
    public Task A_method_as_callback_is_read() => Reported(
        """
        builder.Services.AddSession(Configure);

        static void Configure(SessionOptions options) => [|options.IdleTimeout = TimeSpan.Zero|];
        """);

    [Fact]
    public Task A_positive_timeout_is_not_reported() => NotReported("builder.Services.AddSession(options => options.IdleTimeout = TimeSpan.FromMinutes(20));");

    [Fact]
    public Task The_longest_timeout_is_not_reported() => NotReported("builder.Services.AddSession(options => options.IdleTimeout = TimeSpan.MaxValue);");

    [Fact]
    public Task A_timeout_of_seconds_is_not_reported() => NotReported("builder.Services.AddSession(options => options.IdleTimeout = new TimeSpan(0, 0, 30));");

    [Fact]
    public Task A_timeout_from_configuration_is_not_reported() => NotReported("builder.Services.AddSession(options => options.IdleTimeout = TimeSpan.FromMinutes(builder.Configuration.GetValue<int>(\"Idle\")));");

    [Fact]
    public Task A_local_that_is_set_again_is_not_reported() => NotReported(
        """
        var idle = TimeSpan.Zero;
        idle = TimeSpan.FromMinutes(builder.Configuration.GetValue<int>("Idle"));
        builder.Services.AddSession(options => options.IdleTimeout = idle);
        """);

    [Fact]
    public Task A_timeout_that_is_set_again_is_not_reported() => NotReported(
        """
        builder.Services.AddSession(options =>
        {
            options.IdleTimeout = TimeSpan.Zero;
            options.IdleTimeout = TimeSpan.FromMinutes(20);
        });
        """);

    [Fact]
    public Task A_timeout_that_configuration_sets_too_is_not_reported() => NotReported(
        """
        builder.Services.AddSession(options => options.IdleTimeout = TimeSpan.Zero);
        builder.Services.Configure<SessionOptions>(builder.Configuration.GetSection("Session"));
        """);

    [Fact]
    public Task A_timeout_decided_at_run_time_is_not_reported() => NotReported(
        "builder.Services.AddSession(options => options.IdleTimeout = builder.Environment.IsDevelopment() ? TimeSpan.Zero : TimeSpan.FromMinutes(20));");

    [Fact]
    public Task Fields_that_lead_to_each_other_are_not_followed() => Verify.Analyzer<NonPositiveIdleTimeout>(
        """
        public class Startup
        {
            private static readonly TimeSpan One = -Other;
            private static readonly TimeSpan Other = -One;

            public void ConfigureServices(IServiceCollection services) => services.AddSession(options => options.IdleTimeout = One);
        }
        """);

    [Fact]
    public Task Nor_are_fields_of_a_type_that_only_has_the_name_of_a_known_one() => Verify.Analyzer<NonPositiveIdleTimeout>(
        """
        public static class Timeout
        {
            public static readonly TimeSpan One = -Other;
            public static readonly TimeSpan Other = -One;
        }

        public class Startup
        {
            public void ConfigureServices(IServiceCollection services) => services.AddSession(options => options.IdleTimeout = Timeout.One);
        }
        """);

    [Fact]
    public Task The_timeout_of_something_else_is_not_reported() => Verify.Analyzer<NonPositiveIdleTimeout>(
        """
        var options = new SessionOptions { IdleTimeout = TimeSpan.Zero };

        class SessionOptions { public TimeSpan IdleTimeout { get; set; } }
        """);

    [Fact]
    public Task Another_timeout_of_the_session_is_not_reported() => NotReported("builder.Services.AddSession(options => options.IOTimeout = Timeout.InfiniteTimeSpan);");

    private static string App(string services) =>
        $"""
        var builder = WebApplication.CreateBuilder(args);
        {services}
        """;

    private static Task Reported(string services) => Verify.Analyzer<NonPositiveIdleTimeout>(App(services));

    private static Task NotReported(string services) => Verify.Analyzer<NonPositiveIdleTimeout>(App(services));
}
