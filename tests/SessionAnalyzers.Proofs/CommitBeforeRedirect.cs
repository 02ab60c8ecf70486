using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SessionAnalyzers.Proofs.Harness;

namespace SessionAnalyzers.Proofs;

/// <summary>
/// No rule asks for a commit before a redirect, since none is needed: docs/commit-before-redirect.md. The commit is held back on a real
/// server, and the client asks for the session as soon as it has the response.
/// </summary>
public sealed class CommitBeforeRedirect : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Gate _beforeCommit = new();
    private readonly CookieContainer _cookies = new();
    private WebApplication? _app;

    [Theory]
    [InlineData("/redirect")]
    [InlineData("/no-content")]
    [InlineData("/json")]
    public async Task The_client_has_the_response_when_the_session_is_committed(string path)
    {
        using HttpClient client = await StartAsync();
        _beforeCommit.Close();
        Task held = _beforeCommit.NextArrivalAsync();

        Task<HttpResponseMessage> response = client.GetAsync(path, TestContext.Current.CancellationToken);
        await held.WaitAsync(Patience, TestContext.Current.CancellationToken);
        bool wasThereBefore = response.IsCompleted;
        _beforeCommit.Open();
        using HttpResponseMessage complete = await response.WaitAsync(Patience, TestContext.Current.CancellationToken);

        Assert.False(wasThereBefore);
        Assert.Equal("yes", await client.GetStringAsync("/saved", TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("/text")]
    [InlineData("/bytes")]
    public async Task A_response_with_a_length_is_there_before_the_commit(string path)
    {
        using HttpClient client = await StartAsync();
        using HttpClient other = NewConnection();
        _beforeCommit.Close();

        using HttpResponseMessage response = await client.GetAsync(path, TestContext.Current.CancellationToken).WaitAsync(Patience, TestContext.Current.CancellationToken);
        string saved = await other.GetStringAsync("/peek", TestContext.Current.CancellationToken);
        _beforeCommit.Open();

        Assert.Equal("no", saved);
    }

    [Fact]
    public async Task A_stream_is_read_before_the_commit()
    {
        using HttpClient client = await StartAsync();
        using HttpClient other = NewConnection();
        _beforeCommit.Close();

        using HttpResponseMessage response = await client.GetAsync("/stream", HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken));
        string? line = await reader.ReadLineAsync(TestContext.Current.CancellationToken);
        string saved = await other.GetStringAsync("/peek", TestContext.Current.CancellationToken);
        _beforeCommit.Open();

        Assert.Equal(("hello", "no"), (line, saved));
    }

    [Fact]
    public async Task A_commit_before_a_response_with_a_length_is_seen_at_once()
    {
        using HttpClient client = await StartAsync();
        using HttpClient other = NewConnection();
        _beforeCommit.Close();

        using HttpResponseMessage response = await client.GetAsync("/committed-text", TestContext.Current.CancellationToken).WaitAsync(Patience, TestContext.Current.CancellationToken);
        string saved = await other.GetStringAsync("/peek", TestContext.Current.CancellationToken);
        _beforeCommit.Open();

        Assert.Equal("yes", saved);
    }

    public async ValueTask DisposeAsync()
    {
        if (_app is not null)
        {
            await _app.DisposeAsync();
        }
    }

    /// <summary>Starts the server and returns a client that has a session and follows no redirects.</summary>
    private async Task<HttpClient> StartAsync()
    {
        WebApplicationBuilder builder = WebApplication.CreateBuilder();
        builder.WebHost.UseKestrel().UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Services.AddDistributedMemoryCache().AddSession();
        _app = builder.Build();
        _app.UseSession();
        _app.Use(async (context, next) =>
        {
            await next(context);
            if (context.Request.Path != "/peek")
            {
                await _beforeCommit.PassAsync();
            }
        });
        _app.MapGet("/start", (HttpContext context) => context.Session.SetString("started", "yes"));
        _app.MapGet("/redirect", (HttpContext context) => Saved(context, Results.Redirect("/saved")));
        _app.MapGet("/no-content", (HttpContext context) => Saved(context, Results.NoContent()));
        _app.MapGet("/json", (HttpContext context) => Saved(context, Results.Json(new { done = true })));
        _app.MapGet("/text", (HttpContext context) => Saved(context, Results.Text("done")));
        _app.MapGet("/bytes", (HttpContext context) => Saved(context, Results.Bytes("done"u8.ToArray())));
        _app.MapGet("/committed-text", async (HttpContext context) =>
        {
            IResult result = Saved(context, Results.Text("done"));
            await context.Session.CommitAsync();
            return result;
        });
        _app.MapGet("/stream", async (HttpContext context) =>
        {
            context.Session.SetString("saved", "yes");
            await context.Response.WriteAsync("hello\n");
        });
        _app.MapGet("/saved", (HttpContext context) => context.Session.GetString("saved") ?? "no");
        _app.MapGet("/peek", (HttpContext context) => context.Session.GetString("saved") ?? "no");
        await _app.StartAsync(TestContext.Current.CancellationToken);

        HttpClient client = NewConnection();
        using HttpResponseMessage started = await client.GetAsync("/start", TestContext.Current.CancellationToken);
        return client;
    }

    /// <summary>The same visitor on a connection of its own: requests of one connection wait for each other.</summary>
    private HttpClient NewConnection()
    {
        string address = _app!.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        return new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = _cookies }) { BaseAddress = new Uri(address), Timeout = Patience };
    }

    private static IResult Saved(HttpContext context, IResult result)
    {
        context.Session.SetString("saved", "yes");
        return result;
    }
}
