using SessionAnalyzers.Security;
using SessionAnalyzers.Tests.Verification;
using Xunit;

namespace SessionAnalyzers.Tests.Security;

public sealed class InsecureSessionCookieCodeFixTests
{
    [Fact]
    public Task A_bare_AddSession_gets_a_lambda() => Fixes(
        """
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.[|AddSession|]();
        """,
        """
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddSession(options => options.Cookie.SecurePolicy = CookieSecurePolicy.Always);
        """);

    [Fact]
    public Task A_lambda_whose_name_is_taken_gets_another() => Fixes(
        """
        public static class Registration
        {
            public static IServiceCollection AddShop(this IServiceCollection services, string options) => services.[|AddSession|]();
        }
        """,
        """
        public static class Registration
        {
            public static IServiceCollection AddShop(this IServiceCollection services, string options) => services.AddSession(session => session.Cookie.SecurePolicy = CookieSecurePolicy.Always);
        }
        """);

    [Fact]
    public Task A_lambda_of_one_expression_becomes_a_block() => Fixes(
        """
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.[|AddSession|](options => options.IdleTimeout = TimeSpan.FromMinutes(30));
        """,
        """
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddSession(options =>
        {
            options.IdleTimeout = TimeSpan.FromMinutes(30);
            options.Cookie.SecurePolicy = CookieSecurePolicy.Always;
        });
        """);

    [Fact]
    public Task The_option_follows_the_others_of_the_cookie() => Fixes(
        """
        public class Startup
        {
            public void ConfigureServices(IServiceCollection services)
            {
                services.[|AddSession|](o =>
                {
                    o.Cookie.Name = ".Shop"; // not the default
                    o.IdleTimeout = TimeSpan.FromMinutes(30);
                });
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
                    o.Cookie.Name = ".Shop"; // not the default
                    o.Cookie.SecurePolicy = CookieSecurePolicy.Always;
                    o.IdleTimeout = TimeSpan.FromMinutes(30);
                });
            }
        }
        """);

    [Fact]
    public Task A_block_in_one_line_stays_in_one() => Fixes(
        """
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.[|AddSession|](options => { options.IOTimeout = TimeSpan.FromSeconds(5); });
        """,
        """
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddSession(options => { options.IOTimeout = TimeSpan.FromSeconds(5); options.Cookie.SecurePolicy = CookieSecurePolicy.Always; });
        """);

    [Theory]
    [InlineData("SecurePolicy", "CookieSecurePolicy.None", "CookieSecurePolicy.Always")]
    [InlineData("HttpOnly", "false", "true")]
    [InlineData("SameSite", "SameSiteMode.None", "SameSiteMode.Lax")]
    public Task An_unsafe_value_is_replaced(string option, string value, string safe)
    {
        return Fixes(Registration("[|AddSession|]", value), Registration("AddSession", safe));

        string Registration(string call, string set) =>
            $$"""
            var builder = WebApplication.CreateBuilder(args);
            builder.Services.{{call}}(options =>
            {
                {{(option == "SecurePolicy" ? "" : "options.Cookie.SecurePolicy = CookieSecurePolicy.Always;")}}
                options.Cookie.{{option}} = {{set}};
            });
            """;
    }

    [Fact]
    public Task A_new_builder_gets_what_it_dropped() => Fixes(
        """
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.[|AddSession|](options =>
        {
            options.Cookie = new CookieBuilder { Name = ".Shop" };
        });
        """,
        """
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddSession(options =>
        {
            options.Cookie = new CookieBuilder { Name = ".Shop", HttpOnly = true };
        });
        """);

    [Fact]
    public Task Options_of_UseSession_are_set_in_their_initializer() => Fixes(
        """
        var app = WebApplication.CreateBuilder(args).Build();
        app.[|UseSession|](new SessionOptions { IdleTimeout = TimeSpan.FromMinutes(5) });
        """,
        """
        var app = WebApplication.CreateBuilder(args).Build();
        app.UseSession(new SessionOptions { IdleTimeout = TimeSpan.FromMinutes(5), Cookie = { SecurePolicy = CookieSecurePolicy.Always } });
        """);

    [Fact]
    public Task A_callback_that_is_a_method_is_set_there() => Fixes(
        """
        public class Startup
        {
            public void ConfigureServices(IServiceCollection services) => services.[|AddSession|](Configure);

            private static void Configure(SessionOptions options)
            {
                options.IdleTimeout = TimeSpan.FromMinutes(30);
            }
        }
        """,
        """
        public class Startup
        {
            public void ConfigureServices(IServiceCollection services) => services.AddSession(Configure);

            private static void Configure(SessionOptions options)
            {
                options.IdleTimeout = TimeSpan.FromMinutes(30);
                options.Cookie.SecurePolicy = CookieSecurePolicy.Always;
            }
        }
        """);

    [Theory]
    [InlineData("options => /* half an hour */ options.IdleTimeout = TimeSpan.FromMinutes(30)")]
    [InlineData("options => { /* The defaults will do. */ }")]
    public Task A_lambda_with_a_comment_is_left_to_the_developer(string callback) => Verify.NoCodeFix<InsecureSessionCookie, InsecureSessionCookieCodeFix>(
        $"""
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.[|AddSession|]({callback});
        """);

    private static Task Fixes(string source, string fixedSource) => Verify.CodeFix<InsecureSessionCookie, InsecureSessionCookieCodeFix>(source, fixedSource);
}
