using SessionAnalyzers.Reliability;
using SessionAnalyzers.Tests.Verification;
using Xunit;

namespace SessionAnalyzers.Tests.Reliability;

public sealed class UseSessionOptionsIgnoredTests
{
    [Fact]
    public Task What_AddSession_sets_is_named() => Verify.Analyzer<UseSessionOptionsIgnored>(
        App("builder.Services.AddSession(options => { options.IdleTimeout = TimeSpan.FromHours(1); options.Cookie.Name = \".Shop\"; });", "app.UseSession({|#0:new SessionOptions { IOTimeout = TimeSpan.FromSeconds(5) }|});"),
        Verify.Diagnostic("SESS3015").WithLocation(0).WithArguments("the registered IdleTimeout, Cookie.Name"));

    [Fact]
    public Task Empty_options_are_reported() => Reported(
        "builder.Services.AddSession(options => options.IdleTimeout = TimeSpan.FromHours(1));",
        "app.UseSession([|new SessionOptions()|]);");

    [Fact]
    public Task Another_value_is_reported() => Reported(
        "builder.Services.AddSession(options => options.IdleTimeout = TimeSpan.FromHours(1));",
        "app.UseSession([|new SessionOptions { IdleTimeout = TimeSpan.FromHours(2) }|]);");

    [Fact]
    public Task Options_of_a_variable_are_reported() => Reported(
        "builder.Services.AddSession(options => options.IdleTimeout = TimeSpan.FromHours(1));",
        """
        var session = new SessionOptions();
        session.Cookie.Name = ".Shop";
        app.UseSession([|session|]);
        """);

    [Fact]
    public Task Configure_counts_as_AddSession_with_options() => Verify.Analyzer<UseSessionOptionsIgnored>(
        App(
            """
            builder.Services.AddSession();
            builder.Services.Configure<SessionOptions>(builder.Configuration.GetSection("Session"));
            """,
            "app.UseSession({|#0:new SessionOptions()|});"),
        Verify.Diagnostic("SESS3015").WithLocation(0).WithArguments("what is registered"));

    [Fact]
    public Task Options_set_where_they_cannot_be_seen_are_reported() => Verify.Analyzer<UseSessionOptionsIgnored>(
        App("builder.Services.AddSession(builder.Configuration.GetSection(\"Session\").Bind);", "app.UseSession({|#0:new SessionOptions()|});"),
        Verify.Diagnostic("SESS3015").WithLocation(0).WithArguments("what is registered"));

    [Fact]
    public Task A_Startup_class_is_read() => Verify.Analyzer<UseSessionOptionsIgnored>(
        """
        public class Startup
        {
            public void ConfigureServices(IServiceCollection services) => services.AddSession(o => o.Cookie.IsEssential = true);

            public void Configure(IApplicationBuilder app) => app.UseSession([|new SessionOptions { IdleTimeout = TimeSpan.FromMinutes(5) }|]);
        }
        """);

    [Fact]
    public Task The_registration_may_lie_in_another_file() => Verify.Analyzer<UseSessionOptionsIgnored>(test =>
    {
        test.AddDocument("Registration.cs", "public static class Registration { public static void AddShop(this IServiceCollection services) => services.AddSession(o => o.IdleTimeout = TimeSpan.FromHours(1)); }");
        test.AddDocument("Pipeline.cs", "public static class Pipeline { public static void UseShop(this IApplicationBuilder app) => app.UseSession([|new SessionOptions()|]); }");
    });

    [Fact]
    public Task A_host_of_its_own_is_judged_by_itself() => Verify.Analyzer<UseSessionOptionsIgnored>(
        """
        var app = WebApplication.Create(args);
        app.UseSession();

        public static class Admin
        {
            public static WebApplication Create()
            {
                var builder = WebApplication.CreateBuilder();
                builder.Services.AddSession(options => options.IdleTimeout = TimeSpan.FromMinutes(5));
                var app = builder.Build();
                app.UseSession([|new SessionOptions { Cookie = { Name = ".Admin" } }|]);
                return app;
            }
        }
        """);

    [Fact]
    public Task A_bare_UseSession_is_not_reported() => NotReported(
        "builder.Services.AddSession(options => options.IdleTimeout = TimeSpan.FromHours(1));",
        "app.UseSession();");

    [Fact]
    public Task Options_are_not_reported_where_AddSession_has_none() => NotReported(
        "builder.Services.AddSession();",
        "app.UseSession(new SessionOptions { IdleTimeout = TimeSpan.FromHours(1) });");

    [Fact]
    public Task The_same_settings_twice_are_not_reported() => NotReported(
        "builder.Services.AddSession(options => { options.IdleTimeout = TimeSpan.FromHours(1); });",
        "app.UseSession(new SessionOptions { IdleTimeout = TimeSpan.FromHours(1), Cookie = { Name = \".Shop\" } });");

    [Fact]
    public Task The_registered_options_themselves_are_not_reported() => Verify.Analyzer<UseSessionOptionsIgnored>(
        """
        using Microsoft.Extensions.Options;

        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddSession(options => options.IdleTimeout = TimeSpan.FromHours(1));
        var app = builder.Build();
        var registered = app.Services.GetRequiredService<IOptions<SessionOptions>>().Value;
        app.UseSession(new SessionOptions { IdleTimeout = registered.IdleTimeout });
        """);

    [Fact]
    public Task A_branch_with_options_of_its_own_is_not_reported() => NotReported(
        "builder.Services.AddSession(options => options.IdleTimeout = TimeSpan.FromHours(1));",
        """
        app.Map("/admin", admin => admin.UseSession(new SessionOptions { Cookie = { Name = ".Admin" } }));
        app.UseSession();
        """);

    [Fact]
    public Task Options_made_by_others_are_not_reported() => Verify.Analyzer<UseSessionOptionsIgnored>(
        """
        public class Startup
        {
            public void ConfigureServices(IServiceCollection services) => services.AddSession(o => o.IdleTimeout = TimeSpan.FromHours(1));

            public void Configure(IApplicationBuilder app, SessionOptions options) => app.UseSession(options);
        }
        """);

    [Fact]
    public Task A_UseSession_of_the_app_is_not_reported() => Verify.Analyzer<UseSessionOptionsIgnored>(
        """
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddSession(options => options.IdleTimeout = TimeSpan.FromHours(1));
        builder.Build().UseSession("shop", new SessionOptions());

        static class Pipeline
        {
            public static void UseSession(this IApplicationBuilder app, string name, SessionOptions options) { }
        }
        """);

    [Theory]
    [InlineData("IOptionsSnapshot<SessionOptions>")]
    [InlineData("IOptionsMonitor<SessionOptions>")]
    [InlineData("IOptions<Microsoft.AspNetCore.Builder.SessionOptions>")]
    public Task Options_that_are_read_somewhere_are_not_reported(string read) => Verify.Analyzer<UseSessionOptionsIgnored>(
        "using Microsoft.Extensions.Options;\n\n"
        + App("builder.Services.AddSession(options => options.IdleTimeout = TimeSpan.FromHours(1));", "app.UseSession(new SessionOptions());")
        + $"\npublic class Footer({read} options) {{ public object Options => options; }}");

    [Theory]
    [InlineData("options.IOTimeout = TimeSpan.FromSeconds(1)", "IOTimeout")]
    [InlineData("options.Cookie.HttpOnly = true", "Cookie.HttpOnly")]
    [InlineData("options.Cookie.IsEssential = true", "Cookie.IsEssential")]
    public Task What_is_lost_is_named(string setting, string name) => Verify.Analyzer<UseSessionOptionsIgnored>(
        App($"builder.Services.AddSession(options => {setting});", "app.UseSession({|#0:new SessionOptions()|});"),
        Verify.Diagnostic("SESS3015").WithLocation(0).WithArguments($"the registered {name}"));

    [Fact]
    public Task Qualified_options_are_configured_too() => Verify.Analyzer<UseSessionOptionsIgnored>(
        App(
            "builder.Services.AddSession();\nbuilder.Services.Configure<Microsoft.AspNetCore.Builder.SessionOptions>(options => options.IdleTimeout = TimeSpan.FromHours(1));",
            "app.UseSession({|#0:new SessionOptions()|});"),
        Verify.Diagnostic("SESS3015").WithLocation(0).WithArguments("what is registered"));

    [Fact]
    public Task Options_of_something_else_are_not_the_session_s() => NotReported(
        "builder.Services.AddSession();\nbuilder.Services.Configure<CookiePolicyOptions>(options => options.Secure = CookieSecurePolicy.Always);",
        "app.UseSession(new SessionOptions());");

    [Fact]
    public Task A_host_that_registers_no_session_is_judged_with_the_others() => Verify.Analyzer<UseSessionOptionsIgnored>(
        """
        public static class Registration
        {
            public static void Add(IServiceCollection services) => services.AddSession(options => options.IdleTimeout = TimeSpan.FromMinutes(5));
        }

        public static class Shop
        {
            public static void Use(IApplicationBuilder app) => app.UseSession();
        }

        public static class Admin
        {
            public static void Use(IApplicationBuilder app) => app.UseSession(new SessionOptions());
        }
        """);

    private static string App(string services, string pipeline) =>
        $"""
        var builder = WebApplication.CreateBuilder(args);
        {services}
        var app = builder.Build();
        {pipeline}
        app.Run();
        """;

    private static Task Reported(string services, string pipeline) => Verify.Analyzer<UseSessionOptionsIgnored>(App(services, pipeline));

    private static Task NotReported(string services, string pipeline) => Verify.Analyzer<UseSessionOptionsIgnored>(App(services, pipeline));
}
