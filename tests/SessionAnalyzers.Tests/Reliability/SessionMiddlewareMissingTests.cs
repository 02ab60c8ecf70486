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

    [Theory]
    [InlineData("app.{|#0:Run|}(context => context.Response.WriteAsync(context.Session.Id));", "Run")]
    [InlineData("app.{|#0:Run|}(Answer);", "Run")]
    [InlineData("app.{|#0:Use|}(async (context, next) => { context.Session.SetString(\"a\", \"1\"); await next(context); });", "Use")]
    [InlineData("app.{|#0:Use|}(Pass);", "Use")]
    [InlineData("app.{|#0:UseMiddleware|}<Visits>();", "UseMiddleware")]
    [InlineData("app.{|#0:UseMiddleware|}(typeof(Visits));", "UseMiddleware")]
    [InlineData("app.Map(\"/admin\", admin => admin.{|#0:Run|}(Answer));", "Run")]
    [InlineData("app.Map(\"/admin\", Admin);", "Run")]
    [InlineData("app.MapWhen(context => context.Request.IsHttps, secure => secure.{|#0:Run|}(Answer));", "Run")]
    [InlineData("app.UseWhen(context => context.Request.IsHttps, secure => secure.{|#0:UseMiddleware|}<Visits>());", "UseMiddleware")]
    public Task Middleware_that_uses_the_session_is_found_however_it_is_given(string pipeline, string name) => Verify.Analyzer<SessionMiddlewareMissing>(
        App(pipeline) +
        $$"""

        static Task Answer(HttpContext context) => context.Response.WriteAsync(context.Session.Id);

        static Task Pass(HttpContext context, RequestDelegate next)
        {
            context.Session.SetString("a", "1");
            return next(context);
        }

        static void Admin(IApplicationBuilder admin) => admin.{{(pipeline.Contains("Admin)") ? "{|#0:Run|}" : "Run")}}(Answer);

        public class Visits(RequestDelegate next)
        {
            public Task InvokeAsync(HttpContext context)
            {
                context.Session.SetString("seen", "yes");
                return next(context);
            }
        }
        """,
        Verify.Diagnostic("SESS3009").WithLocation(0).WithArguments($"is missing: {name} uses the session here, which throws InvalidOperationException"));

    [Theory]
    [InlineData("UseMvc()")]
    [InlineData("UseMvc(routes => { })")]
    [InlineData("UseMvcWithDefaultRoute()")]
    [InlineData("UseEndpoints(endpoints => endpoints.MapControllers())")]
    public Task Calls_that_run_endpoints_are_known(string call) => Verify.Analyzer<SessionMiddlewareMissing>(
        Startup($"app.UseRouting();\n        app.{call};\n        app.{{|#0:UseSession|}}();") + Controller,
        Verify.Diagnostic("SESS3009").WithLocation(0).WithArguments($"comes after {call[..call.IndexOf('(')]}, which has run the endpoints by then: they use the session and throw InvalidOperationException"));

    [Theory]
    [InlineData("if (app.Environment.IsDevelopment()) { app.Run(context => context.Response.WriteAsync(\"a\")); }")]
    [InlineData("if (args.Length == 0) { Console.WriteLine(); } else { app.Run(context => context.Response.WriteAsync(\"a\")); }")]
    [InlineData("switch (args.Length) { case 0: app.Run(context => context.Response.WriteAsync(\"a\")); break; }")]
    [InlineData("foreach (var arg in args) { app.Run(context => context.Response.WriteAsync(arg)); }")]
    [InlineData("for (var i = 0; i < args.Length; i++) { app.Run(context => context.Response.WriteAsync(\"a\")); }")]
    [InlineData("while (args.Length > 0) { app.Run(context => context.Response.WriteAsync(\"a\")); }")]
    [InlineData("try { app.Run(context => context.Response.WriteAsync(\"a\")); } catch (InvalidOperationException) { }")]
    [InlineData("if (args.Length > 0) { app.Close(); }")]
    public Task A_step_on_a_condition_may_not_be_there(string statement) => Verify.Analyzer<SessionMiddlewareMissing>(
        App($"{statement}\napp.UseSession();") + "\npublic static class Pipeline { public static void Close(this WebApplication app) => app.Run(context => context.Response.WriteAsync(\"closed\")); }");

    [Theory]
    [InlineData("Action<IApplicationBuilder> configure = _ => { };\nconfigure(app);")]
    [InlineData("IModule module = null!;\nmodule.Configure(app);")]
    [InlineData("new Module().Configure(app);")]
    [InlineData("Modules.App = app;")]
    [InlineData("new Modules().Current = app;")]
    [InlineData("#if SESSIONS\napp.UseSession();\n#endif")]
    public Task A_pipeline_that_goes_on_where_it_cannot_be_seen_is_not_reported(string statements) => Verify.Analyzer<SessionMiddlewareMissing>(
        App($"{statements}\napp.MapGet(\"/\", {ReadsSession});") +
        """

        public interface IModule
        {
            void Configure(IApplicationBuilder app);
        }

        public class Module
        {
            public virtual void Configure(IApplicationBuilder app)
            {
            }
        }

        public class Modules
        {
            public static IApplicationBuilder? App;

            public IApplicationBuilder? Current { get; set; }
        }
        """);

    [Fact]
    public Task A_pipeline_in_several_methods_is_read() => Verify.Analyzer<SessionMiddlewareMissing>(
        App("app.UseShop(\"shop\");\nSteps.Add(app, \"shop\");\nSteps.Name = \"shop\";") +
        $$"""

        public static partial class Steps
        {
            public static string Name { get; set; } = "";

            public static void UseShop(this IApplicationBuilder app, string name) => app.UseRouting();

            public static void Add(WebApplication app, string name) => AddAll(app);

            static partial void AddAll(WebApplication app);

            static partial void AddAll(WebApplication app) => app.[|MapGet|]("/", {{ReadsSession}});
        }
        """);

    [Fact]
    public Task A_group_of_endpoints_is_reported_at_the_endpoint() => Verify.Analyzer<SessionMiddlewareMissing>(
        App($"var shop = app.MapGroup(\"/shop\");\nshop.[|MapGet|](\"/\", {ReadsSession});"));

    [Fact]
    public Task A_class_that_maps_endpoints_is_reported_where_it_is_made() => Verify.Analyzer<SessionMiddlewareMissing>(
        App("[|new ShopRoutes(app)|].Print();") +
        $$"""

        public class ShopRoutes
        {
            public ShopRoutes(IEndpointRouteBuilder routes) => routes.MapGet("/", {{ReadsSession}});

            public void Print() => Console.WriteLine();
        }
        """);

    [Fact]
    public Task A_project_that_is_not_given_the_app_changes_nothing() => Verify.Analyzer<SessionMiddlewareMissing>(test =>
    {
        test.AddDocument("Program.cs", App($"Shop.Log(\"starting\");\nnew Printer().Print();\napp.[|MapGet|](\"/\", {ReadsSession});"));
        test.Project.References("Shop");
        test.AddProject("Shop").AddDocument("Shop.cs", "public static class Shop { public static void Log(string text) { } public static void Use(IApplicationBuilder app) => app.UseSession(); }\npublic class Printer { public void Print() { } }");
    });

    [Fact]
    public Task A_builder_that_is_only_looked_at_is_the_same() => Verify.Analyzer<SessionMiddlewareMissing>(
        Startup("app.New();\n        app.UseRouting();\n        app.[|UseEndpoints|](endpoints => endpoints.MapControllers());") + Controller);

    [Fact]
    public Task Middleware_before_UseGranularSessions_is_reported() => Verify.Analyzer<SessionMiddlewareMissing>(
        """
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddGranularSessions();
        var app = builder.Build();
        app.[|Use|](async (context, next) =>
        {
            context.Session.SetString("seen", "yes");
            await next(context);
        });
        app.UseGranularSessions();
        """,
        test => test.ReferencesGranularSessions = true);

    [Theory]
    [InlineData("WebApplication", "WebApplication.Create()")]
    [InlineData("WebApplication", "WebApplication.CreateBuilder().Build()")]
    [InlineData("IHost", "WebApplication.Create()")]
    [InlineData("IHost", "WebApplication.CreateBuilder().Build()")]
    public Task An_app_that_a_method_builds_and_returns_goes_on_elsewhere(string type, string app) => Verify.Analyzer<SessionMiddlewareMissing>(
        $$"""
        var app = Build();
        app.Run();

        static {{type}} Build()
        {
            var app = {{app}};
            app.MapGet("/", {{ReadsSession}});
            return app;
        }
        """);

    [Fact]
    public Task A_builder_that_a_method_returns_goes_nowhere() => Verify.Analyzer<SessionMiddlewareMissing>(
        Startup("Endpoints.Map(app.UseRouting());") +
        $$"""

        public static class Endpoints
        {
            public static IApplicationBuilder Map(IApplicationBuilder app) => app.[|UseEndpoints|](endpoints => endpoints.MapGet("/", {{ReadsSession}}));
        }
        """);

    [Fact]
    public Task A_web_host_that_configures_its_pipeline_in_a_lambda_is_read() => Verify.Analyzer<SessionMiddlewareMissing>(
        $$"""
        Host.CreateDefaultBuilder(args).ConfigureWebHostDefaults(web => web.Configure(app =>
        {
            app.UseRouting();
            app.[|UseEndpoints|](endpoints => endpoints.MapGet("/", {{ReadsSession}}));
        })).Build().Run();
        """);

    [Fact]
    public Task Two_apps_of_one_program_are_two_pipelines() => Verify.Analyzer<SessionMiddlewareMissing>(
        $$"""
        public static class Hosts
        {
            public static void Shop()
            {
                var builder = WebApplication.CreateBuilder();
                builder.Services.AddDistributedMemoryCache().AddSession();
                var app = builder.Build();
                app.UseSession();
                app.MapGet("/", {{ReadsSession}});
                app.Run();
            }

            public static void Admin()
            {
                var app = WebApplication.Create();
                app.[|MapGet|]("/", {{ReadsSession}});
                app.Run();
            }

            public static void Health()
            {
                var app = WebApplication.Create();
                app.MapGet("/", () => "ok");
                app.Run();
            }
        }
        """);

    [Fact]
    public Task A_controller_of_two_apps_is_in_neither_for_certain() => Verify.Analyzer<SessionMiddlewareMissing>(
        """
        public static class Hosts
        {
            public static void Shop()
            {
                var app = WebApplication.Create();
                app.MapControllers();
                app.Run();
            }

            public static void Admin()
            {
                var app = WebApplication.Create();
                app.MapControllers();
                app.Run();
            }
        }
        """ + Controller);

    [Fact]
    public Task Methods_that_call_each_other_are_read_once() => Verify.Analyzer<SessionMiddlewareMissing>(
        App("Outer(app);") +
        $$"""

        static void Outer(WebApplication app)
        {
            Inner(app);
            app.[|MapGet|]("/", {{ReadsSession}});
        }

        static void Inner(WebApplication app) => Outer(app);
        """);

    [Theory]
    [InlineData("app.Map(\"/admin\", admin => admin.UseSession());", "Map")]
    [InlineData("app.MapWhen(context => context.Request.IsHttps, secure => secure.UseSession());", "MapWhen")]
    [InlineData("app.UseExceptionHandler(errors => errors.UseSession());", "UseExceptionHandler")]
    public Task The_branch_that_UseSession_serves_is_named(string branch, string name) => Verify.Analyzer<SessionMiddlewareMissing>(
        App($"{branch}\napp.{{|#0:MapControllers|}}();") + Controller,
        Verify.Diagnostic("SESS3009").WithLocation(0).WithArguments($"serves only the branch of {name}: the session is used in CartController.Show, which throws InvalidOperationException"));

    [Fact]
    public Task A_branch_with_a_detour_may_serve_the_endpoints() => NotReported(
        $$"""
        app.Map("/shop", shop =>
        {
            shop.UseWhen(context => context.Request.IsHttps, secure => secure.UseMiddleware<Microsoft.AspNetCore.Session.SessionMiddleware>());
            shop.UseSession();
        });
        app.MapGet("/", {{ReadsSession}});
        """);

    [Theory]
    [InlineData("public string? Cart => HttpContext.Session.GetString(\"cart\");", "CartApi.Cart")]
    [InlineData("public string? Cart() => HttpContext.Session.GetString(\"cart\");", "CartApi.Cart")]
    [InlineData("private readonly string? _cart = Current.Session.GetString(\"cart\");", "CartApi")]
    [InlineData("public CartApi() => HttpContext.Session.SetString(\"cart\", \"\");", "CartApi")]
    public Task The_code_that_uses_the_session_is_named(string member, string name) => Verify.Analyzer<SessionMiddlewareMissing>(
        App("app.{|#0:MapControllers|}();") +
        $$"""

        public class CartApi : Microsoft.AspNetCore.Mvc.ControllerBase
        {
            private static readonly HttpContext Current = null!;

            {{member}}
        }
        """,
        Verify.Diagnostic("SESS3009").WithLocation(0).WithArguments($"is missing: the session is used in {name}, which throws InvalidOperationException"));

    [Theory]
    [InlineData("app.Run(context => context.Response.WriteAsync(context.Session.Id));")]
    [InlineData("app.UseEndpoints(endpoints => endpoints.MapGet(\"/late\", (HttpContext context) => context.Session.Id));")]
    public Task What_follows_UseSession_may_be_what_it_is_for(string later) => NotReported(
        $$"""
        app.UseRouting();
        app.UseEndpoints(endpoints => endpoints.MapGet("/", {{ReadsSession}}));
        app.UseSession();
        {{later}}
        """);

    [Fact]
    public Task A_session_of_another_name_or_in_nameof_is_not_reported() => NotReported(
        """
        app.MapGet("/", () => nameof(HttpContext.Session));
        app.MapGet("/late", (HttpContext context) => { try { return context.Session.Id; } catch (InvalidOperationException) { return "none"; } });
        """);

    [Fact]
    public Task A_session_in_a_try_that_catches_nothing_is_reported() => Verify.Analyzer<SessionMiddlewareMissing>(
        App("app.[|MapGet|](\"/late\", (HttpContext context) => { try { return context.Session.Id; } finally { Console.WriteLine(); } });"));

    [Fact]
    public Task Middleware_that_nobody_adds_is_no_endpoint() => Verify.Analyzer<SessionMiddlewareMissing>(
        App("app.MapGet(\"/\", () => \"shop\");") +
        """

        public class Visits(RequestDelegate next)
        {
            public Task Invoke(HttpContext context)
            {
                context.Session.SetString("seen", "yes");
                return next(context);
            }
        }
        """);

    [Fact]
    public Task A_wrapper_in_middleware_is_found() => Verify.Analyzer<SessionMiddlewareMissing>(
        App("app.[|Use|](async (context, next) => { Visits.Count(context); await next(context); });\napp.UseSession();") +
        """

        public static class Visits
        {
            public static void Count(HttpContext context) => context.Session.SetString("seen", "yes");
        }
        """);

    [Fact]
    public Task A_wrapper_in_a_try_block_is_not_reported() => Verify.Analyzer<SessionMiddlewareMissing>(
        App("app.Use(async (context, next) => { try { Visits.Count(context); } catch (InvalidOperationException) { } await next(context); });\napp.UseSession();") +
        """

        public static class Visits
        {
            public static void Count(HttpContext context) => context.Session.SetString("seen", "yes");
        }
        """);

    [Theory]
    [InlineData("builder.Services.AddSession();", "builder.Services.AddStackExchangeRedisCache();")]
    [InlineData("builder.Services.AddSession();", "builder.Services.AddDistributedSqlServerCache();")]
    [InlineData("builder.Services.AddSession();", "Shop.Add(builder.Services);")]
    [InlineData("", "Shop.Add(builder.Services);")]
    public Task Services_that_go_where_they_cannot_be_seen_are_not_reported(string session, string other) => Verify.Analyzer<SessionMiddlewareMissing>(
        $$"""
        var builder = WebApplication.CreateBuilder(args);
        {{session}}
        {{other}}
        var app = builder.Build();
        app.UseSession();

        public static class Shop
        {
            public static Action<IServiceCollection> Add { get; set; } = _ => { };
        }
        """,
        test => test.CompilerErrorsExpected = true);

    [Theory]
    [InlineData("AddMemoryCache")]
    [InlineData("AddOutputCache")]
    [InlineData("AddResponseCaching")]
    public Task A_cache_of_another_kind_is_none(string registration) => Verify.Analyzer<SessionMiddlewareMissing>(
        $$"""
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.{{registration}}();
        builder.Services.[|AddSession|]();
        var app = builder.Build();
        app.UseSession();
        """);

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
