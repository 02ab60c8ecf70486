using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;
using SessionAnalyzers.Proofs.Harness;

namespace SessionAnalyzers.Proofs.Reliability;

/// <summary>SESS3012: what keeps a session beyond its request shows one user's data to others and loses what is written to it.</summary>
public sealed class SessionOutsideRequest
{
    [Theory]
    [InlineData("/static")]
    [InlineData("/singleton")]
    [InlineData("/middleware")]
    public async Task Another_user_sees_the_session_of_the_first(string holder)
    {
        await using SessionApp app = await StartAsync();
        using Browser alice = await UserAsync(app, "alice");
        using Browser bob = await UserAsync(app, "bob");

        Assert.Equal("alice", await alice.GetTextAsync(holder));
        Assert.Equal("alice", await bob.GetTextAsync(holder));
    }

    [Fact]
    public async Task What_is_written_to_it_after_its_request_is_lost()
    {
        await using SessionApp app = await StartAsync();
        using Browser alice = await UserAsync(app, "alice");
        await alice.GetTextAsync("/static");

        await alice.PostAsync("/static/carol");

        Assert.Equal("carol", await alice.GetTextAsync("/static"));
        Assert.Equal("alice", await alice.GetTextAsync("/name"));
    }

    [Theory]
    [InlineData("/scoped")]
    [InlineData("/property")]
    public async Task A_service_of_the_request_and_one_that_asks_each_time_have_each_users_own(string holder)
    {
        await using SessionApp app = await StartAsync();
        using Browser alice = await UserAsync(app, "alice");
        using Browser bob = await UserAsync(app, "bob");

        Assert.Equal("alice", await alice.GetTextAsync(holder));
        Assert.Equal("bob", await bob.GetTextAsync(holder));
    }

    [Fact]
    public async Task A_hub_sees_the_session_as_it_was_when_it_connected_and_undoes_later_requests_when_it_disconnects()
    {
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using SessionApp app = await StartAsync(ended);
        using Browser alice = await UserAsync(app, "alice");

        await using (HubClient hub = await HubClient.ConnectAsync(alice, "/hub"))
        {
            Assert.Equal("alice", await hub.InvokeAsync(nameof(Names.Read)));
            await alice.PostAsync("/name/bob");

            Assert.Equal("alice", await hub.InvokeAsync(nameof(Names.Read)));
            await hub.InvokeAsync(nameof(Names.Note), "written by the hub");
            Assert.Equal("", await alice.GetTextAsync("/note"));
        }

        await ended.Task.WaitAsync(TimeSpan.FromSeconds(60));
        Assert.Equal("written by the hub", await alice.GetTextAsync("/note"));
        Assert.Equal("alice", await alice.GetTextAsync("/name"));
    }

    private static async Task<Browser> UserAsync(SessionApp app, string name)
    {
        Browser browser = app.NewBrowser();
        await browser.PostAsync($"/name/{name}");
        return browser;
    }

    /// <param name="ended">Completes when the hub's connection is over and its session committed.</param>
    private static Task<SessionApp> StartAsync(TaskCompletionSource? ended = null)
    {
        ISession? kept = null;
        return SessionApp.WiredAsync(
            static services => services
                .AddDistributedMemoryCache()
                .AddSession()
                .AddHttpContextAccessor()
                .AddSingleton<Singleton>()
                .AddSingleton<Property>()
                .AddScoped<Scoped>()
                .AddSignalR(),
            app =>
            {
                app.Use(async (context, next) =>
                {
                    await next(context);
                    if (context.WebSockets.IsWebSocketRequest)
                    {
                        ended?.SetResult();
                    }
                });
                app.UseSession();
                app.UseMiddleware<Middleware>();
            },
            routes =>
            {
                routes.MapPost("/name/{name}", static (HttpContext context, string name) => context.Session.SetString("name", name));
                routes.MapGet("/name", static (HttpContext context) => context.Session.GetString("name"));
                routes.MapGet("/note", static (HttpContext context) => context.Session.GetString("note") ?? "");
                routes.MapGet("/static", (HttpContext context) => (kept ??= context.Session).GetString("name"));
                routes.MapPost("/static/{name}", (string name) => kept!.SetString("name", name));
                routes.MapGet("/singleton", static (Singleton service) => service.Name);
                routes.MapGet("/property", static (Property service) => service.Name);
                routes.MapGet("/scoped", static (Scoped service) => service.Name);
                routes.MapHub<Names>("/hub");
            });
    }

    private sealed class Singleton(IHttpContextAccessor accessor)
    {
        private readonly ISession _session = accessor.HttpContext!.Session;

        public string? Name => _session.GetString("name");
    }

    private sealed class Scoped(IHttpContextAccessor accessor)
    {
        private readonly ISession _session = accessor.HttpContext!.Session;

        public string? Name => _session.GetString("name");
    }

    private sealed class Property(IHttpContextAccessor accessor)
    {
        public string? Name => Session.GetString("name");

        private ISession Session => accessor.HttpContext!.Session;
    }

    private sealed class Middleware(RequestDelegate next)
    {
        private ISession? _session;

        public Task InvokeAsync(HttpContext context)
        {
            if (context.Request.Path != "/middleware")
            {
                return next(context);
            }

            _session ??= context.Session;
            return context.Response.WriteAsync(_session.GetString("name")!);
        }
    }

    private sealed class Names(IHttpContextAccessor accessor) : Hub
    {
        private readonly ISession _session = accessor.HttpContext!.Session;

        public string? Read() => _session.GetString("name");

        public void Note(string text) => _session.SetString("note", text);
    }
}
