using SessionAnalyzers.Security;
using SessionAnalyzers.Tests.Verification;
using Xunit;

namespace SessionAnalyzers.Tests.Security;

public sealed class CookieWithoutSecureCodeFixTests
{
    [Fact]
    public Task Append_without_options_gets_options() => Fixes(
        """
        public class VisitMiddleware
        {
            public void Remember(HttpResponse response)
            {
                {|SESS2004:response.Cookies.Append("visitor", "42")|};
            }
        }
        """,
        """
        public class VisitMiddleware
        {
            public void Remember(HttpResponse response)
            {
                response.Cookies.Append("visitor", "42", new CookieOptions { Secure = true });
            }
        }
        """);

    [Fact]
    public Task Named_arguments_get_a_named_one() => Fixes(
        """
        public class VisitMiddleware
        {
            public void Remember(HttpResponse response)
            {
                {|SESS2004:response.Cookies.Append(value: "42", key: "visitor")|};
            }
        }
        """,
        """
        public class VisitMiddleware
        {
            public void Remember(HttpResponse response)
            {
                response.Cookies.Append(value: "42", key: "visitor", options: new CookieOptions { Secure = true });
            }
        }
        """);

    [Fact]
    public Task A_builder_that_is_built_gets_a_policy() => Fixes(
        """
        public class VisitMiddleware
        {
            public void Remember(HttpContext context)
            {
                {|SESS2004:context.Response.Cookies.Append("visitor", "42", new CookieBuilder { SecurePolicy = CookieSecurePolicy.None }.Build(context))|};
            }
        }
        """,
        """
        public class VisitMiddleware
        {
            public void Remember(HttpContext context)
            {
                context.Response.Cookies.Append("visitor", "42", new CookieBuilder { SecurePolicy = CookieSecurePolicy.Always }.Build(context));
            }
        }
        """);

    [Fact]
    public Task A_flag_that_is_turned_off_again_stays_on() => Fixes(
        """
        public class VisitMiddleware
        {
            public void Remember(HttpResponse response)
            {
                var options = new CookieOptions { Secure = true };
                options.Secure = false;
                {|SESS2004:response.Cookies.Append("visitor", "42", options)|};
            }
        }
        """,
        """
        public class VisitMiddleware
        {
            public void Remember(HttpResponse response)
            {
                var options = new CookieOptions { Secure = true };
                options.Secure = true;
                response.Cookies.Append("visitor", "42", options);
            }
        }
        """);

    [Fact]
    public Task An_initializer_in_one_line_grows() => Fixes(
        """
        public class VisitMiddleware
        {
            public void Remember(HttpResponse response)
            {
                {|SESS2004:response.Cookies.Append("visitor", "42", new CookieOptions { HttpOnly = true })|};
                {|SESS2004:response.Cookies.Append("tab", "1", new CookieOptions())|}; // the open one
            }
        }
        """,
        """
        public class VisitMiddleware
        {
            public void Remember(HttpResponse response)
            {
                response.Cookies.Append("visitor", "42", new CookieOptions { HttpOnly = true, Secure = true });
                response.Cookies.Append("tab", "1", new CookieOptions { Secure = true }); // the open one
            }
        }
        """);

    [Fact]
    public Task An_initializer_over_lines_gets_a_line() => Fixes(
        """
        public class VisitMiddleware
        {
            public void Remember(HttpResponse response)
            {
                {|SESS2004:response.Cookies.Append("visitor", "42", new CookieOptions
                {
                    HttpOnly = true,
                    MaxAge = TimeSpan.FromDays(30) // a month
                })|};
                {|SESS2004:response.Cookies.Append("tab", "1", new CookieOptions
                {
                    HttpOnly = true,
                })|};
            }
        }
        """,
        """
        public class VisitMiddleware
        {
            public void Remember(HttpResponse response)
            {
                response.Cookies.Append("visitor", "42", new CookieOptions
                {
                    HttpOnly = true,
                    MaxAge = TimeSpan.FromDays(30), // a month
                    Secure = true
                });
                response.Cookies.Append("tab", "1", new CookieOptions
                {
                    HttpOnly = true,
                    Secure = true,
                });
            }
        }
        """);

    [Fact]
    public Task False_becomes_true() => Fixes(
        """
        public class VisitMiddleware
        {
            public void Remember(HttpResponse response)
            {
                {|SESS2004:response.Cookies.Append("visitor", "42", new CookieOptions { Secure = false, HttpOnly = true })|};
            }
        }
        """,
        """
        public class VisitMiddleware
        {
            public void Remember(HttpResponse response)
            {
                response.Cookies.Append("visitor", "42", new CookieOptions { Secure = true, HttpOnly = true });
            }
        }
        """);

    [Fact]
    public Task A_local_gets_the_flag_after_its_other_assignments() => Fixes(
        """
        public class VisitMiddleware
        {
            public void Remember(HttpResponse response)
            {
                var options = new CookieOptions();
                options.HttpOnly = true;
                options.Expires = DateTimeOffset.UtcNow.AddDays(30);

                {|SESS2004:response.Cookies.Append("visitor", "42", options)|};
                {|SESS2004:response.Cookies.Append("tab", "1", options)|};
            }
        }
        """,
        """
        public class VisitMiddleware
        {
            public void Remember(HttpResponse response)
            {
                var options = new CookieOptions();
                options.HttpOnly = true;
                options.Expires = DateTimeOffset.UtcNow.AddDays(30);
                options.Secure = true;

                response.Cookies.Append("visitor", "42", options);
                response.Cookies.Append("tab", "1", options);
            }
        }
        """);

    [Fact]
    public Task A_local_with_no_assignments_gets_the_flag_in_its_initializer() => Fixes(
        """
        public class VisitMiddleware
        {
            public void Remember(HttpResponse response)
            {
                CookieOptions options = new();
                {|SESS2004:response.Cookies.Append("visitor", "42", options)|};
            }
        }
        """,
        """
        public class VisitMiddleware
        {
            public void Remember(HttpResponse response)
            {
                CookieOptions options = new() { Secure = true };
                response.Cookies.Append("visitor", "42", options);
            }
        }
        """);

    [Fact]
    public Task Options_of_another_file_are_set_there() =>
        Verify.CodeFix<CookieWithoutSecure, CookieWithoutSecureCodeFix>(test =>
        {
            test.AddDocument(
                "Visits.cs",
                """
                public class VisitMiddleware
                {
                    public void Remember(HttpResponse response) => [|response.Cookies.Append("visitor", "42", Cookies.Month())|];

                    public void Forget(HttpResponse response) => [|response.Cookies.Append("tab", "1", Cookies.Strict)|];
                }
                """,
                """
                public class VisitMiddleware
                {
                    public void Remember(HttpResponse response) => response.Cookies.Append("visitor", "42", Cookies.Month());

                    public void Forget(HttpResponse response) => response.Cookies.Append("tab", "1", Cookies.Strict);
                }
                """);
            test.AddDocument(
                "Cookies.cs",
                """
                public static class Cookies
                {
                    public static readonly CookieOptions Strict = new() { SameSite = SameSiteMode.Strict };

                    public static CookieOptions Month()
                    {
                        return new CookieOptions { MaxAge = TimeSpan.FromDays(30) };
                    }
                }
                """,
                """
                public static class Cookies
                {
                    public static readonly CookieOptions Strict = new() { SameSite = SameSiteMode.Strict, Secure = true };

                    public static CookieOptions Month()
                    {
                        return new CookieOptions { MaxAge = TimeSpan.FromDays(30), Secure = true };
                    }
                }
                """);
            test.AddDocument("Program.cs", Sources.Host, Sources.Host);
        });

    [Fact]
    public Task Fixes_of_two_rules_on_one_cookie_compose() => Verify.CodeFix<CookieWithoutSecure, CookieWithoutSecureCodeFix>(
        """
        public class VisitMiddleware
        {
            public void Remember(HttpResponse response)
            {
                {|SESS2004:{|SESS2005:response.Cookies.Append("visitor", "42")|}|};
            }
        }
        """,
        """
        public class VisitMiddleware
        {
            public void Remember(HttpResponse response)
            {
                {|SESS2005:response.Cookies.Append("visitor", "42", new CookieOptions { Secure = true })|};
            }
        }
        """,
        test =>
        {
            test.Analyzers.Add(new CookieWithoutHttpOnly());
            test.AddDocument("Program.cs", Sources.Host, Sources.Host);
        });

    private static Task Fixes(string source, string fixedSource) =>
        Verify.CodeFix<CookieWithoutSecure, CookieWithoutSecureCodeFix>(source, fixedSource, test => test.AddDocument("Program.cs", Sources.Host, Sources.Host));
}
