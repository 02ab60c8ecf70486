using SessionAnalyzers.Security;
using SessionAnalyzers.Tests.Verification;
using Xunit;

namespace SessionAnalyzers.Tests.Security;

public sealed class CookiePrefixViolatedCodeFixTests
{
    [Fact]
    public Task Secure_is_set() => Fixes(
        """
        public class VisitMiddleware
        {
            public void Remember(HttpResponse response)
            {
                [|response.Cookies.Append("__Host-visitor", "42", new CookieOptions { HttpOnly = true })|];
                [|response.Cookies.Append("__Secure-tab", "1")|];
            }
        }
        """,
        """
        public class VisitMiddleware
        {
            public void Remember(HttpResponse response)
            {
                response.Cookies.Append("__Host-visitor", "42", new CookieOptions { HttpOnly = true, Secure = true });
                response.Cookies.Append("__Secure-tab", "1", new CookieOptions { Secure = true });
            }
        }
        """);

    [Fact]
    public Task The_Domain_is_taken_away() => Fixes(
        """
        public class VisitMiddleware
        {
            public void Remember(HttpResponse response)
            {
                [|response.Cookies.Append("__Host-visitor", "42", new CookieOptions { Domain = "example.org", Secure = true })|];
                [|response.Cookies.Append("__Host-tab", "1", new CookieOptions { Secure = true, Domain = "example.org" })|];
                [|response.Cookies.Append("__Host-page", "7", new CookieOptions
                {
                    Secure = true, // https only
                    Domain = "example.org"
                })|];

                var options = new CookieOptions { Secure = true };
                options.Domain = "example.org";
                [|response.Cookies.Append("__Host-cart", "3", options)|];
            }
        }
        """,
        """
        public class VisitMiddleware
        {
            public void Remember(HttpResponse response)
            {
                response.Cookies.Append("__Host-visitor", "42", new CookieOptions { Secure = true });
                response.Cookies.Append("__Host-tab", "1", new CookieOptions { Secure = true });
                response.Cookies.Append("__Host-page", "7", new CookieOptions
                {
                    Secure = true // https only
                });

                var options = new CookieOptions { Secure = true };
                response.Cookies.Append("__Host-cart", "3", options);
            }
        }
        """);

    [Fact]
    public Task The_Path_becomes_the_root() => Fixes(
        """
        public class VisitMiddleware
        {
            public void Remember(HttpResponse response)
            {
                [|response.Cookies.Append("__Host-visitor", "42", new CookieOptions { Secure = true, Path = "/shop" })|];
                [|response.Cookies.Append("__Host-tab", "1", new CookieOptions { Secure = true, Path = null })|];
            }
        }
        """,
        """
        public class VisitMiddleware
        {
            public void Remember(HttpResponse response)
            {
                response.Cookies.Append("__Host-visitor", "42", new CookieOptions { Secure = true, Path = "/" });
                response.Cookies.Append("__Host-tab", "1", new CookieOptions { Secure = true, Path = "/" });
            }
        }
        """);

    [Fact]
    public Task Builders_are_set_in_their_lambdas() => Verify.CodeFix<CookiePrefixViolated, CookiePrefixViolatedCodeFix>(
        """
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.[|AddAntiforgery|](options => options.Cookie.Name = "__Host-csrf");
        builder.Services.[|ConfigureApplicationCookie|](options =>
        {
            options.Cookie.Name = "__Host-user";
            options.Cookie.Domain = "example.org";
        });
        builder.Services.[|AddSession|](options =>
        {
            options.Cookie.SecurePolicy = CookieSecurePolicy.Always;
            options.Cookie.Name = "__Host-shop";
            options.Cookie.Path = "/shop";
        });
        """,
        """
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddAntiforgery(options =>
        {
            options.Cookie.Name = "__Host-csrf";
            options.Cookie.SecurePolicy = CookieSecurePolicy.Always;
        });
        builder.Services.ConfigureApplicationCookie(options =>
        {
            options.Cookie.Name = "__Host-user";
        });
        builder.Services.AddSession(options =>
        {
            options.Cookie.SecurePolicy = CookieSecurePolicy.Always;
            options.Cookie.Name = "__Host-shop";
            options.Cookie.Path = "/";
        });
        """);

    [Fact]
    public Task Options_shared_with_a_cookie_that_may_have_a_Domain_stay() => Verify.NoCodeFix<CookiePrefixViolated, CookiePrefixViolatedCodeFix>(
        """
        public class VisitMiddleware
        {
            public void Remember(HttpResponse response)
            {
                var options = new CookieOptions { Secure = true, Domain = "example.org" };
                [|response.Cookies.Append("__Host-visitor", "42", options)|];
                response.Cookies.Append("site", "1", options);
            }
        }
        """);

    [Fact]
    public Task A_Domain_that_is_all_there_is_stays() => Verify.NoCodeFix<CookiePrefixViolated, CookiePrefixViolatedCodeFix>(
        """
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.ConfigureApplicationCookie(options => options.Cookie.Name = "__Host-user");
        builder.Services.AddAuthentication().[|AddCookie|](options =>
        {
            options.Cookie.Name = "__Host-other";
            if (!builder.Environment.IsDevelopment())
                options.Cookie.Domain = "example.org";
        });
        """);

    private static Task Fixes(string source, string fixedSource) =>
        Verify.CodeFix<CookiePrefixViolated, CookiePrefixViolatedCodeFix>(source, fixedSource, test => test.AddDocument("Program.cs", Sources.Host, Sources.Host));
}
