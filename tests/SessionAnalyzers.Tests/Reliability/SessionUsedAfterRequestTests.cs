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

    [Theory]
    [InlineData("ThreadPool.QueueUserWorkItem(_ => {|#0:HttpContext.Session.SetString(\"a\", \"1\")|});", "the thread pool")]
    [InlineData("ThreadPool.UnsafeQueueUserWorkItem(_ => {|#0:HttpContext.Session.SetString(\"a\", \"1\")|}, null);", "the thread pool")]
    [InlineData("new Thread(() => {|#0:HttpContext.Session.SetString(\"a\", \"1\")|}).Start();", "a thread")]
    [InlineData("new System.Threading.Thread(() => {|#0:HttpContext.Session.SetString(\"a\", \"1\")|}).Start();", "a thread")]
    [InlineData("Thread thread = new(() => {|#0:HttpContext.Session.SetString(\"a\", \"1\")|}); thread.Start();", "a thread")]
    [InlineData("new Timer(_ => {|#0:HttpContext.Session.SetString(\"a\", \"1\")|}).Change(1, 1);", "a timer")]
    [InlineData("Timer timer = new(_ => {|#0:HttpContext.Session.SetString(\"a\", \"1\")|}); timer.Change(1, 1);", "a timer")]
    [InlineData("new System.Timers.Timer().Elapsed += (_, _) => {|#0:HttpContext.Session.SetString(\"a\", \"1\")|};", "a timer")]
    [InlineData("Response.OnCompleted(() => { {|#0:HttpContext.Session.SetString(\"a\", \"1\")|}; return Task.CompletedTask; });", "Response.OnCompleted")]
    [InlineData("_ = Task.Run(() => { {|#0:HttpContext.Session.SetString(\"a\", \"1\")|}; return 1; });", "a task that nobody awaits")]
    [InlineData("_ = Task<int>.Factory.StartNew(() => { {|#0:HttpContext.Session.SetString(\"a\", \"1\")|}; return 1; });", "a task that nobody awaits")]
    [InlineData("_ = Task.FromResult(1).ContinueWith(_ => {|#0:HttpContext.Session.SetString(\"a\", \"1\")|});", "a task that nobody awaits")]
    [InlineData("Action late = async () => { await Task.Delay(1); {|#0:HttpContext.Session.SetString(\"a\", \"1\")|}; }; late();", "an async void lambda")]
    [InlineData("Late(); async void Late() { await Task.Delay(1); {|#0:HttpContext.Session.SetString(\"a\", \"1\")|}; }", "an async void function")]
    [InlineData("_ = Late(); async Task Late() { await Task.Delay(1); {|#0:HttpContext.Session.SetString(\"a\", \"1\")|}; }", "a task that nobody awaits")]
    [InlineData("_ = Late(); async Task Late() { await foreach (var line in lines) { Console.WriteLine(line); } {|#0:HttpContext.Session.SetString(\"a\", \"1\")|}; }", "a task that nobody awaits")]
    [InlineData("_ = Late(); async Task Late() { await using var file = new MemoryStream(); {|#0:HttpContext.Session.SetString(\"a\", \"1\")|}; }", "a task that nobody awaits")]
    [InlineData("_ = Late(); async Task Late() { for (var i = 0; i < 3; i++) { {|#0:HttpContext.Session.SetString(\"a\", \"1\")|}; await Task.Delay(1); } }", "a task that nobody awaits")]
    [InlineData("Response.OnCompleted(Late); Task Late() { {|#0:HttpContext.Session.SetString(\"a\", \"1\")|}; return Task.CompletedTask; }", "Response.OnCompleted")]
    [InlineData("Response.OnCompleted({|#0:Saved|});", "Response.OnCompleted")]
    [InlineData("Response.OnCompleted({|#0:this.Saved|});", "Response.OnCompleted")]
    [InlineData("Response.OnCompleted(_ => {|#0:Saved()|}, 1);", "Response.OnCompleted")]
    [InlineData("_ = {|#0:SavedLater()|};", "a task that nobody awaits")]
    [InlineData("{|#0:SavedLater()|};", "a task that nobody awaits")]
    [InlineData("_ = {|#0:SavedLater()|}.AsTask();", "a task that nobody awaits")]
    [InlineData("_ = {|#0:SavedLater()|}.Preserve();", "a task that nobody awaits")]
    [InlineData("new Timer({|#0:Tick|}).Change(1, 1);", "a timer")]
    [InlineData("Timer timer = new({|#0:Tick|}); timer.Change(1, 1);", "a timer")]
    [InlineData("new Thread({|#0:Tick|}).Start();", "a thread")]
    [InlineData("var session = HttpContext.Session; sessions.Writer.TryWrite({|#0:session|});", "what reads the channel")]
    [InlineData("var context = HttpContext; contexts.Writer.TryWrite({|#0:context|});", "what reads the channel")]
    [InlineData("queue.Enqueue(() => {|#0:HttpContext.Session.SetString(\"a\", \"1\")|});", "the work that 'JobQueue' queues")]
    [InlineData("work.QueueAsync(() => {|#0:HttpContext.Session.SetString(\"a\", \"1\")|});", "the work that 'WorkQueue' queues")]
    [InlineData("tasks.Queue(() => {|#0:HttpContext.Session.SetString(\"a\", \"1\")|});", "the work that 'TaskQueue' queues")]
    [InlineData("background.EnqueueAsync(() => {|#0:HttpContext.Session.SetString(\"a\", \"1\")|});", "the work that 'BackgroundRunner' queues")]
    [InlineData("runner.QueueBackgroundWorkItem(() => {|#0:HttpContext.Session.SetString(\"a\", \"1\")|});", "the work that 'Runner' queues")]
    [InlineData("sessions.Writer.TryWrite({|#0:HttpContext.Session|});", "what reads the channel")]
    [InlineData("contexts.Writer.TryWrite({|#0:HttpContext|});", "what reads the channel")]
    [InlineData("runner.QueueBackgroundWorkItem(() => Other.Use({|#0:HttpContext.Session|}));", "the work that 'Runner' queues")]
    public Task What_runs_later_is_named(string statements, string code) => Verify.Analyzer<SessionUsedAfterRequest>(
        Work(statements),
        Verify.Diagnostic("SESS3002").WithLocation(0).WithArguments(code));

    [Theory]
    [InlineData("await Task.Run(() => { HttpContext.Session.SetString(\"a\", \"1\"); return 1; });")]
    [InlineData("await Task<int>.Factory.StartNew(() => { HttpContext.Session.SetString(\"a\", \"1\"); return 1; });")]
    [InlineData("await Task.FromResult(1).ContinueWith(_ => HttpContext.Session.SetString(\"a\", \"1\"));")]
    [InlineData("Action now = async () => { HttpContext.Session.SetString(\"a\", \"1\"); await Task.Delay(1); }; now();")]
    [InlineData("Func<Task> later = async () => { await Task.Delay(1); HttpContext.Session.SetString(\"a\", \"1\"); }; await later();")]
    [InlineData("Now(); async void Now() { HttpContext.Session.SetString(\"a\", \"1\"); await Task.Delay(1); }")]
    [InlineData("_ = Now(); async Task Now() { HttpContext.Session.SetString(\"a\", \"1\"); await Task.Delay(1); }")]
    [InlineData("_ = Now(); async Task Now() { Func<Task> later = async () => await Task.Delay(1); HttpContext.Session.SetString(\"a\", \"1\"); await later(); }")]
    [InlineData("_ = Now(); Task Now() { HttpContext.Session.SetString(\"a\", \"1\"); return Task.CompletedTask; }")]
    [InlineData("await Later(); async Task Later() { await Task.Delay(1); HttpContext.Session.SetString(\"a\", \"1\"); }")]
    [InlineData("await SavedLater();")]
    [InlineData("Response.OnCompleted(Nothing);")]
    [InlineData("Response.OnStarting(Saved);")]
    [InlineData("runner.Enqueue(() => HttpContext.Session.SetString(\"a\", \"1\"));")]
    [InlineData("runner.Invoke(() => HttpContext.Session.SetString(\"a\", \"1\"));")]
    [InlineData("new Runner(() => HttpContext.Session.SetString(\"a\", \"1\")).Start();")]
    [InlineData("new System.Collections.Concurrent.ConcurrentQueue<Action>().Enqueue(() => HttpContext.Session.SetString(\"a\", \"1\"));")]
    [InlineData("names.Writer.TryWrite(HttpContext.Session.Id);")]
    [InlineData("names.Writer.TryWrite(nameof(HttpContext.Session));")]
    [InlineData("runner.QueueBackgroundWorkItem(() => Other.Log(nameof(HttpContext.Session)));")]
    [InlineData("runner.Clicked += (_, _) => HttpContext.Session.SetString(\"a\", \"1\");")]
    public Task What_runs_within_the_request_is_not_reported(string statements) => Verify.Analyzer<SessionUsedAfterRequest>(Work(statements));

    [Theory]
    [InlineData("public void Dispose() => {|#0:_session.SetString(\"left\", \"yes\")|};")]
    [InlineData("public void Dispose() => {|#0:_session.Clear()|}; public string? Left() => _session.GetString(\"left\");")]
    [InlineData("public void Dispose() => Dispose(true); protected virtual void Dispose(bool disposing) => {|#0:_session.Remove(\"left\")|};")]
    [InlineData("public void Dispose() { } public ValueTask DisposeAsync() { {|#0:_session.SetString(\"left\", \"yes\")|}; return default; }")]
    public Task The_disposal_is_named(string members) => Verify.Analyzer<SessionUsedAfterRequest>(
        Disposable("AddScoped<Visit>()", members),
        Verify.Diagnostic("SESS3002").WithLocation(0).WithArguments("the disposal of 'Visit'"));

    [Theory]
    [InlineData("AddScoped<Visit>()", "public void Dispose() => _session.GetString(\"left\");")]
    [InlineData("AddScoped<Visit>()", "public void Dispose() { } public void Leave() => _session.SetString(\"left\", \"yes\");")]
    [InlineData("AddScoped<Visit>()", "public void Dispose() { } public void Dispose(bool disposing, string key) => _session.SetString(key, \"yes\");")]
    [InlineData("AddScoped<string>()", "public void Dispose() => _session.SetString(\"left\", \"yes\");")]
    [InlineData("AddSingleton<Visit>()", "public void Dispose() => _session.SetString(\"left\", \"yes\");")]
    public Task A_disposal_that_writes_nothing_late_is_not_reported(string registration, string members) => Verify.Analyzer<SessionUsedAfterRequest>(Disposable(registration, members));

    [Fact]
    public Task Other_forms_of_code_that_runs_later_are_named() => Verify.Analyzer<SessionUsedAfterRequest>(
        """
        using Microsoft.Extensions.Hosting;

        public class Cleaner(IHttpContextAccessor accessor) : IHostedService
        {
            public Task StartAsync(CancellationToken cancellationToken)
            {
                {|#0:accessor.HttpContext!.Session.Remove("cart")|};
                return Task.CompletedTask;
            }

            public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

            public void Mark(string key, ISession session) => session.SetString(key, "yes");
        }

        public class Recorder
        {
            public async void Record(ISession session)
            {
                await Task.Delay(1);
                {|#1:session.SetString("late", "yes")|};
            }

            public async void Wait(ISession session) => await Save(session.GetString("now"));

            public string? Name(HttpContext context) => context.Session.GetString("name");

            private static Task Save(string? text) => Task.CompletedTask;
        }
        """,
        Verify.Diagnostic("SESS3002").WithLocation(0).WithArguments("the hosted service 'Cleaner'"),
        Verify.Diagnostic("SESS3002").WithLocation(1).WithArguments("an async void method"));

    private static string Disposable(string registration, string members) =>
        $$"""
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.{{registration}};
        builder.Build().Run();

        public class Visit(IHttpContextAccessor accessor) : IDisposable
        {
            private readonly ISession _session = accessor.HttpContext!.Session;

            {{members}}
        }
        """;

    private static string Work(string statements) => SessionSources.Controller(
        $$"""
            public async Task Index(
                IAsyncEnumerable<string> lines, JobQueue queue, WorkQueue work, TaskQueue tasks, BackgroundRunner background, Runner runner,
                System.Threading.Channels.Channel<ISession> sessions, System.Threading.Channels.Channel<HttpContext> contexts, System.Threading.Channels.Channel<string> names)
            {
                await Task.Yield();
                {{statements}}
            }

            private Task Saved()
            {
                HttpContext.Session.SetString("saved", "yes");
                return Task.CompletedTask;
            }

            private async ValueTask SavedLater()
            {
                await Task.Delay(1);
                HttpContext.Session.SetString("saved", "yes");
            }

            private void Tick(object? state) => HttpContext.Session.SetString("saved", "yes");

            private Task Nothing() => Task.CompletedTask;
        """)
        + """

        public abstract class JobQueue
        {
            public abstract void Enqueue(Action work);
        }

        public abstract class WorkQueue
        {
            public abstract void QueueAsync(Action work);
        }

        public abstract class TaskQueue
        {
            public abstract void Queue(Action work);
        }

        public abstract class BackgroundRunner
        {
            public abstract void EnqueueAsync(Action work);
        }

        public class Runner(Action? work = null)
        {
            public event EventHandler? Clicked;

            public void Start() => (work ?? (() => { }))();

            public void QueueBackgroundWorkItem(Action work) => Clicked?.Invoke(this, EventArgs.Empty);

            public void Enqueue(Action work) => work();

            public void Invoke(Action work) => work();
        }

        public abstract class Other
        {
            public static Other? Current;

            public static void Use(ISession session) => Current?.Keep(session);

            public static void Log(string text) => Console.WriteLine(text);

            protected abstract void Keep(ISession session);
        }
        """;

    private static Task Verified(string members) => Verify.Analyzer<SessionUsedAfterRequest>(SessionSources.Controller(members));
}
