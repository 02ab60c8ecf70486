using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using SessionAnalyzers.Proofs.Harness;

namespace SessionAnalyzers.Proofs.Reliability;

/// <summary>SESS3002: what runs when the request is over writes to a session that is not committed any more. Nothing is thrown.</summary>
public sealed class SessionUsedAfterRequest
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly TaskCompletionSource _requestIsOver = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _written = new(TaskCreationOptions.RunContinuationsAsynchronously);

    [Theory]
    [InlineData("/task-run")]
    [InlineData("/discarded")]
    [InlineData("/continuation")]
    [InlineData("/thread-pool")]
    [InlineData("/timer")]
    [InlineData("/async-void")]
    [InlineData("/on-completed")]
    [InlineData("/disposal")]
    [InlineData("/registered-for-disposal")]
    public async Task A_late_write_is_lost_without_an_exception(string path)
    {
        await using SessionApp app = await SessionApp.StockAsync(Map, services: services => services.AddScoped(_ => new WritesWhenDisposed(this)));
        using Browser browser = await app.EstablishedBrowserAsync();

        await browser.PostAsync(path);
        _requestIsOver.SetResult();
        await _written.Task.WaitAsync(Patience, TestContext.Current.CancellationToken);

        Assert.Equal("none", await browser.GetTextAsync("/late"));
    }

    [Fact]
    public async Task The_write_of_an_awaited_task_is_stored()
    {
        await using SessionApp app = await SessionApp.StockAsync(Map);
        using Browser browser = await app.EstablishedBrowserAsync();

        await browser.PostAsync("/awaited");

        Assert.Equal("written", await browser.GetTextAsync("/late"));
    }

    [Fact]
    public async Task A_value_that_was_read_before_is_there_afterwards()
    {
        await using SessionApp app = await SessionApp.StockAsync(Map);
        using Browser browser = await app.EstablishedBrowserAsync();
        var mailed = new TaskCompletionSource<string?>();

        await browser.PostAsync("/awaited");
        _mail = mailed.SetResult;
        await browser.PostAsync("/mail");
        _requestIsOver.SetResult();

        Assert.Equal("written", await mailed.Task.WaitAsync(Patience, TestContext.Current.CancellationToken));
    }

    private Action<string?> _mail = static _ => { };

    private void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/task-run", (HttpContext context) =>
        {
            ISession session = context.Session;
            _ = Task.Run(() => WriteLateAsync(session));
        });
        routes.MapPost("/discarded", (HttpContext context) => { _ = WriteLateAsync(context.Session); });
        routes.MapPost("/continuation", (HttpContext context) =>
        {
            ISession session = context.Session;
            _ = _requestIsOver.Task.ContinueWith(_ => Write(session), TaskScheduler.Default);
        });
        routes.MapPost("/thread-pool", (HttpContext context) =>
        {
            ISession session = context.Session;
            ThreadPool.QueueUserWorkItem(_ => _requestIsOver.Task.ContinueWith(_ => Write(session), TaskScheduler.Default));
        });
        routes.MapPost("/timer", (HttpContext context) =>
        {
            ISession session = context.Session;
            _timer = new Timer(_ => WriteWhenOver(session), state: null, TimeSpan.Zero, TimeSpan.FromMilliseconds(5));
        });
        routes.MapPost("/async-void", (HttpContext context) => WriteAsyncVoid(context.Session));
        routes.MapPost("/on-completed", (HttpContext context) =>
        {
            ISession session = context.Session;
            context.Response.OnCompleted(() => WriteLateAsync(session));
        });
        routes.MapPost("/disposal", (HttpContext context, WritesWhenDisposed service) => service.Session = context.Session);
        routes.MapPost("/registered-for-disposal", (HttpContext context) => context.Response.RegisterForDispose(new WritesWhenDisposed(this) { Session = context.Session }));
        routes.MapPost("/awaited", async (HttpContext context) => await Task.Run(() => Write(context.Session)));
        routes.MapPost("/mail", (HttpContext context) =>
        {
            string? value = context.Session.GetString("late");
            _ = _requestIsOver.Task.ContinueWith(_ => _mail(value), TaskScheduler.Default);
        });
        routes.MapGet("/late", (HttpContext context) => context.Session.GetString("late") ?? "none");
    }

    private Timer? _timer;

    private async Task WriteLateAsync(ISession session)
    {
        await _requestIsOver.Task;
        Write(session);
    }

    private async void WriteAsyncVoid(ISession session)
    {
        await _requestIsOver.Task;
        Write(session);
    }

    private void WriteWhenOver(ISession session)
    {
        if (_requestIsOver.Task.IsCompleted)
        {
            _timer?.Dispose();
            Write(session);
        }
    }

    private void Write(ISession session)
    {
        session.SetString("late", "written");
        _written.TrySetResult();
    }

    private sealed class WritesWhenDisposed(SessionUsedAfterRequest proof) : IDisposable
    {
        public ISession? Session { get; set; }

        public void Dispose()
        {
            if (Session is not null)
            {
                proof.Write(Session);
            }
        }
    }
}
