using SessionAnalyzers.Reliability;
using SessionAnalyzers.Tests.Concurrency;
using SessionAnalyzers.Tests.Verification;
using Xunit;

namespace SessionAnalyzers.Tests.Reliability;

public sealed class SessionUsedAfterRequestCodeFixTests
{
    [Fact]
    public Task Values_are_read_before_the_task_is_started() => Fixes(
        """
            public IActionResult Index()
            {
                // Nobody waits for the mail.
                _ = Task.Run(() => Send({|SESS3002:HttpContext.Session.GetString("user")|}, HttpContext.Session.GetInt32("visits")));
                return View();
            }

            private static void Send(string? user, int? visits) => Console.WriteLine($"{user} {visits}");
        """,
        """
            public IActionResult Index()
            {
                var user = HttpContext.Session.GetString("user");
                var visits = HttpContext.Session.GetInt32("visits");
                // Nobody waits for the mail.
                _ = Task.Run(() => Send(user, visits));
                return View();
            }

            private static void Send(string? user, int? visits) => Console.WriteLine($"{user} {visits}");
        """);

    [Fact]
    public Task One_value_read_twice_is_read_once() => Fixes(
        """
            private const string Key = "user";

            public IActionResult Index()
            {
                Response.OnCompleted(async () =>
                {
                    if ({|SESS3002:HttpContext.Session.GetString(Key)|} != null)
                    {
                        await Console.Out.WriteLineAsync(HttpContext.Session.GetString(Key));
                    }
                });
                return View();
            }
        """,
        """
            private const string Key = "user";

            public IActionResult Index()
            {
                var user = HttpContext.Session.GetString(Key);
                Response.OnCompleted(async () =>
                {
                    if (user != null)
                    {
                        await Console.Out.WriteLineAsync(user);
                    }
                });
                return View();
            }
        """);

    [Fact]
    public Task A_wrapper_is_read_before() => Fixes(
        """
            public IActionResult Index()
            {
                var cart = "taken";
                Task.Run(() => Console.WriteLine(cart + {|SESS3002:HttpContext.Session.GetObjectFromJson<Cart>("cart")|}?.Name));
                return View();
            }
        """,
        """
            public IActionResult Index()
            {
                var cart = "taken";
                var cart2 = HttpContext.Session.GetObjectFromJson<Cart>("cart");
                Task.Run(() => Console.WriteLine(cart + cart2?.Name));
                return View();
            }
        """);

    [Fact]
    public Task A_write_is_left_to_the_developer() => NotFixed(
        """
            public void Index() => _ = Task.Run(() => {|SESS3002:HttpContext.Session.SetString("seen", "yes")|});
        """);

    [Fact]
    public Task A_key_made_in_the_lambda_is_left_to_the_developer() => NotFixed(
        """
            public void Index(List<string> keys)
            {
                ThreadPool.QueueUserWorkItem(_ =>
                {
                    foreach (var key in keys)
                    {
                        Console.WriteLine({|SESS3002:HttpContext.Session.GetString(key)|});
                    }
                });
            }
        """);

    [Fact]
    public Task A_lambda_that_uses_the_context_as_well_is_left_to_the_developer() => NotFixed(
        """
            public void Index()
            {
                Task.Run(() => Console.WriteLine({|SESS3002:HttpContext.Session.GetString("user")|} + HttpContext.TraceIdentifier));
            }
        """);

    private static Task NotFixed(string source) => Verify.NoCodeFix<SessionUsedAfterRequest, SessionUsedAfterRequestCodeFix>(SessionSources.Controller(source));

    [Fact]
    public Task A_value_is_read_before_by_a_method_that_the_configuration_names() => Verify.CodeFix<SessionUsedAfterRequest, SessionUsedAfterRequestCodeFix>(test =>
    {
        test.AddProject("Shared").AddDocument(
            "Shelf.cs",
            """
            public static class Shelf
            {
                public static string? Peek(this Microsoft.AspNetCore.Http.ISession session, string what, bool fresh) => null;
            }
            """);
        test.Project.References("Shared");
        test.Project.EditorConfig = "root = true\n[*.cs]\nsessionanalyzers.general.read_methods = Shelf.Peek";
        test.AddDocument(
            "ShopController.cs",
            SessionSources.Controller("""
                public IActionResult Index()
                {
                    _ = Task.Run(() => Console.WriteLine({|SESS3002:HttpContext.Session.Peek("user", true)|}));
                    return View();
                }
            """),
            SessionSources.Controller("""
                public IActionResult Index()
                {
                    var user = HttpContext.Session.Peek("user", true);
                    _ = Task.Run(() => Console.WriteLine(user));
                    return View();
                }
            """));
    });

    private static Task Fixes(string source, string fixedSource) =>
        Verify.CodeFix<SessionUsedAfterRequest, SessionUsedAfterRequestCodeFix>(SessionSources.Controller(source), SessionSources.Controller(fixedSource));
}
