using SessionAnalyzers.Reliability;
using SessionAnalyzers.Tests.Verification;
using Xunit;

namespace SessionAnalyzers.Tests.Reliability;

public sealed class SessionMiddlewareMissingCodeFixTests
{
    [Fact]
    public Task UseSession_is_added_before_the_endpoints() => Fixes(
        """
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddDistributedMemoryCache();
        builder.Services.AddSession();
        var app = builder.Build();

        // The cart.
        app.[|MapGet|]("/cart", (HttpContext context) => context.Session.GetString("cart"));
        app.Run();
        """,
        """
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddDistributedMemoryCache();
        builder.Services.AddSession();
        var app = builder.Build();

        app.UseSession();
        // The cart.
        app.MapGet("/cart", (HttpContext context) => context.Session.GetString("cart"));
        app.Run();
        """);

    [Fact]
    public Task What_UseSession_needs_is_registered_too() => Fixes(
        """
        var builder = WebApplication.CreateBuilder(args);

        var app = builder.Build();
        app.[|MapGet|]("/cart", (HttpContext context) => context.Session.GetString("cart"));
        app.Run();
        """,
        """
        var builder = WebApplication.CreateBuilder(args);

        builder.Services.AddDistributedMemoryCache().AddSession();
        var app = builder.Build();
        app.UseSession();
        app.MapGet("/cart", (HttpContext context) => context.Session.GetString("cart"));
        app.Run();
        """);

    [Fact]
    public Task A_Startup_gets_both() => Fixes(
        """
        public class Startup
        {
            public void ConfigureServices(IServiceCollection services)
            {
                services.AddControllersWithViews();
            }

            public void Configure(IApplicationBuilder app)
            {
                app.UseRouting();

                app.[|UseEndpoints|](endpoints =>
                {
                    endpoints.MapGet("/cart", (HttpContext context) => context.Session.GetString("cart"));
                });
            }
        }
        """,
        """
        public class Startup
        {
            public void ConfigureServices(IServiceCollection services)
            {
                services.AddControllersWithViews();
                services.AddSession();
            }

            public void Configure(IApplicationBuilder app)
            {
                app.UseRouting();

                app.UseSession();
                app.UseEndpoints(endpoints =>
                {
                    endpoints.MapGet("/cart", (HttpContext context) => context.Session.GetString("cart"));
                });
            }
        }
        """);

    [Fact]
    public Task UseSession_moves_before_the_endpoints() => Fixes(
        """
        public class Startup
        {
            public void ConfigureServices(IServiceCollection services) => services.AddDistributedMemoryCache().AddSession();

            public void Configure(IApplicationBuilder app)
            {
                app.UseRouting();

                app.UseEndpoints(endpoints => endpoints.MapGet("/cart", (HttpContext context) => context.Session.GetString("cart")));

                // Carts live in the session.
                app.[|UseSession|]();
                app.UseStaticFiles();
            }
        }
        """,
        """
        public class Startup
        {
            public void ConfigureServices(IServiceCollection services) => services.AddDistributedMemoryCache().AddSession();

            public void Configure(IApplicationBuilder app)
            {
                app.UseRouting();

                // Carts live in the session.
                app.UseSession();
                app.UseEndpoints(endpoints => endpoints.MapGet("/cart", (HttpContext context) => context.Session.GetString("cart")));

                app.UseStaticFiles();
            }
        }
        """);

    [Fact]
    public Task UseSession_moves_before_middleware_that_uses_the_session() => Fixes(
        """
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddDistributedMemoryCache().AddSession();
        var app = builder.Build();
        app.[|Use|](async (context, next) =>
        {
            context.Session.SetString("seen", "yes");
            await next(context);
        });
        app.UseStaticFiles();
        app.UseSession();
        app.Run();
        """,
        """
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddDistributedMemoryCache().AddSession();
        var app = builder.Build();
        app.UseSession();
        app.Use(async (context, next) =>
        {
            context.Session.SetString("seen", "yes");
            await next(context);
        });
        app.UseStaticFiles();
        app.Run();
        """);

    [Fact]
    public Task A_session_of_a_branch_comes_to_the_pipeline_too() => Fixes(
        """
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddDistributedMemoryCache().AddSession();
        var app = builder.Build();
        app.Map("/admin", admin => admin.UseSession());
        app.[|MapGet|]("/cart", (HttpContext context) => context.Session.GetString("cart"));
        app.Run();
        """,
        """
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddDistributedMemoryCache().AddSession();
        var app = builder.Build();
        app.Map("/admin", admin => admin.UseSession());
        app.UseSession();
        app.MapGet("/cart", (HttpContext context) => context.Session.GetString("cart"));
        app.Run();
        """);

    [Fact]
    public Task The_services_are_registered() => Fixes(
        """
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddRazorPages();
        var app = builder.Build();
        app.[|UseSession|]();
        app.Run();
        """,
        """
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddRazorPages();
        builder.Services.AddSession();
        var app = builder.Build();
        app.UseSession();
        app.Run();
        """);

    [Fact]
    public Task A_cache_is_registered() => Fixes(
        """
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddControllers();

        builder.Services.[|AddSession|]();
        var app = builder.Build();
        app.UseSession();
        app.Run();
        """,
        """
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddControllers();

        builder.Services.AddDistributedMemoryCache();
        builder.Services.AddSession();
        var app = builder.Build();
        app.UseSession();
        app.Run();
        """);

    [Fact]
    public Task A_chain_that_ends_in_UseSession_stays() => Stays(
        """
        public class Startup
        {
            public void ConfigureServices(IServiceCollection services) => services.AddDistributedMemoryCache().AddSession();

            public void Configure(IApplicationBuilder app)
            {
                app.UseRouting().UseEndpoints(endpoints => endpoints.MapGet("/cart", (HttpContext context) => context.Session.GetString("cart"))).[|UseSession|]();
            }
        }
        """);

    [Fact]
    public Task A_pipeline_without_a_place_for_a_statement_stays() => Stays(
        """
        public class Startup
        {
            public void ConfigureServices(IServiceCollection services) => services.AddDistributedMemoryCache().AddSession();

            public void Configure(IApplicationBuilder app) => app.UseRouting().[|UseEndpoints|](endpoints => endpoints.MapGet("/cart", (HttpContext context) => context.Session.GetString("cart")));
        }
        """);

    [Fact]
    public Task An_app_whose_services_cannot_be_seen_stays() => Stays(
        """
        var app = WebApplication.Create(args);
        app.[|MapGet|]("/cart", (HttpContext context) => context.Session.GetString("cart"));
        app.Run();
        """);

    private static Task Fixes(string source, string fixedSource) => Verify.CodeFix<SessionMiddlewareMissing, SessionMiddlewareMissingCodeFix>(source, fixedSource);

    private static Task Stays(string source) => Verify.NoCodeFix<SessionMiddlewareMissing, SessionMiddlewareMissingCodeFix>(source);
}
