using SessionAnalyzers.Security;
using SessionAnalyzers.Tests.Verification;
using Xunit;

namespace SessionAnalyzers.Tests.Security;

/// <summary>The fixes of the flag rules over the builders of authentication, antiforgery and TempData.</summary>
public sealed class FrameworkCookieCodeFixTests
{
    [Fact]
    public Task None_becomes_Always() => Verify.CodeFix<CookieWithoutSecure, CookieWithoutSecureCodeFix>(
        """
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddAuthentication().[|AddCookie|](options => options.Cookie.SecurePolicy = CookieSecurePolicy.None);
        builder.Services.[|AddAntiforgery|](options =>
        {
            options.HeaderName = "X-XSRF-TOKEN";
            options.Cookie.SecurePolicy = CookieSecurePolicy.None; // behind a proxy
        });
        builder.Services.[|Configure|]<Microsoft.AspNetCore.Mvc.CookieTempDataProviderOptions>(options => options.Cookie = new CookieBuilder { SecurePolicy = CookieSecurePolicy.None, HttpOnly = true });
        """,
        """
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddAuthentication().AddCookie(options => options.Cookie.SecurePolicy = CookieSecurePolicy.Always);
        builder.Services.AddAntiforgery(options =>
        {
            options.HeaderName = "X-XSRF-TOKEN";
            options.Cookie.SecurePolicy = CookieSecurePolicy.Always; // behind a proxy
        });
        builder.Services.Configure<Microsoft.AspNetCore.Mvc.CookieTempDataProviderOptions>(options => options.Cookie = new CookieBuilder { SecurePolicy = CookieSecurePolicy.Always, HttpOnly = true });
        """);

    [Fact]
    public Task A_new_builder_gets_HttpOnly() => Verify.CodeFix<CookieWithoutHttpOnly, CookieWithoutHttpOnlyCodeFix>(
        """
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddAuthentication().[|AddCookie|](options =>
        {
            options.LoginPath = "/login";
            options.Cookie = new CookieBuilder
            {
                Name = "shop",
            };
        });
        builder.Services.[|AddAntiforgery|](options => options.Cookie.HttpOnly = false);
        """,
        """
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddAuthentication().AddCookie(options =>
        {
            options.LoginPath = "/login";
            options.Cookie = new CookieBuilder
            {
                Name = "shop",
                HttpOnly = true,
            };
        });
        builder.Services.AddAntiforgery(options => options.Cookie.HttpOnly = true);
        """);

    [Fact]
    public Task SameSite_None_gets_Secure_beside_it() => Verify.CodeFix<CookieWithoutSameSite, CookieWithoutSameSiteCodeFix>(
        """
        public class Startup
        {
            public void ConfigureServices(IServiceCollection services)
            {
                services.[|AddAntiforgery|](options =>
                {
                    options.Cookie.SameSite = SameSiteMode.None;
                    options.HeaderName = "X-XSRF-TOKEN";
                });
            }
        }
        """,
        """
        public class Startup
        {
            public void ConfigureServices(IServiceCollection services)
            {
                services.AddAntiforgery(options =>
                {
                    options.Cookie.SameSite = SameSiteMode.None;
                    options.Cookie.SecurePolicy = CookieSecurePolicy.Always;
                    options.HeaderName = "X-XSRF-TOKEN";
                });
            }
        }
        """);

    [Fact]
    public Task A_helper_of_the_app_is_set_there() => Verify.CodeFix<CookieWithoutHttpOnly, CookieWithoutHttpOnlyCodeFix>(
        """
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddAuthentication().[|AddCookie|](options => Brand(options.Cookie));

        static void Brand(CookieBuilder cookie)
        {
            cookie.Name = "shop";
            cookie.HttpOnly = false;
        }
        """,
        """
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddAuthentication().AddCookie(options => Brand(options.Cookie));

        static void Brand(CookieBuilder cookie)
        {
            cookie.Name = "shop";
            cookie.HttpOnly = true;
        }
        """);

    [Fact]
    public Task A_cookie_that_the_policy_weakens_gets_Secure() => Verify.CodeFix<CookieWithoutSameSite, CookieWithoutSameSiteCodeFix>(
        """
        var app = WebApplication.Create(args);
        app.UseCookiePolicy(new CookiePolicyOptions { MinimumSameSitePolicy = SameSiteMode.None });
        app.MapGet("/", (HttpContext context) => [|context.Response.Cookies.Append("id", "1")|]);
        app.Run();
        """,
        """
        var app = WebApplication.Create(args);
        app.UseCookiePolicy(new CookiePolicyOptions { MinimumSameSitePolicy = SameSiteMode.None });
        app.MapGet("/", (HttpContext context) => context.Response.Cookies.Append("id", "1", new CookieOptions { Secure = true }));
        app.Run();
        """);
}
