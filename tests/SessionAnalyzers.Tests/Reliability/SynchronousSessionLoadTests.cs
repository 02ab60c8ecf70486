using SessionAnalyzers.Reliability;
using SessionAnalyzers.Tests.Concurrency;
using SessionAnalyzers.Tests.Verification;
using Xunit;

namespace SessionAnalyzers.Tests.Reliability;

public sealed class SynchronousSessionLoadTests
{
    [Fact]
    public Task An_async_action_is_reported_at_its_first_access() => Verify.Analyzer<SynchronousSessionLoad>(test =>
    {
        test.AddDocument("Cache.cs", Cache);
        test.AddDocument("Test.cs", SessionSources.Controller(
            """
                public async Task<IActionResult> Index()
                {
                    ViewBag.Name = {|#0:HttpContext.Session.GetString("name")|};
                    await Task.Yield();
                    ViewBag.Count = HttpContext.Session.GetInt32("count");
                    return View();
                }
            """));
        test.Expected.Add(Verify.Diagnostic("SESS3007").WithLocation(0).WithArguments("AddStackExchangeRedisCache"));
    });

    [Fact]
    public Task A_write_loads_too() => Verified("    public async Task Save(string name) { await Task.Yield(); [|HttpContext.Session.SetString(\"name\", name)|]; }");

    [Fact]
    public Task A_wrapper_loads_too() => Verified("    public async Task<IActionResult> Show() { await Task.Yield(); return View([|HttpContext.Session.GetObjectFromJson<Cart>(\"cart\")|]); }");

    [Fact]
    public Task A_load_after_the_first_access_does_nothing() => Verified(
        """
            public async Task<IActionResult> Index()
            {
                ViewBag.Name = [|HttpContext.Session.GetString("name")|];
                await HttpContext.Session.LoadAsync();
                return View();
            }
        """);

    [Fact]
    public Task A_page_handler_and_a_minimal_API_are_reported() => Verify.Analyzer<SynchronousSessionLoad>(test =>
    {
        test.AddDocument("Cache.cs", Cache);
        test.AddDocument("Page.cs",
            """
            public class IndexModel : Microsoft.AspNetCore.Mvc.RazorPages.PageModel
            {
                public async Task OnGetAsync()
                {
                    await Task.Yield();
                    ViewData["name"] = [|HttpContext.Session.GetString("name")|];
                }
            }
            """);
        test.AddDocument("Program.cs",
            """
            var app = WebApplication.Create(args);
            app.MapGet("/name", async (HttpContext context) => { await Task.Yield(); return [|context.Session.GetString("name")|]; });
            app.Run();
            """);
    });

    [Fact]
    public Task A_load_before_is_not_reported() => Verified(
        """
            public async Task<IActionResult> Index(CancellationToken cancellationToken)
            {
                await HttpContext.Session.LoadAsync(cancellationToken);
                return Content(HttpContext.Session.GetString("name") ?? "");
            }
        """);

    [Fact]
    public Task A_helper_that_loads_is_not_reported() => Verified(
        """
            private async Task<ISession> SessionAsync()
            {
                await HttpContext.Session.LoadAsync();
                return HttpContext.Session;
            }

            public async Task<IActionResult> Index() => Content((await SessionAsync()).GetString("name") ?? "");
        """);

    [Fact]
    public Task A_middleware_that_loads_for_all_is_not_reported() => Verify.Analyzer<SynchronousSessionLoad>(test =>
    {
        test.AddDocument("Cache.cs", Cache);
        test.AddDocument("Program.cs",
            """
            var app = WebApplication.Create(args);
            app.UseSession();
            app.Use(async (context, next) => { await context.Session.LoadAsync(context.RequestAborted); await next(context); });
            app.MapGet("/name", async (HttpContext context) => { await Task.Yield(); return context.Session.GetString("name"); });
            app.Run();
            """);
    });

    [Fact]
    public Task A_filter_that_loads_for_all_is_not_reported() => Verified(
        """
            public override async Task OnActionExecutionAsync(Microsoft.AspNetCore.Mvc.Filters.ActionExecutingContext context, Microsoft.AspNetCore.Mvc.Filters.ActionExecutionDelegate next)
            {
                await HttpContext.Session.LoadAsync();
                await next();
            }

            public async Task<IActionResult> Index() { await Task.Yield(); return Content(HttpContext.Session.GetString("name") ?? ""); }
        """);

    [Fact]
    public Task Synchronous_code_is_not_reported() => Verified("    public IActionResult Index() => Content(HttpContext.Session.GetString(\"name\") ?? \"\");");

    [Fact]
    public Task A_helper_leaves_the_load_to_its_callers() => Verified("    private async Task<string?> NameAsync() { await Task.Yield(); return HttpContext.Session.GetString(\"name\"); }");

    [Fact]
    public Task The_in_memory_cache_is_not_reported() => Verify.Analyzer<SynchronousSessionLoad>(
        """
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddDistributedMemoryCache();
        var app = builder.Build();
        app.MapGet("/name", async (HttpContext context) => { await Task.Yield(); return context.Session.GetString("name"); });
        app.Run();
        """);

    [Fact]
    public Task GranularSessions_does_not_use_the_cache() => Verify.Analyzer<SynchronousSessionLoad>(test =>
    {
        test.ReferencesGranularSessions = true;
        test.AddDocument("Cache.cs", Cache);
        test.AddDocument("Program.cs",
            """
            var builder = WebApplication.CreateBuilder(args);
            builder.Services.AddGranularSessions();
            var app = builder.Build();
            app.UseGranularSessions();
            app.MapGet("/name", async (HttpContext context) => { await Task.Yield(); return context.Session.GetString("name"); });
            app.Run();
            """);
    });

    [Fact]
    public Task Middleware_that_uses_the_session_first_is_the_one_that_loads_it() => Verify.Analyzer<SynchronousSessionLoad>(test =>
    {
        test.AddDocument("Cache.cs", Cache);
        test.AddDocument("Program.cs",
            """
            var app = WebApplication.CreateBuilder(args).Build();
            app.UseSession();
            app.Use(async (context, next) =>
            {
                [|context.Session.SetString("seen", "1")|];
                await next(context);
            });
            app.Run(async context => await context.Response.WriteAsync(context.Session.GetString("seen") ?? ""));
            """);
    });

    [Fact]
    public Task Middleware_that_tries_to_use_the_session_first_loads_it() => Verify.Analyzer<SynchronousSessionLoad>(test =>
    {
        test.AddDocument("Cache.cs", Cache);
        test.AddDocument("Program.cs",
            """
            var app = WebApplication.CreateBuilder(args).Build();
            app.UseSession();
            app.Use(async (context, next) =>
            {
                try
                {
                    [|context.Session.SetString("seen", "1")|];
                }
                catch (InvalidOperationException)
                {
                    context.Response.StatusCode = 500;
                }

                await next(context);
            });
            app.Run(async context => await context.Response.WriteAsync(context.Session.GetString("seen") ?? ""));
            """);
    });

    [Fact]
    public Task Middleware_that_uses_the_session_on_some_way_leaves_the_load_to_others() => Verify.Analyzer<SynchronousSessionLoad>(test =>
    {
        test.AddDocument("Cache.cs", Cache);
        test.AddDocument("Program.cs",
            """
            var app = WebApplication.CreateBuilder(args).Build();
            app.UseSession();
            app.Use(async (context, next) =>
            {
                if (context.Request.Path == "/first")
                {
                    [|context.Session.SetString("seen", "1")|];
                }

                await next(context);
            });
            app.Run(async context => await context.Response.WriteAsync([|context.Session.GetString("seen")|] ?? ""));
            """);
    });

    [Fact]
    public Task Middleware_that_uses_the_session_last_loads_it_for_nobody() => Verify.Analyzer<SynchronousSessionLoad>(test =>
    {
        test.AddDocument("Cache.cs", Cache);
        test.AddDocument("Program.cs",
            """
            var app = WebApplication.CreateBuilder(args).Build();
            app.UseSession();
            app.Use(async (context, next) =>
            {
                await next(context);
                [|context.Session.SetString("seen", "1")|];
            });
            app.Run(async context => await context.Response.WriteAsync([|context.Session.GetString("seen")|] ?? ""));
            """);
    });

    [Theory]
    [InlineData("var seen = [|context.Session.GetString(\"seen\")|];", true)]
    [InlineData("Console.WriteLine([|context.Session.GetString(\"seen\")|]);", true)]
    [InlineData("var seen = context.Request.IsHttps ? [|context.Session.GetString(\"seen\")|] : null;", false)]
    [InlineData("var seen = context.Request.IsHttps && [|context.Session.Keys|].Any();", false)]
    [InlineData("var seen = context.Request.Path.Value switch { \"/\" => [|context.Session.GetString(\"seen\")|], _ => null };", false)]
    [InlineData("if (context.Request.IsHttps) { return; } [|context.Session.SetString(\"seen\", \"1\")|];", false)]
    [InlineData("try { Console.WriteLine(); [|context.Session.SetString(\"seen\", \"1\")|]; } catch (InvalidOperationException) { }", false)]
    public Task Middleware_loads_for_others_where_it_certainly_uses_the_session(string statements, bool loads) => Verify.Analyzer<SynchronousSessionLoad>(test =>
    {
        test.AddDocument("Cache.cs", Cache);
        test.AddDocument("Program.cs",
            $$"""
            var app = WebApplication.CreateBuilder(args).Build();
            app.UseSession();
            app.Use(async (context, next) =>
            {
                {{statements}}
                await next(context);
            });
            app.Run(async context => await context.Response.WriteAsync({{(loads ? "context.Session.GetString(\"seen\")" : "[|context.Session.GetString(\"seen\")|]")}} ?? ""));
            """);
    });

    /// <summary>Stands for the package, which the tests do not have.</summary>
    internal const string Cache =
        """
        public static class RedisCache
        {
            public static IServiceCollection AddStackExchangeRedisCache(this IServiceCollection services) => services;

            public static void Register(IServiceCollection services) => services.AddStackExchangeRedisCache();
        }
        """;

    private static Task Verified(string members) => Verify.Analyzer<SynchronousSessionLoad>(test =>
    {
        test.AddDocument("Cache.cs", Cache);
        test.AddDocument("Test.cs", SessionSources.Controller(members));
    });
}
