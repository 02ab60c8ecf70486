using SessionAnalyzers.Concurrency;
using Xunit;

namespace SessionAnalyzers.Tests.Rewriting;

public sealed class SessionRegistrationTests
{
    [Fact]
    public Task A_Startup_class_is_moved_with_its_options() => Moves(
        """
        using Microsoft.AspNetCore.Mvc;

        public class HomeController : Controller
        {
            public void Visit()
            {
                {|SESS1002:HttpContext.Session.SetInt32("visits", (HttpContext.Session.GetInt32("visits") ?? 0) + 1)|};
            }
        }

        public class Startup
        {
            public void ConfigureServices(IServiceCollection services)
            {
                services.AddSession(options =>
                {
                    // Long enough for the checkout.
                    options.IdleTimeout = TimeSpan.FromMinutes(30);
                    options.IOTimeout = new TimeSpan(0, 0, 5);
                    options.Cookie.Name = "shop";
                    options.Cookie.HttpOnly = true;
                    options.Cookie.IsEssential = true;
                    options.Cookie.SecurePolicy = CookieSecurePolicy.Always;
                    options.Cookie.SameSite = SameSiteMode.Strict;
                    options.Cookie.Path = "/shop";
                    options.Cookie.Domain = "example.org";
                });
            }

            public void Configure(IApplicationBuilder app)
            {
                app.UseRouting();
                app.UseSession();
            }
        }
        """,
        """
        using Microsoft.AspNetCore.Mvc;

        public class HomeController : Controller
        {
            public async Task Visit()
            {
                await HttpContext.GetSessionState().Counter("visits").IncrementAsync();
            }
        }

        public class Startup
        {
            public void ConfigureServices(IServiceCollection services)
            {
                services.AddGranularSessions(options =>
                {
                    // Long enough for the checkout.
                    options.IdleTimeout = TimeSpan.FromMinutes(30);
                    options.IOTimeout = new TimeSpan(0, 0, 5);
                    options.Cookie.Name = "shop";
                    options.Cookie.HttpOnly = true;
                    options.Cookie.IsEssential = true;
                    options.Cookie.SecurePolicy = CookieSecurePolicy.Always;
                    options.Cookie.SameSite = SameSiteMode.Strict;
                    options.Cookie.Path = "/shop";
                    options.Cookie.Domain = "example.org";
                });
            }

            public void Configure(IApplicationBuilder app)
            {
                app.UseRouting();
                app.UseGranularSessions();
            }
        }
        """);

    [Fact]
    public Task A_chain_of_registrations_goes_on() => Moves(
        """
        using Microsoft.AspNetCore.Mvc;

        public class HomeController : Controller
        {
            public void Visit()
            {
                {|SESS1002:HttpContext.Session.SetInt32("visits", (HttpContext.Session.GetInt32("visits") ?? 0) + 1)|};
            }
        }

        public class Startup
        {
            public void ConfigureServices(IServiceCollection services)
            {
                services.AddDistributedMemoryCache().AddSession().AddHttpContextAccessor();
            }

            public void Configure(IApplicationBuilder app)
            {
                app.UseRouting();
                app.UseSession();
            }
        }
        """,
        """
        using Microsoft.AspNetCore.Mvc;

        public class HomeController : Controller
        {
            public async Task Visit()
            {
                await HttpContext.GetSessionState().Counter("visits").IncrementAsync();
            }
        }

        public class Startup
        {
            public void ConfigureServices(IServiceCollection services)
            {
                services.AddDistributedMemoryCache().AddGranularSessions().Services.AddHttpContextAccessor();
            }

            public void Configure(IApplicationBuilder app)
            {
                app.UseRouting();
                app.UseGranularSessions();
            }
        }
        """);

    [Fact]
    public Task An_app_that_has_moved_already_stays_as_it_is() => Moves(
        """
        using Microsoft.AspNetCore.Mvc;

        public class HomeController : Controller
        {
            public void Visit()
            {
                {|SESS1002:HttpContext.Session.SetInt32("visits", (HttpContext.Session.GetInt32("visits") ?? 0) + 1)|};
            }
        }

        public class Startup
        {
            public void ConfigureServices(IServiceCollection services)
            {
                services.AddGranularSessions();
            }

            public void Configure(IApplicationBuilder app)
            {
                app.UseRouting();
                app.UseGranularSessions();
            }
        }
        """,
        """
        using Microsoft.AspNetCore.Mvc;

        public class HomeController : Controller
        {
            public async Task Visit()
            {
                await HttpContext.GetSessionState().Counter("visits").IncrementAsync();
            }
        }

        public class Startup
        {
            public void ConfigureServices(IServiceCollection services)
            {
                services.AddGranularSessions();
            }

            public void Configure(IApplicationBuilder app)
            {
                app.UseRouting();
                app.UseGranularSessions();
            }
        }
        """);

    [Fact]
    public Task An_idle_timeout_that_is_not_positive_blocks_the_move() => Stays(
        """
        using Microsoft.AspNetCore.Mvc;

        public class HomeController : Controller
        {
            public void Visit()
            {
                {|SESS1002:HttpContext.Session.SetInt32("visits", (HttpContext.Session.GetInt32("visits") ?? 0) + 1)|};
            }
        }

        public class Startup
        {
            public void ConfigureServices(IServiceCollection services)
            {
                services.AddSession(options => options.IdleTimeout = TimeSpan.FromMinutes(-1));
            }

            public void Configure(IApplicationBuilder app)
            {
                app.UseRouting();
                app.UseSession();
            }
        }
        """);

    [Fact]
    public Task An_endless_IOTimeout_blocks_the_move() => Stays(
        """
        using Microsoft.AspNetCore.Mvc;

        public class HomeController : Controller
        {
            public void Visit()
            {
                {|SESS1002:HttpContext.Session.SetInt32("visits", (HttpContext.Session.GetInt32("visits") ?? 0) + 1)|};
            }
        }

        public class Startup
        {
            public void ConfigureServices(IServiceCollection services)
            {
                services.AddSession(options => options.IOTimeout = Timeout.InfiniteTimeSpan);
            }

            public void Configure(IApplicationBuilder app)
            {
                app.UseRouting();
                app.UseSession();
            }
        }
        """);

    [Fact]
    public Task Options_that_are_handed_on_block_the_move() => Stays(
        """
        using Microsoft.AspNetCore.Mvc;

        public class HomeController : Controller
        {
            public void Visit()
            {
                {|SESS1002:HttpContext.Session.SetInt32("visits", (HttpContext.Session.GetInt32("visits") ?? 0) + 1)|};
            }
        }

        public class Startup
        {
            public void ConfigureServices(IServiceCollection services)
            {
                services.AddSession(options => Set(options));

                static void Set(Microsoft.AspNetCore.Builder.SessionOptions options)
                {
                }
            }

            public void Configure(IApplicationBuilder app)
            {
                app.UseRouting();
                app.UseSession();
            }
        }
        """);

    [Fact]
    public Task Options_configured_elsewhere_block_the_move() => Stays(
        """
        using Microsoft.AspNetCore.Mvc;

        public class HomeController : Controller
        {
            public void Visit()
            {
                {|SESS1002:HttpContext.Session.SetInt32("visits", (HttpContext.Session.GetInt32("visits") ?? 0) + 1)|};
            }
        }

        public class Startup
        {
            public void ConfigureServices(IServiceCollection services)
            {
                services.Configure<SessionOptions>(options => options.IdleTimeout = TimeSpan.FromMinutes(5));
                services.AddSession();
            }

            public void Configure(IApplicationBuilder app)
            {
                app.UseRouting();
                app.UseSession();
            }
        }
        """);

    [Fact]
    public Task UseSession_with_options_of_its_own_blocks_the_move() => Stays(
        """
        using Microsoft.AspNetCore.Mvc;

        public class HomeController : Controller
        {
            public void Visit()
            {
                {|SESS1002:HttpContext.Session.SetInt32("visits", (HttpContext.Session.GetInt32("visits") ?? 0) + 1)|};
            }
        }

        public class Startup
        {
            public void ConfigureServices(IServiceCollection services)
            {
                services.AddSession();
            }

            public void Configure(IApplicationBuilder app)
            {
                app.UseRouting();
                app.UseSession(new SessionOptions());
            }
        }
        """);

    [Fact]
    public Task A_static_call_blocks_the_move() => Stays(
        """
        using Microsoft.AspNetCore.Mvc;

        public class HomeController : Controller
        {
            public void Visit()
            {
                {|SESS1002:HttpContext.Session.SetInt32("visits", (HttpContext.Session.GetInt32("visits") ?? 0) + 1)|};
            }
        }

        public class Startup
        {
            public void ConfigureServices(IServiceCollection services)
            {
                services.AddSession();
            }

            public void Configure(IApplicationBuilder app)
            {
                app.UseRouting();
                SessionMiddlewareExtensions.UseSession(app);
            }
        }
        """);

    private static Task Moves(string source, string fixedSource, params string[] others) =>
        MoveKey.Moves<ReadModifyWrite, ReadModifyWriteCodeFix>(source, fixedSource, others);

    private static Task Stays(string source, params string[] others) =>
        MoveKey.Stays<ReadModifyWrite, ReadModifyWriteCodeFix>(source, others);
}
