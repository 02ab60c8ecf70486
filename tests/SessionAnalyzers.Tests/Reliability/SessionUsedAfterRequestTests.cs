using SessionAnalyzers.Reliability;
using SessionAnalyzers.Tests.Concurrency;
using SessionAnalyzers.Tests.Verification;
using Xunit;

namespace SessionAnalyzers.Tests.Reliability;

public sealed class SessionUsedAfterRequestTests
{
    [Fact]
    public Task A_discarded_Task_Run_is_reported_at_its_first_access() => Verify.Analyzer<SessionUsedAfterRequest>(
        SessionSources.Controller(
            """
                public IActionResult Index()
                {
                    _ = Task.Run(() =>
                    {
                        var visits = {|#0:HttpContext.Session.GetInt32("visits")|} ?? 0;
                        HttpContext.Session.SetInt32("visits", visits + 1);
                    });
                    return View();
                }
            """),
        Verify.Diagnostic("SESS3002").WithLocation(0).WithArguments("a task that nobody awaits"));

    [Fact]
    public Task A_Task_Run_as_a_statement_is_reported() => Verified(
        """
            public IActionResult Index()
            {
                var session = HttpContext.Session;
                Task.Run(async () =>
                {
                    await Task.Delay(100);
                    [|session.SetString("seen", "yes")|];
                });
                return View();
            }
        """);

    [Fact]
    public Task A_task_in_a_local_that_nobody_names_again_is_reported() => Verified(
        """
            public IActionResult Index()
            {
                var task = Task.Factory.StartNew(() => [|HttpContext.Session.Remove("cart")|]);
                return View();
            }
        """);

    [Fact]
    public Task A_wrapper_in_a_background_task_is_reported() => Verified(
        """
            private Cart Cart
            {
                get => HttpContext.Session.GetObjectFromJson<Cart>("cart") ?? new Cart();
                set => HttpContext.Session.SetObjectAsJson("cart", value);
            }

            public void Order()
            {
                Task.Run(() => [|Cart|] = new Cart());
            }
        """);

    [Fact]
    public Task A_service_over_the_accessor_in_a_background_task_is_reported() => Verify.Analyzer<SessionUsedAfterRequest>(
        """
        public class CartService(IHttpContextAccessor accessor)
        {
            public void Empty() => accessor.HttpContext!.Session.Remove("cart");
        }

        public class Checkout(CartService carts)
        {
            public void Pay()
            {
                _ = Task.Run(() => [|carts.Empty()|]);
            }
        }
        """);

    [Fact]
    public Task A_discarded_call_that_uses_the_session_after_an_await_is_reported() => Verified(
        """
            public IActionResult Index()
            {
                _ = [|RecordAsync()|];
                return View();
            }

            private async Task RecordAsync()
            {
                await Task.Delay(10);
                HttpContext.Session.SetString("recorded", "yes");
            }
        """);

    [Fact]
    public Task A_continuation_is_reported() => Verified(
        """
            public IActionResult Index()
            {
                Task.Delay(10).ContinueWith(_ => [|HttpContext.Session.SetString("late", "yes")|]);
                return View();
            }
        """);

    [Fact]
    public Task The_thread_pool_and_a_thread_are_reported() => Verified(
        """
            public void Pool() => ThreadPool.QueueUserWorkItem(_ => [|HttpContext.Session.Clear()|]);

            public void Own() => new Thread(() => [|HttpContext.Session.Clear()|]).Start();
        """);

    [Fact]
    public Task A_timer_is_reported() => Verified(
        """
            public void Index()
            {
                var session = HttpContext.Session;
                var timer = new Timer(_ => [|session.SetString("tick", "yes")|], null, 1000, 1000);
                GC.KeepAlive(timer);
            }

            public void Elapsed()
            {
                var timer = new System.Timers.Timer(1000);
                timer.Elapsed += (_, _) => [|HttpContext.Session.SetString("tick", "yes")|];
            }
        """);

    [Fact]
    public Task OnCompleted_is_reported() => Verified(
        """
            public IActionResult Index()
            {
                Response.OnCompleted(() =>
                {
                    [|HttpContext.Session.SetString("done", "yes")|];
                    return Task.CompletedTask;
                });
                return View();
            }
        """);

    [Fact]
    public Task A_method_group_is_reported_where_it_is_handed_over() => Verified(
        """
            public IActionResult Index()
            {
                Response.OnCompleted([|MarkDone|]);
                return View();
            }

            private Task MarkDone()
            {
                HttpContext.Session.SetString("done", "yes");
                return Task.CompletedTask;
            }
        """);

    [Fact]
    public Task A_local_function_is_reported() => Verified(
        """
            public IActionResult Index()
            {
                _ = Task.Run(Mark);
                return View();

                void Mark() => [|HttpContext.Session.SetString("done", "yes")|];
            }
        """);

    [Fact]
    public Task An_async_void_method_is_reported_after_its_first_await() => Verified(
        """
            private async void Record()
            {
                HttpContext.Session.SetString("begun", "yes");
                await Task.Delay(10);
                [|HttpContext.Session.SetString("done", "yes")|];
            }
        """);

    [Fact]
    public Task The_disposal_of_a_request_service_is_reported() => Verify.Analyzer<SessionUsedAfterRequest>(
        """
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddScoped<Visit>();
        builder.Build().Run();

        public sealed class Visit(IHttpContextAccessor accessor) : IDisposable
        {
            private readonly ISession _session = accessor.HttpContext!.Session;

            public void Dispose() => [|_session.SetString("left", "yes")|];
        }
        """);

    [Fact]
    public Task What_is_registered_for_disposal_is_reported() => Verified(
        """
            private sealed class Mark(ISession session) : IDisposable
            {
                public void Dispose() => [|session.SetString("left", "yes")|];
            }

            public IActionResult Index()
            {
                Response.RegisterForDispose(new Mark(HttpContext.Session));
                return View();
            }
        """);

    [Fact]
    public Task A_hosted_service_is_reported() => Verify.Analyzer<SessionUsedAfterRequest>(
        """
        using Microsoft.Extensions.Hosting;

        public class Cleaner(IHttpContextAccessor accessor) : BackgroundService
        {
            protected override async Task ExecuteAsync(CancellationToken stoppingToken)
            {
                while (!stoppingToken.IsCancellationRequested)
                {
                    [|accessor.HttpContext?.Session.Remove("cart")|];
                    await Task.Delay(1000, stoppingToken);
                }
            }

            public void Mark(HttpContext context) => context.Session.SetString("marked", "yes");
        }
        """);

    [Fact]
    public Task A_channel_that_is_given_the_session_is_reported() => Verify.Analyzer<SessionUsedAfterRequest>(
        """
        using System.Threading.Channels;
        using Microsoft.AspNetCore.Mvc;

        public sealed record Work(ISession Session);

        public class WorkController(ChannelWriter<Work> work, ChannelWriter<Func<Task>> jobs) : Controller
        {
            public async Task Index()
            {
                await work.WriteAsync(new Work([|HttpContext.Session|]));
                jobs.TryWrite(() => { [|HttpContext.Session.SetString("done", "yes")|]; return Task.CompletedTask; });
            }
        }
        """);

    [Fact]
    public Task A_background_queue_is_reported() => Verify.Analyzer<SessionUsedAfterRequest>(
        """
        using Microsoft.AspNetCore.Mvc;

        public interface IBackgroundTaskQueue
        {
            ValueTask QueueBackgroundWorkItemAsync(Func<CancellationToken, ValueTask> work);
        }

        public class WorkController(IBackgroundTaskQueue queue) : Controller
        {
            public async Task Index()
            {
                await queue.QueueBackgroundWorkItemAsync(_ =>
                {
                    [|HttpContext.Session.SetString("done", "yes")|];
                    return ValueTask.CompletedTask;
                });
            }
        }
        """);

    [Fact]
    public Task A_session_passed_to_unknown_code_in_the_background_is_reported() => Verify.Analyzer<SessionUsedAfterRequest>(
        """
        using Microsoft.AspNetCore.Mvc;

        public interface IRecorder
        {
            void Record(ISession session);
        }

        public class HomeController(IRecorder recorder) : Controller
        {
            public void Index() => Task.Run(() => recorder.Record([|HttpContext.Session|]));
        }
        """.Replace("public void Index() => Task.Run", "public void Index() => _ = Task.Run", StringComparison.Ordinal));

    [Fact]
    public Task A_page_handler_and_a_minimal_API_are_reported() => Verify.Analyzer<SessionUsedAfterRequest>(
        """
        using Microsoft.AspNetCore.Mvc.RazorPages;

        var app = WebApplication.Create(args);
        app.MapGet("/", (HttpContext context) =>
        {
            _ = Task.Run(() => [|context.Session.SetString("seen", "yes")|]);
            return "ok";
        });
        app.Run();

        public class HomeModel : PageModel
        {
            public void OnGet() => Response.OnCompleted(async () => [|HttpContext.Session.SetString("seen", await NameAsync())|]);

            private static Task<string> NameAsync() => Task.FromResult("ann");
        }
        """);

    [Fact]
    public Task A_view_is_reported() => Verify.Analyzer<SessionUsedAfterRequest>(test => test.AddRazor(
        "Views/Home/Index.cshtml",
        """
        _ = Task.Run(() => [|Context.Session.SetString("seen", "yes")|]);
        """));

    [Fact]
    public Task An_awaited_Task_Run_is_not_reported() => Verified(
        """
            public async Task<IActionResult> Index()
            {
                await Task.Run(() => HttpContext.Session.SetString("seen", "yes"));
                await Task.Run(() => HttpContext.Session.SetString("seen", "yes")).ConfigureAwait(false);
                return View();
            }
        """);

    [Fact]
    public Task A_task_awaited_later_is_not_reported() => Verified(
        """
            public async Task<IActionResult> Index()
            {
                var task = Task.Run(() => HttpContext.Session.SetString("seen", "yes"));
                await Task.Delay(10);
                await task;
                return View();
            }
        """);

    [Fact]
    public Task A_returned_or_blocked_task_is_not_reported() => Verified(
        """
            public Task Record() => Task.Run(() => HttpContext.Session.SetString("seen", "yes"));

            public void Wait() => Task.Run(() => HttpContext.Session.SetString("seen", "yes")).Wait();

            public string? Result() => Task.Run(() => HttpContext.Session.GetString("seen")).Result;
        """);

    [Fact]
    public Task Values_that_were_copied_before_are_not_reported() => Verified(
        """
            public IActionResult Index()
            {
                var user = HttpContext.Session.GetString("user");
                _ = Task.Run(() => Console.WriteLine(user));
                Response.OnCompleted(() => Console.Out.WriteLineAsync(user));
                return View();
            }
        """);

    [Fact]
    public Task An_expression_whose_values_are_taken_now_is_not_reported() => Verify.Analyzer<SessionUsedAfterRequest>(
        """
        using System.Linq.Expressions;
        using Microsoft.AspNetCore.Mvc;

        public static class BackgroundJob
        {
            public static string Enqueue(Expression<Action> job) => job.ToString();
        }

        public class MailController : Controller
        {
            public void Send() => BackgroundJob.Enqueue(() => Console.WriteLine(HttpContext.Session.GetString("user")));
        }
        """);

    [Fact]
    public Task A_discarded_call_that_uses_the_session_before_its_first_await_is_not_reported() => Verified(
        """
            public IActionResult Index()
            {
                _ = RecordAsync();
                return View();
            }

            private async Task RecordAsync()
            {
                var user = HttpContext.Session.GetString("user");
                await Task.Delay(10);
                Console.WriteLine(user);
            }
        """);

    [Fact]
    public Task An_async_void_method_that_uses_the_session_first_is_not_reported() => Verified(
        """
            private async void Record()
            {
                HttpContext.Session.SetString("begun", "yes");
                await Task.Delay(10);
            }
        """);

    [Fact]
    public Task The_disposal_of_an_object_in_a_using_statement_is_not_reported() => Verified(
        """
            private sealed class Step(ISession session) : IDisposable
            {
                public void Dispose() => session.SetString("step", "done");
            }

            public IActionResult Index()
            {
                using var step = new Step(HttpContext.Session);
                return View();
            }
        """);

    [Fact]
    public Task Lambdas_that_run_at_once_are_not_reported() => Verified(
        """
            public void Index(List<string> keys)
            {
                keys.ForEach(key => HttpContext.Session.Remove(key));
                var values = keys.Select(key => HttpContext.Session.GetString(key)).ToList();
                Run(() => HttpContext.Session.Clear());
            }

            private static void Run(Action action) => action();
        """);

    [Fact]
    public Task A_queue_of_delegates_in_memory_is_not_reported() => Verified(
        """
            public void Index()
            {
                var steps = new Queue<Action>();
                steps.Enqueue(() => HttpContext.Session.Clear());
                while (steps.TryDequeue(out var step))
                {
                    step();
                }
            }
        """);

    private static Task Verified(string members) => Verify.Analyzer<SessionUsedAfterRequest>(SessionSources.Controller(members));
}
