using SessionAnalyzers.Security;
using SessionAnalyzers.Tests.Verification;
using Xunit;

namespace SessionAnalyzers.Tests.Security;

public sealed class CookieWithoutSameSiteCodeFixTests
{
    [Fact]
    public Task Secure_joins_SameSite() => Verify.CodeFix<CookieWithoutSameSite, CookieWithoutSameSiteCodeFix>(
        """
        public class EmbedMiddleware
        {
            private readonly CookieOptions _embedded = new() { SameSite = SameSiteMode.None };

            public void Remember(HttpResponse response)
            {
                [|response.Cookies.Append("visitor", "42", _embedded)|];

                var options = new CookieOptions();
                options.SameSite = SameSiteMode.None;
                [|response.Cookies.Append("tab", "1", options)|];
            }
        }
        """,
        """
        public class EmbedMiddleware
        {
            private readonly CookieOptions _embedded = new() { SameSite = SameSiteMode.None, Secure = true };

            public void Remember(HttpResponse response)
            {
                response.Cookies.Append("visitor", "42", _embedded);

                var options = new CookieOptions();
                options.SameSite = SameSiteMode.None;
                options.Secure = true;
                response.Cookies.Append("tab", "1", options);
            }
        }
        """);
}
