using GranularSessions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace SessionAnalyzers.Benchmarks.Runtime;

/// <summary>Our counter, each update a request of its own.</summary>
/// <param name="name">Its name in the tables.</param>
/// <param name="configure">Chooses the store.</param>
/// <param name="otherWork">How long the handler waits for something else; null: not at all.</param>
internal class GranularRequestCandidate(string name, Action<GranularSessionsBuilder> configure, TimeSpan? otherWork = null)
    : RequestCandidate(name, services => configure(services.AddGranularSessions()), app => app.UseGranularSessions())
{
    protected override Task BeginAsync(HttpContext context)
    {
        context.Session.Set("first", [1]);
        return Task.CompletedTask;
    }

    protected override Task AddOneAsync(HttpContext context)
        => otherWork is { } wait ? AddOneAfterAsync(context, wait) : context.GetSessionState().Counter("visits").IncrementAsync();

    protected override Task<long> ReadAsync(HttpContext context) => context.GetSessionState().Counter("visits").GetAsync();

    private static async Task AddOneAfterAsync(HttpContext context, TimeSpan wait)
    {
        await Task.Delay(wait);
        await context.GetSessionState().Counter("visits").IncrementAsync();
    }
}

/// <summary>Our counter on a state that outlives its request, as a hub or a circuit holds it: the operation alone.</summary>
internal sealed class GranularOperationCandidate(string name, Action<GranularSessionsBuilder> configure) : GranularRequestCandidate(name, configure)
{
    private readonly List<SessionCounter> _counters = [];

    public override Task PrepareAsync(int sessions, int kibibytes)
    {
        _counters.Clear();
        return base.PrepareAsync(sessions, kibibytes);
    }

    public override Task AddOneAsync(int session) => _counters[session].IncrementAsync();

    public override Task<long> ReadAsync(int session) => _counters[session].GetAsync();

    protected override Task BeginAsync(HttpContext context)
    {
        _counters.Add(context.GetSessionState().Counter("visits"));
        return base.BeginAsync(context);
    }
}
