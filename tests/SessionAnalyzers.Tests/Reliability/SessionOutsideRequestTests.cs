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

    private static string Services(string registration) =>
        $"""
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.{registration};
        """;
}
