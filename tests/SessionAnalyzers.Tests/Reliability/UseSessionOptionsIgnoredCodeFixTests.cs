using SessionAnalyzers.Reliability;
using SessionAnalyzers.Tests.Verification;
using Xunit;

namespace SessionAnalyzers.Tests.Reliability;

public sealed class UseSessionOptionsIgnoredCodeFixTests
{
    [Fact]
    public Task The_options_move_to_the_end_of_the_callback() => Fixes(
        """
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddSession(options =>
        {
            options.Cookie.HttpOnly = true; // the default
        });
        var app = builder.Build();
        app.UseSession([|new SessionOptions
        {
            IdleTimeout = TimeSpan.FromMinutes(5),
            Cookie = { Name = ".Shop" },
        }|]);
        app.Run();
        """,
        """
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddSession(options =>
        {
            options.Cookie.HttpOnly = true; // the default
            options.IdleTimeout = TimeSpan.FromMinutes(5);
            options.Cookie.Name = ".Shop";
        });
        var app = builder.Build();
        app.UseSession();
        app.Run();
        """);

    [Fact]
    public Task A_value_that_was_in_effect_replaces_the_one_that_was_not() => Fixes(
        """
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddSession(options =>
        {
            options.IdleTimeout = TimeSpan.FromHours(1);
            options.Cookie.IsEssential = true;
        });
        var app = builder.Build();
        app.UseSession([|new SessionOptions { IdleTimeout = TimeSpan.FromHours(2) }|]);
        """,
        """
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddSession(options =>
        {
            options.IdleTimeout = TimeSpan.FromHours(2);
            options.Cookie.IsEssential = true;
        });
        var app = builder.Build();
        app.UseSession();
        """);

    [Fact]
    public Task A_lambda_of_one_expression_becomes_a_block() => Fixes(
        """
        public class Startup
        {
            public void ConfigureServices(IServiceCollection services)
            {
                services.AddSession(o => o.Cookie.IsEssential = true);
            }

            public void Configure(IApplicationBuilder app)
            {
                app.UseSession([|new() { Cookie = { Name = ".Shop" }, IOTimeout = TimeSpan.FromSeconds(5) }|]);
            }
        }
        """,
        """
        public class Startup
        {
            public void ConfigureServices(IServiceCollection services)
            {
                services.AddSession(o =>
                {
                    o.Cookie.IsEssential = true;
                    o.Cookie.Name = ".Shop";
                    o.IOTimeout = TimeSpan.FromSeconds(5);
                });
            }

            public void Configure(IApplicationBuilder app)
            {
                app.UseSession();
            }
        }
        """);

    [Fact]
    public Task An_expression_that_sets_the_same_gets_the_value() => Fixes(
        """
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddSession(options => options.IdleTimeout = TimeSpan.FromHours(1));
        builder.Build().UseSession([|new SessionOptions { IdleTimeout = TimeSpan.FromHours(2) }|]);
        """,
        """
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddSession(options => options.IdleTimeout = TimeSpan.FromHours(2));
        builder.Build().UseSession();
        """);

    [Fact]
    public Task Empty_options_are_dropped() => Fixes(
        """
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddSession();
        builder.Services.Configure<SessionOptions>(builder.Configuration.GetSection("Session"));
        builder.Build().UseSession([|new SessionOptions()|]);
        """,
        """
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddSession();
        builder.Services.Configure<SessionOptions>(builder.Configuration.GetSection("Session"));
        builder.Build().UseSession();
        """);

    [Fact]
    public Task The_registration_may_lie_in_another_file() => Verify.CodeFix<UseSessionOptionsIgnored, UseSessionOptionsIgnoredCodeFix>(test =>
    {
        test.AddDocument(
            "Registration.cs",
            "public static class Registration\n{\n    public static void AddShop(this IServiceCollection services) => services.AddSession(o => o.IdleTimeout = TimeSpan.FromHours(1));\n}\n",
            "public static class Registration\n{\n    public static void AddShop(this IServiceCollection services) => services.AddSession(o => o.IdleTimeout = TimeSpan.FromHours(2));\n}\n");
        test.AddDocument(
            "Pipeline.cs",
            "public static class Pipeline\n{\n    public static void UseShop(this IApplicationBuilder app) => app.UseSession([|new SessionOptions { IdleTimeout = TimeSpan.FromHours(2) }|]);\n}\n",
            "public static class Pipeline\n{\n    public static void UseShop(this IApplicationBuilder app) => app.UseSession();\n}\n");
    });

    [Fact]
    public Task A_value_of_another_scope_stays() => Stays(
        """
        public class Startup
        {
            public void ConfigureServices(IServiceCollection services) => services.AddSession(o => o.Cookie.IsEssential = true);

            public void Configure(IApplicationBuilder app, TimeSpan timeout) => app.UseSession([|new SessionOptions { IdleTimeout = timeout }|]);
        }
        """);

    [Fact]
    public Task A_new_builder_of_the_cookie_stays() => Stays(
        """
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddSession(options => options.Cookie.IsEssential = true);
        builder.Build().UseSession([|new SessionOptions { Cookie = new CookieBuilder { Name = ".Shop" } }|]);
        """);

    [Fact]
    public Task Options_of_a_variable_stay() => Stays(
        """
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddSession(options => options.Cookie.IsEssential = true);
        var session = new SessionOptions { IdleTimeout = TimeSpan.FromHours(2) };
        builder.Build().UseSession([|session|]);
        """);

    [Fact]
    public Task A_comment_is_not_lost() => Stays(
        """
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddSession(options => options.Cookie.IsEssential = true);
        builder.Build().UseSession([|new SessionOptions
        {
            IdleTimeout = TimeSpan.FromHours(2), // as long as the shift
        }|]);
        """);

    [Fact]
    public Task Two_registrations_stay() => Stays(
        """
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddSession(options => options.Cookie.IsEssential = true);
        builder.Services.AddSession(options => options.Cookie.Name = ".Shop");
        builder.Build().UseSession([|new SessionOptions { IdleTimeout = TimeSpan.FromHours(2) }|]);
        """);

    private static Task Fixes(string source, string fixedSource) => Verify.CodeFix<UseSessionOptionsIgnored, UseSessionOptionsIgnoredCodeFix>(source, fixedSource);

    private static Task Stays(string source) => Verify.NoCodeFix<UseSessionOptionsIgnored, UseSessionOptionsIgnoredCodeFix>(source);
}
