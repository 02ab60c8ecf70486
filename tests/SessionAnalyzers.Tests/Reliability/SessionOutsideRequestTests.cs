using SessionAnalyzers.Reliability;
using SessionAnalyzers.Tests.Verification;
using Xunit;

namespace SessionAnalyzers.Tests.Reliability;

public sealed class SessionOutsideRequestTests
{
    [Fact]
    public Task A_static_field_is_reported() => Verify.Analyzer<SessionOutsideRequest>(
        """
        public static class Current
        {
            public static ISession? Session;
        }

        public class HomeController : Microsoft.AspNetCore.Mvc.Controller
        {
            public void Index() => Current.Session = {|#0:HttpContext.Session|};
        }
        """,
        Verify.Diagnostic("SESS3012").WithLocation(0).WithArguments("Current.Session", "which is static and shared by all requests"));

    [Fact]
    public Task A_static_property_set_from_a_parameter_is_reported() => Verify.Analyzer<SessionOutsideRequest>(
        """
        public class Cart
        {
            private static ISession? Session { get; set; }

            public static void Use(ISession session) => Session ??= [|session|];
        }
        """);

    [Fact]
    public Task A_singleton_is_reported() => Verify.Analyzer<SessionOutsideRequest>(
        Services("AddSingleton<Cart>()") +
        """

        public class Cart
        {
            private readonly ISession _session;

            public Cart(IHttpContextAccessor accessor) => _session = {|#0:accessor.HttpContext!.Session|};
        }
        """,
        Verify.Diagnostic("SESS3012").WithLocation(0).WithArguments("Cart._session", "part of a singleton"));

    [Theory]
    [InlineData("AddSingleton<ICart, Cart>()")]
    [InlineData("AddSingleton(typeof(ICart), typeof(Cart))")]
    [InlineData("AddSingleton<ICart>(services => new Cart(services.GetRequiredService<IHttpContextAccessor>()))")]
    public Task A_singleton_behind_an_interface_is_reported(string registration) => Verify.Analyzer<SessionOutsideRequest>(
        Services(registration) +
        """

        public interface ICart;

        public class Cart(IHttpContextAccessor accessor) : ICart
        {
            private readonly ISession? _session = [|accessor.HttpContext?.Session|];

            public string? Show() => _session?.GetString("cart");
        }
        """);

    [Fact]
    public Task The_registration_may_lie_in_another_file() => Verify.Analyzer<SessionOutsideRequest>(test =>
    {
        test.AddDocument("Program.cs", Services("AddSingleton<Cart>()"));
        test.AddDocument("Cart.cs", "public class Cart { private ISession? _session; public void Use(HttpContext context) => _session = [|context.Session|]; }");
    });

    [Fact]
    public Task A_hosted_service_is_reported() => Verify.Analyzer<SessionOutsideRequest>(
        """
        public class Reminders : BackgroundService
        {
            private ISession? _session;

            public void Watch(ISession session) => _session = [|session|];

            protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.CompletedTask;
        }
        """);

    [Fact]
    public Task A_hub_is_reported() => Verify.Analyzer<SessionOutsideRequest>(
        """
        using Microsoft.AspNetCore.SignalR;

        public class Chat : Hub
        {
            private readonly ISession _session;

            public Chat(IHttpContextAccessor accessor) => _session = [|accessor.HttpContext!.Session|];
        }
        """);

    [Fact]
    public Task Middleware_is_reported() => Verify.Analyzer<SessionOutsideRequest>(
        """
        public class Visits(RequestDelegate next)
        {
            private ISession? _session;

            public Task InvokeAsync(HttpContext context)
            {
                _session = [|context.Session|];
                return next(context);
            }
        }
        """);

    [Fact]
    public Task An_interactive_component_is_reported() => Verify.Analyzer<SessionOutsideRequest>(
        """
        using Microsoft.AspNetCore.Components;
        using Microsoft.AspNetCore.Components.Web;

        [Interactive]
        public class CartPanel : ComponentBase
        {
            private ISession? _session;

            [Inject] public IHttpContextAccessor Accessor { get; set; } = default!;

            protected override void OnInitialized() => _session = [|Accessor.HttpContext?.Session|];
        }

        public class InteractiveAttribute : RenderModeAttribute
        {
            public override IComponentRenderMode Mode => RenderMode.InteractiveServer;
        }
        """);

    [Fact]
    public Task A_static_collection_is_reported() => Verify.Analyzer<SessionOutsideRequest>(
        """
        using System.Collections.Concurrent;

        public static class Sessions
        {
            private static readonly ConcurrentDictionary<string, ISession> All = new();

            public static void Add(HttpContext context)
            {
                All[context.Session.Id] = [|context.Session|];
                All.TryAdd(context.Session.Id, [|context.Session|]);
            }
        }
        """);

    [Fact]
    public Task A_local_is_followed() => Verify.Analyzer<SessionOutsideRequest>(
        """
        public static class Current
        {
            private static ISession? s_session;

            public static void Use(HttpContext context)
            {
                var session = context.Session;
                s_session = [|session|];
            }
        }
        """);

    [Fact]
    public Task A_field_of_a_controller_is_not_reported() => Verify.Analyzer<SessionOutsideRequest>(
        """
        public class HomeController : Microsoft.AspNetCore.Mvc.Controller
        {
            private readonly ISession _session;

            public HomeController(IHttpContextAccessor accessor) => _session = accessor.HttpContext!.Session;
        }
        """);

    [Fact]
    public Task A_property_that_asks_each_time_is_not_reported() => Verify.Analyzer<SessionOutsideRequest>(
        Services("AddSingleton<Cart>()") +
        """

        public class Cart(IHttpContextAccessor accessor)
        {
            private ISession _session => accessor.HttpContext!.Session;

            public string? Show() => _session.GetString("cart");
        }
        """);

    [Theory]
    [InlineData("AddScoped")]
    [InlineData("AddTransient")]
    public Task A_service_of_the_request_is_not_reported(string lifetime) => Verify.Analyzer<SessionOutsideRequest>(
        Services($"{lifetime}<Cart>()") +
        """

        public class Cart
        {
            private readonly ISession _session;

            public Cart(IHttpContextAccessor accessor) => _session = accessor.HttpContext!.Session;
        }
        """);

    [Fact]
    public Task A_scoped_middleware_is_not_reported() => Verify.Analyzer<SessionOutsideRequest>(
        Services("AddScoped<Visits>()") +
        """

        public class Visits : IMiddleware
        {
            private ISession? _session;

            public Task InvokeAsync(HttpContext context, RequestDelegate next)
            {
                _session = context.Session;
                return next(context);
            }
        }
        """);

    [Fact]
    public Task A_component_rendered_statically_is_not_reported() => Verify.Analyzer<SessionOutsideRequest>(
        """
        using Microsoft.AspNetCore.Components;

        public class CartPanel : ComponentBase
        {
            private ISession? _session;

            [CascadingParameter] public HttpContext? Context { get; set; }

            protected override void OnInitialized() => _session = Context?.Session;
        }
        """);

    [Fact]
    public Task A_session_made_for_a_test_is_not_reported() => Verify.Analyzer<SessionOutsideRequest>(
        """
        public abstract class SessionTests
        {
            private static readonly ISession Session = Create();

            private static ISession Create() => throw new NotImplementedException();
        }
        """);

    [Fact]
    public Task A_value_of_the_session_is_not_reported() => Verify.Analyzer<SessionOutsideRequest>(
        """
        public static class Current
        {
            public static string? SessionId;

            public static void Use(HttpContext context) => SessionId = context.Session.Id;
        }
        """);

    [Fact]
    public Task Locals_that_lead_to_each_other_are_not_followed() => Verify.Analyzer<SessionOutsideRequest>(
        """
        public static class Current
        {
            private static ISession? s_session;

            public static void Use()
            {
                ISession one = other!, other = one!;
                s_session = one;
            }
        }
        """,
        test => test.CompilerErrorsExpected = true);

    [Fact]
    public Task A_local_variable_is_not_reported() => Verify.Analyzer<SessionOutsideRequest>(
        """
        public class Visits(RequestDelegate next)
        {
            public Task InvokeAsync(HttpContext context)
            {
                var session = context.Session;
                session.SetString("seen", "yes");
                return next(context);
            }
        }
        """);

    [Fact]
    public Task A_session_of_something_else_is_not_reported() => Verify.Analyzer<SessionOutsideRequest>(
        """
        public interface ISession;

        public static class Database
        {
            private static ISession? s_session;

            public static void Use(ISession session) => s_session = session;
        }
        """);

    [Theory]
    [InlineData("AddSingleton<Cart>()")]
    [InlineData("TryAddSingleton<Cart>()")]
    [InlineData("AddKeyedSingleton<Cart>(\"a\")")]
    [InlineData("AddSingleton(new Cart())")]
    [InlineData("AddSingleton<object>(_ => { return new Cart(); })")]
    [InlineData("AddSingleton<object>(_ => new Cart())")]
    [InlineData("AddSingleton(typeof(Cart))")]
    [InlineData("AddSingleton(typeof(object), typeof(Cart))")]
    public Task A_singleton_is_one_however_it_is_registered(string registration) => Verify.Analyzer<SessionOutsideRequest>(
        Extensions + Services(registration) + Cart("{|#0:context.Session|}"),
        Verify.Diagnostic("SESS3012").WithLocation(0).WithArguments("Cart._session", "part of a singleton"));

    [Theory]
    [InlineData("AddScoped<Cart>()")]
    [InlineData("TryAddScoped<Cart>()")]
    [InlineData("AddTransient<Cart>()")]
    [InlineData("TryAddTransient<Cart>()")]
    [InlineData("AddKeyedScoped<Cart>(\"a\")")]
    [InlineData("AddKeyedTransient<Cart>(\"a\")")]
    [InlineData("AddHttpClient<Cart>()")]
    public Task A_singleton_that_is_registered_for_less_too_is_not_reported(string registration) => Verify.Analyzer<SessionOutsideRequest>(
        Extensions + Services($"AddSingleton<Cart>();\nbuilder.Services.{registration}") + Cart("context.Session"));

    [Theory]
    [InlineData("AddSingleton(new Lazy<Cart>(new Cart()))")]
    [InlineData("AddSingleton<object>()")]
    [InlineData("AddSingleton<Cart, object>()")]
    [InlineData("AddRouting()")]
    public Task A_type_that_is_no_singleton_is_not_reported(string registration) => Verify.Analyzer<SessionOutsideRequest>(
        Extensions + Services(registration) + Cart("context.Session") + "\npublic static class More { public static void AddSingleton<TService, TImplementation>(this IServiceCollection services) { } }");

    [Fact]
    public Task A_generic_singleton_is_one() => Verify.Analyzer<SessionOutsideRequest>(
        Services("AddSingleton(typeof(Cart<>))") +
        """

        public class Cart<T>
        {
            private ISession? _session;

            public void Use(HttpContext context) => _session = [|context.Session|];
        }
        """);

    [Fact]
    public Task What_lives_long_is_named() => Verify.Analyzer<SessionOutsideRequest>(
        """
        using Microsoft.AspNetCore.Components;
        using Microsoft.AspNetCore.SignalR;

        public static class Registration
        {
            public static void Add(IServiceCollection services) => services.AddServerSideBlazor();
        }

        public class Chat : Hub
        {
            private ISession? _session;

            public void Use(ISession session) => _session = {|#0:session|};
        }

        public class Reminders : IHostedService
        {
            private ISession? _session;

            public void Use(ISession session) => _session = {|#1:session|};

            public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

            public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
        }

        public class Visits(RequestDelegate next)
        {
            private ISession? _session;

            public Task Invoke(HttpContext context)
            {
                _session = {|#2:context.Session|};
                return next(context);
            }
        }

        public class CartPanel : ComponentBase
        {
            private ISession? _session;

            public void Use(ISession session) => _session = {|#3:session|};
        }
        """,
        Verify.Diagnostic("SESS3012").WithLocation(0).WithArguments("Chat._session", "part of a hub, which works as long as its connection"),
        Verify.Diagnostic("SESS3012").WithLocation(1).WithArguments("Reminders._session", "part of a hosted service, which runs outside of requests"),
        Verify.Diagnostic("SESS3012").WithLocation(2).WithArguments("Visits._session", "part of middleware, which is made once for all requests"),
        Verify.Diagnostic("SESS3012").WithLocation(3).WithArguments("CartPanel._session", "part of an interactive component, which lives as long as its circuit"));

    [Fact]
    public Task What_only_looks_as_if_it_lived_long_is_not_reported() => Verify.Analyzer<SessionOutsideRequest>(
        """
        public static class Registration
        {
            public static void Add(IServiceCollection services)
            {
                services.AddServerSideBlazor();
                services.AddRazorComponents();
            }
        }

        public class CartPanel : Microsoft.AspNetCore.Components.ComponentBase
        {
            private ISession? _session;

            public void Use(ISession session) => _session = session;
        }

        public class Hub;

        public class Chat : Hub
        {
            private ISession? _session;

            public void Use(ISession session) => _session = session;
        }

        public interface IHostedService;

        public class Reminders : IHostedService
        {
            private ISession? _session;

            public void Use(ISession session) => _session = session;
        }

        public class Step(RequestDelegate next)
        {
            private ISession? _session;

            public Task Take(HttpContext context)
            {
                _session = context.Session;
                return next(context);
            }

            public Task Invoke(string path) => Task.CompletedTask;
        }

        public class Handler
        {
            private ISession? _session;

            public void Invoke(HttpContext context) => _session = context.Session;
        }
        """);

    [Theory]
    [InlineData("Session = (context.Session)")]
    [InlineData("Session = context.Session!")]
    [InlineData("Session = context?.Session")]
    [InlineData("Session = context.Session ?? throw new InvalidOperationException()")]
    [InlineData("Session ??= context.Session")]
    [InlineData("Session = context.Features.Get<Microsoft.AspNetCore.Http.Features.ISessionFeature>()!.Session")]
    [InlineData("Session = context.RequestServices.GetRequiredService<ISession>()")]
    [InlineData("Session = context.RequestServices.GetService<ISession>()")]
    [InlineData("All.Add(context.Session)")]
    [InlineData("ByKey[\"a\"] = context.Session")]
    [InlineData("Field = context.Session")]
    public Task The_session_of_the_request_is_kept_however_it_is_had(string statement) => Verify.Analyzer<SessionOutsideRequest>(
        Current(statement.Contains('(') && statement.StartsWith("All") ? "All.Add([|context.Session|])" : statement[..(statement.IndexOf("= ") + 2)] + "[|" + statement[(statement.IndexOf("= ") + 2)..] + "|]"));

    [Theory]
    [InlineData("Session = Create(context)")]
    [InlineData("Session = Other")]
    [InlineData("Session = new Holder().Session")]
    [InlineData("Session = null")]
    [InlineData("var session = Create(context); Session = session")]
    [InlineData("var first = context.Session; var session = first; Session = session")]
    [InlineData("ISession session; session = context.Session; Session = session")]
    [InlineData("SessionId = context.Session.Id")]
    [InlineData("Console.WriteLine(context.Session)")]
    [InlineData("Ids.Add(context.Session.Id)")]
    [InlineData("new List<ISession>().Add(context.Session)")]
    [InlineData("All.Log(context.Session)")]
    [InlineData("Keeper.Add(context.Session)")]
    [InlineData("Text.Contains(context.Session.Id)")]
    public Task Another_value_or_another_place_is_not_reported(string statement) => Verify.Analyzer<SessionOutsideRequest>(Current(statement));

    [Fact]
    public Task A_session_that_a_property_begins_with_is_reported() => Verify.Analyzer<SessionOutsideRequest>(
        Services("AddSingleton<Cart>()") +
        """

        public class Cart(IHttpContextAccessor accessor)
        {
            private ISession Session { get; } = [|accessor.HttpContext!.Session|];

            public string? Show()
            {
                var session = accessor.HttpContext!.Session;
                return Session.GetString(session.Id);
            }
        }
        """);

    private const string Extensions = "using Microsoft.Extensions.DependencyInjection.Extensions;\n\n";

    private static string Cart(string session) =>
        $$"""

        public class Cart
        {
            private ISession? _session;

            public void Use(HttpContext context) => _session = {{session}};
        }
        """;

    private static string Current(string statement) =>
        $$"""
        public static class Current
        {
            public static ISession? Session { get; set; }
            public static ISession? Field;
            public static ISession? Other => null;
            public static string? SessionId { get; set; }
            public static string Text { get; set; } = "";
            public static List<ISession> All { get; } = [];
            public static List<string> Ids { get; } = [];
            public static Dictionary<string, ISession> ByKey { get; } = [];
            public static Keeper Keeper { get; } = new();

            public static void Use(HttpContext context)
            {
                {{statement}};
            }

            private static ISession Create(HttpContext context) => context.Session;

            private static void Log(this List<ISession> sessions, ISession session)
            {
            }
        }

        public class Holder
        {
            public ISession? Session => null;
        }

        public class Keeper : IDisposable
        {
            public void Add(ISession session)
            {
            }

            public void Dispose()
            {
            }
        }
        """;

    private static string Services(string registration) =>
        $"""
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.{registration};
        """;
}
