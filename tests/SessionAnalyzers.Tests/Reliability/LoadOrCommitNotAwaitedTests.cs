using SessionAnalyzers.Reliability;
using SessionAnalyzers.Tests.Concurrency;
using SessionAnalyzers.Tests.Verification;
using Xunit;

namespace SessionAnalyzers.Tests.Reliability;

public sealed class LoadOrCommitNotAwaitedTests
{
    [Fact]
    public Task A_load_as_a_statement_is_reported() => Verify.Analyzer<LoadOrCommitNotAwaited>(
        SessionSources.Controller(
            """
                public IActionResult Index()
                {
                    {|#0:HttpContext.Session.LoadAsync()|};
                    return View();
                }
            """),
        Verify.Diagnostic("SESS3004").WithLocation(0).WithArguments("LoadAsync", "not awaited: the code goes on before it is done, and its failure is never seen"));

    [Fact]
    public Task A_commit_that_is_waited_for_is_reported() => Verify.Analyzer<LoadOrCommitNotAwaited>(
        SessionSources.Controller(
            """
                public IActionResult Index()
                {
                    {|#0:HttpContext.Session.CommitAsync()|}.Wait();
                    return View();
                }
            """),
        Verify.Diagnostic("SESS3004").WithLocation(0).WithArguments("CommitAsync", "blocked on: the thread waits for the store, which the asynchronous method was to spare it"));

    [Fact]
    public Task GetResult_is_reported() => Verified("    public void Index() => [|HttpContext.Session.LoadAsync(HttpContext.RequestAborted)|].ConfigureAwait(false).GetAwaiter().GetResult();");

    [Fact]
    public Task A_discarded_task_is_reported() => Verified("    public void Index() => _ = [|HttpContext.Session.CommitAsync()|];");

    [Fact]
    public Task A_task_in_a_local_that_nobody_names_again_is_reported() => Verified(
        """
            public IActionResult Index()
            {
                var commit = [|HttpContext.Session.CommitAsync()|];
                return View();
            }
        """);

    [Fact]
    public Task A_call_on_a_session_that_may_be_absent_is_reported() => Verified(
        """
            public void Index(ISession? session)
            {
                [|session?.CommitAsync()|];
            }
        """);

    [Fact]
    public Task A_local_session_in_a_minimal_API_is_reported() => Verify.Analyzer<LoadOrCommitNotAwaited>(
        """
        var app = WebApplication.Create(args);
        app.MapGet("/", (HttpContext context) =>
        {
            var session = context.Session;
            [|session.LoadAsync()|];
            return session.GetString("user");
        });
        app.Run();
        """);

    [Fact]
    public Task An_implementation_of_ISession_is_reported() => Verified(
        """
            public void Save<T>(T session) where T : ISession
            {
                [|session.CommitAsync()|];
            }
        """);

    [Fact]
    public Task A_view_is_reported() => Verify.Analyzer<LoadOrCommitNotAwaited>(test => test.AddRazor("Views/Home/Index.cshtml", "[|Context.Session.LoadAsync()|].Wait();"));

    [Fact]
    public Task An_awaited_call_is_not_reported() => Verified(
        """
            public async Task<IActionResult> Index()
            {
                await HttpContext.Session.LoadAsync();
                await HttpContext.Session.CommitAsync().ConfigureAwait(false);
                await (HttpContext.Session.LoadAsync().WaitAsync(TimeSpan.FromSeconds(1)));
                return View();
            }
        """);

    [Fact]
    public Task A_returned_task_is_not_reported() => Verified(
        """
            public Task Load() => HttpContext.Session.LoadAsync();

            public Task Commit()
            {
                return HttpContext.Session.CommitAsync();
            }

            public Func<Task> Later() => () => HttpContext.Session.CommitAsync();
        """);

    [Fact]
    public Task A_task_that_is_awaited_with_others_is_not_reported() => Verified(
        """
            public async Task Index(Task other)
            {
                var load = HttpContext.Session.LoadAsync();
                await Task.WhenAll(load, other);
                await Task.WhenAll(HttpContext.Session.CommitAsync(), other);
            }
        """);

    [Fact]
    public Task A_task_that_is_passed_on_is_not_reported() => Verified(
        """
            private readonly List<Task> _tasks = new();

            public void Index()
            {
                _tasks.Add(HttpContext.Session.CommitAsync());
            }
        """);

    [Fact]
    public Task LoadAsync_of_something_else_is_not_reported() => Verify.Analyzer<LoadOrCommitNotAwaited>(
        """
        public class Transaction
        {
            public Task CommitAsync() => Task.CompletedTask;
        }

        public class Store
        {
            public void Save(Transaction transaction, HttpContext context)
            {
                context.Session.SetString("saved", "yes");
                transaction.CommitAsync().Wait();
            }
        }
        """);

    [Theory]
    [InlineData("[|session.LoadAsync()|].Wait();")]
    [InlineData("([|session.LoadAsync()|]).Wait();")]
    [InlineData("((Task)[|session.LoadAsync()|]).Wait();")]
    [InlineData("[|session.LoadAsync()|]!.Wait();")]
    [InlineData("(session is null ? Task.CompletedTask : [|session.LoadAsync()|]).Wait();")]
    [InlineData("([|session?.LoadAsync()|] ?? Task.CompletedTask).Wait();")]
    [InlineData("[|session.LoadAsync()|].WaitAsync(TimeSpan.FromSeconds(1)).Wait();")]
    [InlineData("[|session.LoadAsync()|].GetAwaiter().GetResult();")]
    [InlineData("[|session.LoadAsync()|].ConfigureAwait(true).GetAwaiter().GetResult();")]
    [InlineData("Console.WriteLine([|session.LoadAsync()|].ContinueWith(_ => 1).Result);")]
    [InlineData("[|session.LoadAsync()|].ContinueWith(_ => Task.CompletedTask).Unwrap().Wait();")]
    [InlineData("[|session.LoadAsync()|].ContinueWith(_ => { });")]
    [InlineData("[|session.LoadAsync()|].FireAndForget();")]
    [InlineData("Load(); void Load() => [|session.LoadAsync()|];")]
    [InlineData("Other = session; _ = [|session.CommitAsync()|];")]
    public Task Nobody_awaits_the_task_however_it_is_written(string statements) => Verify.Analyzer<LoadOrCommitNotAwaited>(Store(statements));

    [Theory]
    [InlineData("await session.LoadAsync().WaitAsync(TimeSpan.FromSeconds(1));")]
    [InlineData("await session.LoadAsync().ContinueWith(_ => { });")]
    [InlineData("await (session?.LoadAsync() ?? Task.CompletedTask);")]
    [InlineData("await session.LoadAsync().Logged();")]
    [InlineData("Console.WriteLine(session.LoadAsync().IsCompleted);")]
    [InlineData("await Load(); Task Load() => session.LoadAsync();")]
    [InlineData("Loading = session.LoadAsync();")]
    [InlineData("var loading = session.LoadAsync(); await loading;")]
    public Task Somebody_may_await_the_task(string statements) => Verify.Analyzer<LoadOrCommitNotAwaited>(Store(statements));

    private static string Store(string statements) =>
        $$"""
        public static class Store
        {
            public static ISession? Other;
            public static Task? Loading;

            public static async Task Use(ISession session)
            {
                await Task.Yield();
                {{statements}}
            }

            public static void FireAndForget(this Task task)
            {
            }

            public static Task Logged(this Task task) => task;
        }
        """;

    private static Task Verified(string members) => Verify.Analyzer<LoadOrCommitNotAwaited>(SessionSources.Controller(members));
}
