using SessionAnalyzers.Security;
using SessionAnalyzers.Tests.Verification;
using Xunit;

namespace SessionAnalyzers.Tests.Security;

public sealed class CookieWithoutHttpOnlyCodeFixTests
{
    [Fact]
    public Task The_flag_joins_the_others() => Verify.CodeFix<CookieWithoutHttpOnly, CookieWithoutHttpOnlyCodeFix>(
        """
        public class VisitMiddleware
        {
            public void Remember(HttpResponse response)
            {
                [|response.Cookies.Append("visitor", "42", new CookieOptions { Secure = true })|];
                [|response.Cookies.Append("tab", "1", new CookieOptions { HttpOnly = false })|];
                [|response.Cookies.Append("page", "7")|];
            }
        }
        """,
        """
        public class VisitMiddleware
        {
            public void Remember(HttpResponse response)
            {
                response.Cookies.Append("visitor", "42", new CookieOptions { Secure = true, HttpOnly = true });
                response.Cookies.Append("tab", "1", new CookieOptions { HttpOnly = true });
                response.Cookies.Append("page", "7", new CookieOptions { HttpOnly = true });
            }
        }
        """,
        test => test.AddDocument("Program.cs", Sources.Host, Sources.Host));

    [Fact]
    public Task Options_shared_with_a_cookie_that_scripts_read_stay() => Verify.NoCodeFix<CookieWithoutHttpOnly, CookieWithoutHttpOnlyCodeFix>(
        """
        public class VisitMiddleware
        {
            public void Remember(HttpResponse response, string token)
            {
                var options = new CookieOptions { Secure = true };
                [|response.Cookies.Append("visitor", "42", options)|];
                response.Cookies.Append("XSRF-TOKEN", token, options);
            }
        }
        """,
        test => test.AddDocument("Program.cs", Sources.Host));
}
