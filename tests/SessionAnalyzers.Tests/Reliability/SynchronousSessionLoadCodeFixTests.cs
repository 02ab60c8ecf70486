using SessionAnalyzers.Reliability;
using SessionAnalyzers.Tests.Concurrency;
using SessionAnalyzers.Tests.Verification;
using Xunit;

namespace SessionAnalyzers.Tests.Reliability;

public sealed class SynchronousSessionLoadCodeFixTests
{
    [Fact]
    public Task The_load_comes_before_the_first_access_and_ends_with_the_request() => Fixes(
        """
            public async Task<IActionResult> Index()
            {
                await Task.Yield();

                // The guest's name.
                if (true)
                {
                    ViewBag.Name = {|SESS3007:HttpContext.Session.GetString("name")|};
                }

                return View();
            }
        """,
        """
            public async Task<IActionResult> Index()
            {
                await Task.Yield();

                await HttpContext.Session.LoadAsync(HttpContext.RequestAborted);
                // The guest's name.
                if (true)
                {
                    ViewBag.Name = HttpContext.Session.GetString("name");
                }

                return View();
            }
        """);

    [Fact]
    public Task The_token_of_the_action_is_used() => Fixes(
        """
            public async Task Save(string name, CancellationToken stop)
            {
                {|SESS3007:HttpContext.Session.SetString("name", name)|};
                await Task.Delay(1, stop);
            }
        """,
        """
            public async Task Save(string name, CancellationToken stop)
            {
                await HttpContext.Session.LoadAsync(stop);
                HttpContext.Session.SetString("name", name);
                await Task.Delay(1, stop);
            }
        """);

    [Fact]
    public Task A_minimal_API_loads_from_its_context() => Verify.CodeFix<SynchronousSessionLoad, SynchronousSessionLoadCodeFix>(test =>
    {
        test.AddDocument("Cache.cs", SynchronousSessionLoadTests.Cache);
        test.AddDocument("Program.cs",
            """
            var app = WebApplication.Create(args);
            app.MapGet("/name", async (HttpContext context) =>
            {
                var name = {|SESS3007:context.Session.GetString("name")|};
                await Task.Yield();
                return name;
            });
            app.Run();
            """,
            """
            var app = WebApplication.Create(args);
            app.MapGet("/name", async (HttpContext context) =>
            {
                await context.Session.LoadAsync(context.RequestAborted);
                var name = context.Session.GetString("name");
                await Task.Yield();
                return name;
            });
            app.Run();
            """);
    });

    [Fact]
    public Task An_expression_has_no_statement_before_it() => Verify.NoCodeFix<SynchronousSessionLoad, SynchronousSessionLoadCodeFix>(test =>
    {
        test.AddDocument("Cache.cs", SynchronousSessionLoadTests.Cache);
        test.AddDocument("Test.cs", SessionSources.Controller("    public async Task<string> Index() => await Task.FromResult({|SESS3007:HttpContext.Session.GetString(\"name\")|} ?? \"\");"));
    });

    private static Task Fixes(string members, string fixedMembers) => Verify.CodeFix<SynchronousSessionLoad, SynchronousSessionLoadCodeFix>(test =>
    {
        test.AddDocument("Cache.cs", SynchronousSessionLoadTests.Cache);
        test.AddDocument("Test.cs", SessionSources.Controller(members), SessionSources.Controller(fixedMembers));
    });
}
