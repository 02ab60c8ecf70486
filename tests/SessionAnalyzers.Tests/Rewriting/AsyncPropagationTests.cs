using SessionAnalyzers.Tests.Concurrency;
using SessionAnalyzers.Concurrency;
using Xunit;

namespace SessionAnalyzers.Tests.Rewriting;

public sealed class AsyncPropagationTests
{
    [Fact]
    public Task Callers_await_transitively() => Moves(
        """
        using Microsoft.AspNetCore.Mvc;

        public class HomeController : Controller
        {
            public string Index() => "seen " + Describe();

            private string Describe()
            {
                return Count() + " times";
            }

            private int Count()
            {
                {|SESS1002:HttpContext.Session.SetInt32("visits", (HttpContext.Session.GetInt32("visits") ?? 0) + 1)|};
                return HttpContext.Session.GetInt32("visits") ?? 0;
            }
        }
        """,
        """
        using Microsoft.AspNetCore.Mvc;

        public class HomeController : Controller
        {
            public async Task<string> Index() => "seen " + await Describe();

            private async Task<string> Describe()
            {
                return await Count() + " times";
            }

            private async Task<int> Count()
            {
                await HttpContext.GetSessionState().Counter("visits").IncrementAsync();
                return (int)await HttpContext.GetSessionState().Counter("visits").GetAsync();
            }
        }
        """);

    [Fact]
    public Task An_interface_and_all_its_implementations_change() => Moves(
        """
        public interface IVisits
        {
            void Add();

            int Get();
        }

        public class SessionVisits(IHttpContextAccessor accessor) : IVisits
        {
            public void Add()
            {
                var visits = accessor.HttpContext!.Session.GetInt32("visits") ?? 0;
                {|SESS1002:accessor.HttpContext!.Session.SetInt32("visits", visits + 1)|};
            }

            public int Get() => accessor.HttpContext!.Session.GetInt32("visits") ?? 0;
        }

        public class NoVisits : IVisits
        {
            public void Add()
            {
            }

            public int Get() => 0;
        }

        public class Counting(IVisits visits)
        {
            public int Next()
            {
                visits.Add();
                return visits.Get();
            }
        }
        """,
        """
        public interface IVisits
        {
            Task Add();

            Task<int> Get();
        }

        public class SessionVisits(IHttpContextAccessor accessor) : IVisits
        {
            public async Task Add()
            {
                await accessor.HttpContext!.GetSessionState().Counter("visits").IncrementAsync();
            }

            public async Task<int> Get() => (int)await accessor.HttpContext!.GetSessionState().Counter("visits").GetAsync();
        }

        public class NoVisits : IVisits
        {
            public Task Add()
            {
                return Task.CompletedTask;
            }

            public Task<int> Get() => Task.FromResult<int>(0);
        }

        public class Counting(IVisits visits)
        {
            public async Task<int> Next()
            {
                await visits.Add();
                return await visits.Get();
            }
        }
        """);

    [Fact]
    public Task Overrides_change_with_their_base() => Moves(
        """
        public abstract class Page
        {
            protected abstract int Visit(HttpContext context);

            public int Show(HttpContext context) => Visit(context);
        }

        public class HomePage : Page
        {
            protected override int Visit(HttpContext context)
            {
                var visits = context.Session.GetInt32("visits") ?? 0;
                visits++;
                {|SESS1002:context.Session.SetInt32("visits", visits)|};
                return visits;
            }
        }
        """,
        """
        public abstract class Page
        {
            protected abstract Task<int> Visit(HttpContext context);

            public async Task<int> Show(HttpContext context) => await Visit(context);
        }

        public class HomePage : Page
        {
            protected override async Task<int> Visit(HttpContext context)
            {
                var visits = (int)await context.GetSessionState().Counter("visits").IncrementAsync();
                return visits;
            }
        }
        """);

    [Fact]
    public Task Local_functions_change() => Moves(
        """
        using Microsoft.AspNetCore.Mvc;

        public class HomeController : Controller
        {
            public int Index()
            {
                Visit();
                return 1;

                void Visit()
                {
                    {|SESS1002:HttpContext.Session.SetInt32("visits", (HttpContext.Session.GetInt32("visits") ?? 0) + 1)|};
                }
            }
        }
        """,
        """
        using Microsoft.AspNetCore.Mvc;

        public class HomeController : Controller
        {
            public async Task<int> Index()
            {
                await Visit();
                return 1;

                async Task Visit()
                {
                    await HttpContext.GetSessionState().Counter("visits").IncrementAsync();
                }
            }
        }
        """);

    [Fact]
    public Task Handlers_of_minimal_apis_change() => Moves(
        """
        public static class Api
        {
            public static void Map(IEndpointRouteBuilder routes)
            {
                routes.MapPost("/visit", (HttpContext context) =>
                {
                    var visits = context.Session.GetInt32("visits") ?? 0;
                    {|SESS1002:context.Session.SetInt32("visits", visits + 1)|};
                    return Results.NoContent();
                });
                routes.MapGet("/visits/{scale}", (int scale, HttpContext context) => (context.Session.GetInt32("visits") ?? 0) * scale);
                routes.MapGet("/all/{scale}", All);
            }

            private static int All(int scale, HttpContext context) => context.Session.GetInt32("visits") ?? 0;
        }
        """,
        """
        public static class Api
        {
            public static void Map(IEndpointRouteBuilder routes)
            {
                routes.MapPost("/visit", async (HttpContext context) =>
                {
                    await context.GetSessionState().Counter("visits").IncrementAsync();
                    return Results.NoContent();
                });
                routes.MapGet("/visits/{scale}", async (int scale, HttpContext context) => (int)await context.GetSessionState().Counter("visits").GetAsync() * scale);
                routes.MapGet("/all/{scale}", All);
            }

            private static async Task<int> All(int scale, HttpContext context) => (int)await context.GetSessionState().Counter("visits").GetAsync();
        }
        """);

    [Fact]
    public Task Middleware_awaits_what_it_handed_on() => Moves(
        """
        public class Counting(RequestDelegate next)
        {
            public Task InvokeAsync(HttpContext context)
            {
                if (context.Request.Path == "/health")
                {
                    return Task.CompletedTask;
                }

                var visits = context.Session.GetInt32("visits") ?? 0;
                {|SESS1002:context.Session.SetInt32("visits", visits + 1)|};
                return next(context);
            }
        }
        """,
        """
        public class Counting(RequestDelegate next)
        {
            public async Task InvokeAsync(HttpContext context)
            {
                if (context.Request.Path == "/health")
                {
                    return;
                }

                await context.GetSessionState().Counter("visits").IncrementAsync();
                await next(context);
            }
        }
        """);

    [Fact]
    public Task A_middleware_lambda_awaits_the_next_one() => Moves(
        """
        public static class Startup
        {
            public static void Configure(IApplicationBuilder app)
            {
                app.Use((context, next) =>
                {
                    var visits = context.Session.GetInt32("visits") ?? 0;
                    {|SESS1002:context.Session.SetInt32("visits", visits + 1)|};
                    return next(context);
                });
            }
        }
        """,
        """
        public static class Startup
        {
            public static void Configure(IApplicationBuilder app)
            {
                app.Use(async (context, next) =>
                {
                    await context.GetSessionState().Counter("visits").IncrementAsync();
                    await next(context);
                });
            }
        }
        """);

    [Fact]
    public Task A_type_named_Task_of_the_app_does_not_get_in_the_way() => Moves(
        """
        using Microsoft.AspNetCore.Mvc;

        namespace Todo
        {
            public class Task
            {
            }

            public class HomeController : Controller
            {
                public void Index()
                {
                    {|SESS1002:HttpContext.Session.SetInt32("visits", (HttpContext.Session.GetInt32("visits") ?? 0) + 1)|};
                }
            }
        }
        """,
        """
        using Microsoft.AspNetCore.Mvc;

        namespace Todo
        {
            public class Task
            {
            }

            public class HomeController : Controller
            {
                public async System.Threading.Tasks.Task Index()
                {
                    await HttpContext.GetSessionState().Counter("visits").IncrementAsync();
                }
            }
        }
        """);

    [Fact]
    public Task Names_and_documentation_may_mention_the_method() => Moves(
        """
        using Microsoft.AspNetCore.Mvc;

        public class HomeController : Controller
        {
            /// <summary>Counts. See <see cref="Visit"/>.</summary>
            public string Name() => nameof(Visit);

            // First of all.
            [HttpPost]
            void Visit()
            {
                {|SESS1002:HttpContext.Session.SetInt32("visits", (HttpContext.Session.GetInt32("visits") ?? 0) + 1)|};
            }
        }
        """,
        """
        using Microsoft.AspNetCore.Mvc;

        public class HomeController : Controller
        {
            /// <summary>Counts. See <see cref="Visit"/>.</summary>
            public string Name() => nameof(Visit);

            // First of all.
            [HttpPost]
            async Task Visit()
            {
                await HttpContext.GetSessionState().Counter("visits").IncrementAsync();
            }
        }
        """);

    [Fact]
    public Task A_constructor_cannot_await() => Stays(
        """
        using Microsoft.AspNetCore.Mvc;

        public class HomeController : Controller
        {
            public HomeController(IHttpContextAccessor accessor)
            {
                {|SESS1002:accessor.HttpContext!.Session.SetInt32("visits", (accessor.HttpContext!.Session.GetInt32("visits") ?? 0) + 1)|};
            }
        }
        """);

    [Theory]
    [InlineData("""
        int visits = session.GetInt32("visits") ?? 0;
        visits++;
        {|SESS1002:session.SetInt32("visits", visits)|};
        """)]
    [InlineData("""
        int visits = session.GetInt32("visits") ?? 0;
        if (visits < 5)
        {
            {|SESS1002:session.SetInt32("visits", visits + 1)|};
        }
        """)]
    [InlineData("""
        string text = session.GetString("text") ?? "";
        text += "!";
        {|SESS1002:session.SetString("text", text)|};
        """)]
    [InlineData("""
        var cart = session.GetObjectFromJson<Cart>("cart") ?? new Cart();
        cart.Name = "new";
        {|SESS1002:session.SetObjectAsJson("cart", cart)|};
        """)]
    [InlineData("""
        var ids = session.GetObjectFromJson<List<int>>("ids") ?? new List<int>();
        ids.Add(1);
        {|SESS1002:session.SetObjectAsJson("ids", ids)|};
        """)]
    public Task A_constructor_with_variables_cannot_await(string body) => Stays(
        $$"""
        public class Visitor
        {
            public Visitor(ISession session)
            {
                {{body}}
            }
        }
        """ + SessionSources.Wrappers);

    [Fact]
    public Task An_accessor_with_a_setter_cannot_await() => Stays(
        """
        using Microsoft.AspNetCore.Mvc;

        public class HomeController : Controller
        {
            private int Visits
            {
                get => HttpContext.Session.GetInt32("visits") ?? 0;
                set => HttpContext.Session.SetInt32("visits", value);
            }

            public void Visit()
            {
                {|SESS1002:HttpContext.Session.SetInt32("visits", (HttpContext.Session.GetInt32("visits") ?? 0) + 1)|};
            }
        }
        """);

    [Fact]
    public Task A_property_that_others_see_stays_a_property() => Stays(
        """
        using Microsoft.AspNetCore.Mvc;

        public class HomeController : Controller
        {
            public int Visits => HttpContext.Session.GetInt32("visits") ?? 0;

            public void Visit()
            {
                {|SESS1002:HttpContext.Session.SetInt32("visits", (HttpContext.Session.GetInt32("visits") ?? 0) + 1)|};
            }
        }
        """);

    [Fact]
    public Task A_comment_beside_a_getter_keeps_the_property() => Stays(
        """
        using Microsoft.AspNetCore.Mvc;

        public class HomeController : Controller
        {
            private int Visits
            {
                // Of this visitor.
                get { return HttpContext.Session.GetInt32("visits") ?? 0; }
            }

            public void Visit()
            {
                {|SESS1002:HttpContext.Session.SetInt32("visits", (HttpContext.Session.GetInt32("visits") ?? 0) + 1)|};
            }

            public int Show() => Visits;
        }
        """);

    [Fact]
    public Task An_operator_cannot_await() => Stays(
        """
        using Microsoft.AspNetCore.Mvc;

        public class HomeController : Controller
        {
            public static int operator +(HomeController left, int right) => left.HttpContext.Session.GetInt32("visits") ?? 0;

            public void Visit()
            {
                {|SESS1002:HttpContext.Session.SetInt32("visits", (HttpContext.Session.GetInt32("visits") ?? 0) + 1)|};
            }
        }
        """);

    [Fact]
    public Task An_initializer_cannot_await() => Stays(
        """
        using Microsoft.AspNetCore.Mvc;

        public class HomeController : Controller
        {
            private readonly int _visits = new HttpContextAccessor().HttpContext!.Session.GetInt32("visits") ?? 0;

            public int Visit()
            {
                {|SESS1002:HttpContext.Session.SetInt32("visits", (HttpContext.Session.GetInt32("visits") ?? 0) + 1)|};
                return _visits;
            }
        }
        """);

    [Fact]
    public Task An_iterator_cannot_await() => Stays(
        """
        using Microsoft.AspNetCore.Mvc;

        public class HomeController : Controller
        {
            public System.Collections.Generic.IEnumerable<int> Visit()
            {
                {|SESS1002:HttpContext.Session.SetInt32("visits", (HttpContext.Session.GetInt32("visits") ?? 0) + 1)|};
                yield return 1;
            }
        }
        """);

    [Fact]
    public Task A_method_with_a_ref_parameter_cannot_be_async() => Stays(
        """
        using Microsoft.AspNetCore.Mvc;

        public class HomeController : Controller
        {
            public void Visit()
            {
                int result = 0;
                Count(ref result);
            }

            private void Count(ref int result)
            {
                {|SESS1002:HttpContext.Session.SetInt32("visits", (HttpContext.Session.GetInt32("visits") ?? 0) + 1)|};
            }
        }
        """);

    [Fact]
    public Task A_method_with_an_out_parameter_cannot_be_async() => Stays(
        """
        using Microsoft.AspNetCore.Mvc;

        public class HomeController : Controller
        {
            public void Visit()
            {
                int result = 0;
                Count(out result);
            }

            private void Count(out int result)
            {
                result = 1;
                {|SESS1002:HttpContext.Session.SetInt32("visits", (HttpContext.Session.GetInt32("visits") ?? 0) + 1)|};
            }
        }
        """);

    [Fact]
    public Task A_method_with_an_in_parameter_cannot_be_async() => Stays(
        """
        using Microsoft.AspNetCore.Mvc;

        public class HomeController : Controller
        {
            public void Visit()
            {
                int result = 0;
                Count(result);
            }

            private void Count(in int result)
            {
                {|SESS1002:HttpContext.Session.SetInt32("visits", (HttpContext.Session.GetInt32("visits") ?? 0) + 1)|};
            }
        }
        """);

    [Fact]
    public Task An_interface_of_a_library_cannot_change() => Stays(
        """
        using Microsoft.AspNetCore.Mvc;

        public class HomeController : ControllerBase, System.IDisposable
        {
            public void Dispose()
            {
                {|SESS1002:HttpContext.Session.SetInt32("visits", (HttpContext.Session.GetInt32("visits") ?? 0) + 1)|};
            }
        }
        """);

    [Fact]
    public Task An_override_of_a_library_cannot_change() => Stays(
        """
        using Microsoft.AspNetCore.Mvc;

        public class HomeController : Controller
        {
            public override void OnActionExecuting(Microsoft.AspNetCore.Mvc.Filters.ActionExecutingContext context)
            {
                {|SESS1002:HttpContext.Session.SetInt32("visits", (HttpContext.Session.GetInt32("visits") ?? 0) + 1)|};
            }
        }
        """);

    [Fact]
    public Task A_method_group_as_a_delegate_without_a_task_cannot_change() => Stays(
        """
        using Microsoft.AspNetCore.Mvc;

        public class HomeController : Controller
        {
            public void Index()
            {
                System.Action visit = Visit;
                visit();
            }

            private void Visit()
            {
                {|SESS1002:HttpContext.Session.SetInt32("visits", (HttpContext.Session.GetInt32("visits") ?? 0) + 1)|};
            }
        }
        """);

    [Fact]
    public Task A_lambda_as_a_delegate_without_a_task_cannot_be_async() => Stays(
        """
        using Microsoft.AspNetCore.Mvc;

        public class HomeController : Controller
        {
            public void Index()
            {
                System.Action visit = () =>
                {
                    {|SESS1002:HttpContext.Session.SetInt32("visits", (HttpContext.Session.GetInt32("visits") ?? 0) + 1)|};
                };
                visit();
            }
        }
        """);

    [Fact]
    public Task A_handler_that_would_fit_RequestDelegate_too_is_left_alone() => Stays(
        """
        using Microsoft.AspNetCore.Mvc;

        public class HomeController : Controller
        {
            public void Map(IEndpointRouteBuilder routes)
            {
                routes.MapGet("/", (HttpContext context) => context.Session.GetInt32("visits") ?? 0);
            }

            public void Visit()
            {
                {|SESS1002:HttpContext.Session.SetInt32("visits", (HttpContext.Session.GetInt32("visits") ?? 0) + 1)|};
            }
        }
        """);

    [Fact]
    public Task An_expression_tree_cannot_await() => Stays(
        """
        using Microsoft.AspNetCore.Mvc;

        public class HomeController : Controller
        {
            public System.Linq.Expressions.Expression<System.Func<int>> Visits => () => HttpContext.Session.GetInt32("visits").GetValueOrDefault();

            public void Visit()
            {
                {|SESS1002:HttpContext.Session.SetInt32("visits", (HttpContext.Session.GetInt32("visits") ?? 0) + 1)|};
            }
        }
        """);

    [Fact]
    public Task A_query_clause_cannot_await() => Stays(
        """
        using Microsoft.AspNetCore.Mvc;

        public class HomeController : Controller
        {
            public int Index(int[] numbers) => (from n in numbers where n > (HttpContext.Session.GetInt32("visits") ?? 0) select n).Count();

            public void Visit()
            {
                {|SESS1002:HttpContext.Session.SetInt32("visits", (HttpContext.Session.GetInt32("visits") ?? 0) + 1)|};
            }
        }
        """);

    [Fact]
    public Task A_lock_that_stays_cannot_contain_an_await() => Stays(
        """
        using Microsoft.AspNetCore.Mvc;

        public class HomeController : Controller
        {
            public int Index()
            {
                lock (this)
                {
                    return HttpContext.Session.GetInt32("visits") ?? 0;
                }
            }

            public void Visit()
            {
                {|SESS1002:HttpContext.Session.SetInt32("visits", (HttpContext.Session.GetInt32("visits") ?? 0) + 1)|};
            }
        }
        """);

    [Fact]
    public Task A_conditional_access_cannot_be_awaited_in_its_middle() => Stays(
        """
        using Microsoft.AspNetCore.Mvc;

        public class HomeController : Controller
        {
            public int? Index(HttpContext? context) => context?.Session.GetInt32("visits");

            public void Visit()
            {
                {|SESS1002:HttpContext.Session.SetInt32("visits", (HttpContext.Session.GetInt32("visits") ?? 0) + 1)|};
            }
        }
        """);

    [Fact]
    public Task A_synchronized_method_cannot_be_async() => Stays(
        """
        using Microsoft.AspNetCore.Mvc;

        public class HomeController : Controller
        {
            [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.Synchronized)]
            public void Visit()
            {
                {|SESS1002:HttpContext.Session.SetInt32("visits", (HttpContext.Session.GetInt32("visits") ?? 0) + 1)|};
            }
        }
        """);

    [Fact]
    public Task A_view_component_is_found_by_its_name() => Stays(
        """
        using Microsoft.AspNetCore.Mvc;

        public class VisitsViewComponent : ViewComponent
        {
            public string Invoke()
            {
                {|SESS1002:HttpContext.Session.SetInt32("visits", (HttpContext.Session.GetInt32("visits") ?? 0) + 1)|};
                return "";
            }
        }
        """);

    [Fact]
    public Task A_task_inside_a_try_would_be_awaited_there() => Stays(
        """
        using Microsoft.AspNetCore.Mvc;

        public class HomeController : Controller
        {
            public Task Index()
            {
                try
                {
                    {|SESS1002:HttpContext.Session.SetInt32("visits", (HttpContext.Session.GetInt32("visits") ?? 0) + 1)|};
                    return Task.Delay(1);
                }
                catch (System.OperationCanceledException)
                {
                    return Task.CompletedTask;
                }
            }
        }
        """);

    [Fact]
    public Task A_partial_method_is_declared_twice() => Stays(
        """
        using Microsoft.AspNetCore.Mvc;

        public partial class HomeController : Controller
        {
            private partial void Visit();

            private partial void Visit()
            {
                {|SESS1002:HttpContext.Session.SetInt32("visits", (HttpContext.Session.GetInt32("visits") ?? 0) + 1)|};
            }

            public void Index() => Visit();
        }
        """);

    private static Task Moves(string source, string fixedSource, params string[] others) =>
        MoveKey.Moves<ReadModifyWrite, ReadModifyWriteCodeFix>(source, fixedSource, others);

    private static Task Stays(string source, params string[] others) =>
        MoveKey.Stays<ReadModifyWrite, ReadModifyWriteCodeFix>(source, others);
}
