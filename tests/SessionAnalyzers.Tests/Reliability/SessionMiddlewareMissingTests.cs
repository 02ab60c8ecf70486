using SessionAnalyzers.Reliability;
using SessionAnalyzers.Tests.Verification;
using Xunit;

namespace SessionAnalyzers.Tests.Reliability;

public sealed class SessionMiddlewareMissingTests
{
    private const string Controller =
        """

        public class CartController : Microsoft.AspNetCore.Mvc.Controller
        {
            public string? Show() => HttpContext.Session.GetString("cart");
        }
        """;

    private const string ReadsSession = "(HttpContext context) => context.Session.GetString(\"cart\")";

    [Fact]
    public Task An_endpoint_without_UseSession_is_reported() => Verify.Analyzer<SessionMiddlewareMissing>(
        App($"app.UseRouting();\napp.{{|#0:MapGet|}}(\"/\", {ReadsSession});"),
        Verify.Diagnostic("SESS3009").WithLocation(0).WithArguments("is missing: the session is used in an endpoint, which throws InvalidOperationException"));

    [Fact]
    public Task A_controller_without_UseSession_is_reported_where_it_is_mapped() => Verify.Analyzer<SessionMiddlewareMissing>(
        App("app.UseRouting();\napp.{|#0:MapControllers|}();") + Controller,
        Verify.Diagnostic("SESS3009").WithLocation(0).WithArguments("is missing: the session is used in CartController.Show, which throws InvalidOperationException"));

    [Fact]
    public Task A_Startup_without_UseSession_is_reported() => Verify.Analyzer<SessionMiddlewareMissing>(
        Startup("app.UseRouting();\n        app.[|UseEndpoints|](endpoints => endpoints.MapControllers());") + Controller);

    [Fact]
    public Task Middleware_without_UseSession_is_reported() => Verify.Analyzer<SessionMiddlewareMissing>(
        App("app.{|#0:Run|}(context => context.Response.WriteAsync(context.Session.Id));"),
        Verify.Diagnostic("SESS3009").WithLocation(0).WithArguments("is missing: Run uses the session here, which throws InvalidOperationException"));

    [Fact]
    public Task An_extension_method_that_configures_the_pipeline_is_read() => Verify.Analyzer<SessionMiddlewareMissing>(test =>
    {
        test.AddDocument("Program.cs", App("app.UseShop();"));
        test.AddDocument("Pipeline.cs", $"public static class Pipeline {{ public static void UseShop(this WebApplication app) => app.[|MapGet|](\"/\", {ReadsSession}); }}");
    });

    [Fact]
    public Task A_method_that_only_maps_endpoints_is_reported_where_it_is_called() => Verify.Analyzer<SessionMiddlewareMissing>(test =>
    {
        test.AddDocument("Program.cs", App("app.[|MapShop|]();"));
        test.AddDocument("Endpoints.cs", $"public static class Endpoints {{ public static void MapShop(this IEndpointRouteBuilder routes) => routes.MapGet(\"/\", {ReadsSession}); }}");
    });

    [Fact]
    public Task UseSession_after_UseEndpoints_is_reported() => Verify.Analyzer<SessionMiddlewareMissing>(
        Startup("app.UseRouting();\n        app.UseEndpoints(endpoints => endpoints.MapControllers());\n        app.{|#0:UseSession|}();") + Controller,
        Verify.Diagnostic("SESS3009").WithLocation(0).WithArguments("comes after UseEndpoints, which has run the endpoints by then: they use the session and throw InvalidOperationException"));

    [Fact]
    public Task UseSession_after_UseMvc_is_reported() => Verify.Analyzer<SessionMiddlewareMissing>(
        Startup("app.UseMvcWithDefaultRoute();\n        app.[|UseSession|]();") + Controller);

    [Fact]
    public Task UseSession_at_the_end_of_a_chain_is_reported() => Verify.Analyzer<SessionMiddlewareMissing>(
        Startup("app.UseRouting().UseEndpoints(endpoints => endpoints.MapControllers()).[|UseSession|]();") + Controller);

    [Fact]
    public Task UseSession_after_Run_is_reported() => Verify.Analyzer<SessionMiddlewareMissing>(
        App("app.Run(context => context.Response.WriteAsync(\"shop\"));\napp.{|#0:UseSession|}();"),
        Verify.Diagnostic("SESS3009").WithLocation(0).WithArguments("comes after Run, which answers every request: it is never reached"));

    [Fact]
    public Task Middleware_before_UseSession_is_reported() => Verify.Analyzer<SessionMiddlewareMissing>(
        App(
            """
            app.{|#0:Use|}(async (context, next) =>
            {
                context.Session.SetString("seen", "yes");
                await next(context);
            });
            app.UseSession();
            """),
        Verify.Diagnostic("SESS3009").WithLocation(0).WithArguments("comes after this Use, which uses the session: it throws InvalidOperationException"));

    [Fact]
    public Task A_middleware_class_before_UseSession_is_reported() => Verify.Analyzer<SessionMiddlewareMissing>(
        App("app.[|UseMiddleware|]<Visits>();\napp.UseSession();") +
        """

        public class Visits(RequestDelegate next)
        {
            public Task InvokeAsync(HttpContext context)
            {
                context.Session.SetString("seen", "yes");
                return next(context);
            }
        }
        """);

    [Fact]
    public Task An_exception_page_before_UseSession_is_reported() => Verify.Analyzer<SessionMiddlewareMissing>(
        App("app.UseExceptionHandler(errors => errors.[|Run|](context => context.Response.WriteAsync(context.Session.Id)));\napp.UseSession();"));

    [Fact]
    public Task UseSession_in_a_branch_that_the_endpoints_are_not_in_is_reported() => Verify.Analyzer<SessionMiddlewareMissing>(
        App($"app.Map(\"/admin\", admin => admin.UseSession());\napp.{{|#0:MapGet|}}(\"/cart\", {ReadsSession});"),
        Verify.Diagnostic("SESS3009").WithLocation(0).WithArguments("serves only the branch of Map: the session is used in an endpoint, which throws InvalidOperationException"));

    [Fact]
    public Task A_missing_AddSession_is_reported() => Verify.Analyzer<SessionMiddlewareMissing>(
        "var app = WebApplication.CreateBuilder(args).Build();\napp.{|#0:UseSession|}();\napp.Run();",
        Verify.Diagnostic("SESS3009").WithLocation(0).WithArguments("needs the services of AddSession: the app does not start without them"));

    [Fact]
    public Task A_missing_cache_is_reported() => Verify.Analyzer<SessionMiddlewareMissing>(
        """
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddControllers();
        builder.Services.{|#0:AddSession|}();
        var app = builder.Build();
        app.UseSession();
        """,
        Verify.Diagnostic("SESS3009").WithLocation(0).WithArguments("needs a distributed cache, and none is registered: the app does not start"));

    [Theory]
    [InlineData("app.UseSession();\napp.UseRouting();")]
    [InlineData("app.UseRouting();\napp.UseSession();")]
    [InlineData("app.UseSession();")]
    public Task UseSession_before_and_after_UseRouting_is_fine(string pipeline) => NotReported($"{pipeline}\napp.MapGet(\"/\", {ReadsSession});");

    [Fact]
    public Task Endpoints_mapped_before_UseSession_run_after_it() => NotReported($"app.MapGet(\"/\", {ReadsSession});\napp.MapControllers();\napp.UseSession();");

    [Fact]
    public Task UseSession_before_UseEndpoints_is_fine() => Verify.Analyzer<SessionMiddlewareMissing>(
        Startup("app.UseRouting().UseSession().UseEndpoints(endpoints => endpoints.MapControllers());") + Controller);

    [Fact]
    public Task UseSession_in_an_extension_method_is_seen() => Verify.Analyzer<SessionMiddlewareMissing>(test =>
    {
        test.AddDocument("Program.cs", App($"app.UseShop();\napp.MapGet(\"/\", {ReadsSession});"));
        test.AddDocument("Pipeline.cs", "public static class Pipeline { public static IApplicationBuilder UseShop(this IApplicationBuilder app) => app.UseSession(); }");
    });

    [Fact]
    public Task UseWhen_may_serve_the_requests_that_need_it() => NotReported(
        $"app.UseWhen(context => context.Request.Path.StartsWithSegments(\"/shop\"), shop => shop.UseSession());\napp.MapGet(\"/shop\", {ReadsSession});");

    [Fact]
    public Task A_branch_with_endpoints_of_its_own_is_fine() => NotReported(
        $$"""
        app.Map("/admin", admin =>
        {
            admin.UseSession();
            admin.UseRouting();
            admin.UseEndpoints(endpoints => endpoints.MapGet("/cart", {{ReadsSession}}));
        });
        app.MapGet("/", () => "shop");
        """);

    [Fact]
    public Task A_session_for_what_follows_the_endpoints_is_fine() => NotReported(
        """
        app.UseRouting();
        app.UseEndpoints(endpoints => endpoints.MapGet("/health", () => "ok"));
        app.UseSession();
        app.Run(context => context.Response.WriteAsync(context.Session.Id));
        """);

    [Fact]
    public Task A_response_that_starts_inside_has_the_session_still() => NotReported(
        """
        app.Use(async (context, next) =>
        {
            context.Response.OnStarting(() =>
            {
                context.Response.Headers["X-Session"] = context.Session.Id;
                return Task.CompletedTask;
            });
            await next(context);
        });
        app.UseSession();
        """);

    [Fact]
    public Task Middleware_that_asks_first_is_not_reported() => NotReported(
        """
        app.Use(async (context, next) =>
        {
            if (context.Features.Get<Microsoft.AspNetCore.Http.Features.ISessionFeature>() is not null)
            {
                context.Session.SetString("seen", "yes");
            }

            await next(context);
        });
        app.UseSession();
        """);

    [Fact]
    public Task An_access_that_is_caught_is_not_reported() => NotReported(
        """
        app.Run(async context =>
        {
            try
            {
                await context.Response.WriteAsync(context.Session.Id);
            }
            catch (InvalidOperationException)
            {
                await context.Response.WriteAsync("none");
            }
        });
        """);

    [Fact]
    public Task An_app_without_sessions_is_not_reported() => NotReported("app.MapGet(\"/\", () => \"shop\");");

    [Fact]
    public Task A_library_without_a_pipeline_is_not_reported() => Verify.Analyzer<SessionMiddlewareMissing>(Controller);

    [Fact]
    public Task A_session_of_something_else_is_not_reported() => Verify.Analyzer<SessionMiddlewareMissing>(
        App("app.MapGet(\"/\", () => new Chat().Session);") + "\npublic class Chat { public string Session => \"\"; }");

    [Fact]
    public Task A_pipeline_that_goes_on_in_another_project_is_not_reported() => Verify.Analyzer<SessionMiddlewareMissing>(test =>
    {
        test.AddDocument("Program.cs", App($"app.UseShop();\napp.MapGet(\"/\", {ReadsSession});"));
        test.Project.References("Shop");
        test.AddProject("Shop").AddDocument("Pipeline.cs", "public static class Pipeline { public static void UseShop(this IApplicationBuilder app) => app.UseSession(); }");
    });

    [Fact]
    public Task An_app_that_is_returned_is_not_reported() => Verify.Analyzer<SessionMiddlewareMissing>(
        $$"""
        public static class Host
        {
            public static WebApplication Create()
            {
                var app = WebApplication.Create();
                app.MapGet("/", {{ReadsSession}});
                return app;
            }
        }
        """);

    [Fact]
    public Task A_call_that_does_not_bind_may_be_anything() => Verify.Analyzer<SessionMiddlewareMissing>(
        App($"app.{{|CS1061:UseShop|}}();\napp.MapGet(\"/\", {ReadsSession});"));

    [Theory]
    [InlineData("AddMvc")]
    [InlineData("AddControllersWithViews")]
    [InlineData("AddRazorPages")]
    [InlineData("AddDistributedMemoryCache")]
    public Task A_cache_may_be_registered_by_others(string registration) => Verify.Analyzer<SessionMiddlewareMissing>(
        $"""
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.{registration}();
        builder.Services.AddSession();
        var app = builder.Build();
        app.UseSession();
        """);

    [Fact]
    public Task Services_registered_in_another_project_are_not_reported() => Verify.Analyzer<SessionMiddlewareMissing>(test =>
    {
        test.AddDocument("Program.cs", "var builder = WebApplication.CreateBuilder(args);\nbuilder.Services.AddShop();\nvar app = builder.Build();\napp.UseSession();");
        test.Project.References("Shop");
        test.AddProject("Shop").AddDocument("Services.cs", "public static class Services { public static void AddShop(this IServiceCollection services) => services.AddDistributedMemoryCache().AddSession(); }");
    });

    [Fact]
    public Task A_cache_of_the_app_is_not_reported() => Verify.Analyzer<SessionMiddlewareMissing>(
        """
        using Microsoft.Extensions.Caching.Distributed;

        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddSingleton<IDistributedCache, MemoryDistributedCache>();
        builder.Services.AddSession();
        var app = builder.Build();
        app.UseSession();
        """);

    [Fact]
    public Task GranularSessions_bring_their_own_middleware() => Verify.Analyzer<SessionMiddlewareMissing>(
        $"""
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddGranularSessions();
        var app = builder.Build();
        app.UseGranularSessions();
        app.MapGet("/", {ReadsSession});
        """,
        test => test.ReferencesGranularSessions = true);

    private static string App(string pipeline) =>
        $"""
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddDistributedMemoryCache().AddSession();
        var app = builder.Build();
        {pipeline}
        app.Run();
        """;

    private static string Startup(string pipeline) =>
        $$"""
        public class Startup
        {
            public void ConfigureServices(IServiceCollection services) => services.AddSession().AddMvc(options => options.EnableEndpointRouting = false);

            public void Configure(IApplicationBuilder app)
            {
                {{pipeline}}
            }
        }
        """;

    private static Task NotReported(string pipeline) => Verify.Analyzer<SessionMiddlewareMissing>(App(pipeline));
}
