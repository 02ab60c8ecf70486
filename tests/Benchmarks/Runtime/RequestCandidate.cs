using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;

namespace SessionAnalyzers.Benchmarks.Runtime;

/// <summary>
/// Requests through the real session middleware, from the cookie header on, without a server around them. What the context
/// itself costs is the same for all.
/// </summary>
internal abstract class RequestCandidate : UpdateCandidate
{
    private readonly RequestDelegate _pipeline;
    private readonly IServiceProvider _services;
    private string[] _cookies = [];

    protected RequestCandidate(string name, Action<IServiceCollection> register, Action<IApplicationBuilder> use)
        : base(name)
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore();
        register(builder.Services);
        IApplicationBuilder app = builder.Build();
        use(app);
        app.Run(context => ((Func<HttpContext, Task>)context.Items[typeof(RequestCandidate)]!)(context));
        _services = app.ApplicationServices;
        _pipeline = app.Build();
    }

    public override async Task PrepareAsync(int sessions, int kibibytes)
    {
        _cookies = new string[sessions];
        for (int session = 0; session < sessions; session++)
        {
            _cookies[session] = await SendAsync(cookie: null, async context =>
            {
                await BeginAsync(context);
                foreach (var (key, value) in Rest(kibibytes))
                {
                    context.Session.Set(key, value);
                }
            }) ?? throw new InvalidOperationException("The new session has no cookie.");
        }
    }

    public override Task AddOneAsync(int session) => SendAsync(_cookies[session], AddOneAsync);

    public override async Task<long> ReadAsync(int session)
    {
        long value = 0;
        await SendAsync(_cookies[session], async context => value = await ReadAsync(context));
        return value;
    }

    /// <summary>Makes the request create a session.</summary>
    protected abstract Task BeginAsync(HttpContext context);

    protected abstract Task AddOneAsync(HttpContext context);

    protected abstract Task<long> ReadAsync(HttpContext context);

    /// <summary>The cookie that the response sets, as a request sends it.</summary>
    protected async Task<string?> SendAsync(string? cookie, Func<HttpContext, Task> handler)
    {
        var response = new Response();
        var context = new DefaultHttpContext { RequestServices = _services };
        context.Features.Set<IHttpResponseFeature>(response);
        context.Request.Scheme = "https";
        context.Request.Headers.Cookie = cookie;
        context.Items[typeof(RequestCandidate)] = handler;
        await _pipeline(context);
        await response.StartAndCompleteAsync();
        return response.Headers.SetCookie.ToString() is { Length: > 0 } set ? set[..set.IndexOf(';', StringComparison.Ordinal)] : null;
    }

    /// <summary>The context's own response feature never starts, and so never sends a cookie.</summary>
    private sealed class Response : HttpResponseFeature
    {
        private readonly Stack<(Func<object, Task> Callback, object State)> _onStarting = new();
        private readonly Stack<(Func<object, Task> Callback, object State)> _onCompleted = new();

        public override void OnStarting(Func<object, Task> callback, object state) => _onStarting.Push((callback, state));

        public override void OnCompleted(Func<object, Task> callback, object state) => _onCompleted.Push((callback, state));

        public async Task StartAndCompleteAsync()
        {
            foreach (var (callback, state) in _onStarting)
            {
                await callback(state);
            }

            foreach (var (callback, state) in _onCompleted)
            {
                await callback(state);
            }
        }
    }
}
