using SessionAnalyzers.Reliability;
using SessionAnalyzers.Tests.Concurrency;
using SessionAnalyzers.Tests.Verification;
using Xunit;

namespace SessionAnalyzers.Tests.Reliability;

public sealed class LoadOrCommitNotAwaitedCodeFixTests
{
    [Fact]
    public Task The_action_becomes_async() => Fixes(
        """
            public IActionResult Index()
            {
                // The store may be slow.
                {|SESS3004:HttpContext.Session.LoadAsync()|}; // first
                return View();
            }
        """,
        """
            public async Task<IActionResult> Index()
            {
                // The store may be slow.
                await HttpContext.Session.LoadAsync(); // first
                return View();
            }
        """);

    [Fact]
    public Task Waiting_becomes_awaiting() => Fixes(
        """
            public async Task<IActionResult> Index()
            {
                {|SESS3004:HttpContext.Session.LoadAsync()|}.Wait();
                {|SESS3004:HttpContext.Session.CommitAsync()|}.ConfigureAwait(false).GetAwaiter().GetResult();
                _ = {|SESS3004:HttpContext.Session.CommitAsync(HttpContext.RequestAborted)|};
                await Task.Yield();
                return View();
            }
        """,
        """
            public async Task<IActionResult> Index()
            {
                await HttpContext.Session.LoadAsync();
                await HttpContext.Session.CommitAsync();
                await HttpContext.Session.CommitAsync(HttpContext.RequestAborted);
                await Task.Yield();
                return View();
            }
        """);

    [Fact]
    public Task A_lambda_and_its_helper_become_async() => Verify.CodeFix<LoadOrCommitNotAwaited, LoadOrCommitNotAwaitedCodeFix>(
        """
        var app = WebApplication.Create(args);
        app.MapGet("/", (HttpContext context) =>
        {
            Save(context.Session);
            return "saved";
        });
        app.Run();

        static void Save(ISession session)
        {
            session.SetString("saved", "yes");
            {|SESS3004:session.CommitAsync()|}.GetAwaiter().GetResult();
        }
        """,
        """
        var app = WebApplication.Create(args);
        app.MapGet("/", async (HttpContext context) =>
        {
            await Save(context.Session);
            return "saved";
        });
        app.Run();

        static async Task Save(ISession session)
        {
            session.SetString("saved", "yes");
            await session.CommitAsync();
        }
        """);

    [Fact]
    public Task A_constructor_cannot_await() => NotFixed(
        """
            public CartController(IHttpContextAccessor accessor)
            {
                {|SESS3004:accessor.HttpContext!.Session.LoadAsync()|}.Wait();
            }
        """);

    [Fact]
    public Task A_lock_cannot_contain_an_await() => NotFixed(
        """
            private readonly object _lock = new();

            public void Index()
            {
                lock (_lock)
                {
                    {|SESS3004:HttpContext.Session.CommitAsync()|}.Wait();
                }
            }
        """);

    [Fact]
    public Task A_wait_with_a_timeout_is_left_to_the_developer() => NotFixed(
        """
            public void Index()
            {
                if (!{|SESS3004:HttpContext.Session.CommitAsync()|}.Wait(1000))
                {
                    throw new TimeoutException();
                }
            }
        """);

    [Fact]
    public Task A_session_that_may_be_absent_is_left_to_the_developer() => NotFixed("    public void Index(ISession? session) => _ = {|SESS3004:session?.CommitAsync()|};");

    private static Task NotFixed(string source) => Verify.NoCodeFix<LoadOrCommitNotAwaited, LoadOrCommitNotAwaitedCodeFix>(SessionSources.Controller(source));

    private static Task Fixes(string source, string fixedSource) =>
        Verify.CodeFix<LoadOrCommitNotAwaited, LoadOrCommitNotAwaitedCodeFix>(SessionSources.Controller(source), SessionSources.Controller(fixedSource));
}
