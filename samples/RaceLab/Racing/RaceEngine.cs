using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using RaceLab.Strategies;

namespace RaceLab.Racing;

/// <summary>
/// Runs races: real requests of several clients with one cookie, over the loopback interface, through this app's own pipeline.
/// One race at a time, so that none is measured beside another. Thread-safe.
/// </summary>
public sealed partial class RaceEngine(IServer server, RaceRegistry races, RaceOptions options, ILogger<RaceEngine> logger) : IDisposable
{
    private static readonly RaceAction[] ClientActions = [RaceAction.AddToCart, RaceAction.CountVisit, RaceAction.SubmitOrder, RaceAction.Vote];
    private static readonly TimeSpan ProgressInterval = TimeSpan.FromMilliseconds(50);
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly ConcurrentDictionary<string, bool> _warm = new();
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseCookies = false, UseProxy = false }) { Timeout = options.RequestTimeout };

    /// <summary>Runs a race and tells how it goes: progress, then a result or a failure.</summary>
    /// <param name="strategy">What races.</param>
    /// <param name="clients">How many clients, from <see cref="RaceOptions.MinClients"/> to <see cref="RaceOptions.MaxClients"/>.</param>
    /// <param name="cancellationToken">Ends the race, its requests included.</param>
    public async IAsyncEnumerable<RaceEvent> RunAsync(
        StrategyInfo strategy, int clients, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(clients, RaceOptions.MinClients);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(clients, RaceOptions.MaxClients);
        int total = TotalOf(clients);
        yield return new() { Progress = new(0, total) };
        await _turn.WaitAsync(cancellationToken);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        int done = 0;
        Task<RaceResult> race = WarmUpAndRaceAsync(strategy, clients, () => Interlocked.Increment(ref done), over.Token);
        try
        {
            while (await Task.WhenAny(race, Task.Delay(ProgressInterval, cancellationToken)) != race)
            {
                cancellationToken.ThrowIfCancellationRequested();
                yield return new() { Progress = new(Volatile.Read(ref done), total) };
            }

            if (race.Exception?.InnerException is { } failure)
            {
                RaceFailed(logger, strategy.Id, failure);
                yield return new() { Failure = failure.Message };
            }
            else
            {
                yield return new() { Result = await race };
            }
        }
        finally
        {
            // Nobody may listen any more. The next race begins when this one's requests have ended.
            await over.CancelAsync();
            await ((Task)race).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            _turn.Release();
        }
    }

    public void Dispose()
    {
        _http.Dispose();
        _turn.Dispose();
    }

    private Uri Address
    {
        get
        {
            // Where it listens on all interfaces, it is called on this machine's own.
            string address = server.Features.Get<IServerAddressesFeature>()!.Addresses.First(address => address.StartsWith("http:", StringComparison.Ordinal));
            var uri = new UriBuilder(BindingAddress.Parse(address) is { Host: "+" or "*" } any ? $"http://localhost:{any.Port}" : address);
            if (uri.Host is "0.0.0.0" or "[::]")
            {
                uri.Host = "localhost";
            }

            return uri.Uri;
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The race of {Strategy} failed.")]
    private static partial void RaceFailed(ILogger logger, string strategy, Exception exception);

    // The clients', the slow request, and the two that try once more.
    private static int TotalOf(int clients) => (clients * ClientActions.Length) + 3;

    private static RaceResult Sum(StrategyInfo strategy, int clients, IReadOnlyList<RequestRecord> requests, StoredState end, double duration) => new(
        strategy.Id,
        clients,
        RaceJudge.Tally(requests, end, strategy.NotesReport),
        RaceJudge.Judge(requests, end, strategy),
        RaceTiming.Of([.. requests.Where(request => request.Client >= 0).Select(request => request.Latency)], duration));

    private async Task<RaceResult> WarmUpAndRaceAsync(StrategyInfo strategy, int clients, Action answered, CancellationToken cancellationToken)
    {
        if (!_warm.ContainsKey(strategy.Id))
        {
            // What is compiled for the first time would be charged to whoever races first.
            await RaceAsync(strategy, RaceOptions.MinClients, TimeSpan.Zero, () => { }, cancellationToken);
            _warm.TryAdd(strategy.Id, true);
        }

        return await RaceAsync(strategy, clients, options.Hold, answered, cancellationToken);
    }

    private async Task<RaceResult> RaceAsync(StrategyInfo strategy, int clients, TimeSpan hold, Action answered, CancellationToken cancellationToken)
    {
        Visitor visitor = await Visitor.BeginAsync(_http, StrategyEndpoints.AddressOf(strategy, Address), cancellationToken);
        var race = new Race(hold);
        races.Add(race);
        try
        {
            Task slow = SendAsync(race.Begin(RequestRecord.SlowClient, RaceAction.WriteReport));
            await Task.WhenAny(race.WhenHolding, slow);
            var start = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            Task[] racing = [.. Enumerable.Range(0, clients).Select(client => RunClientAsync(client, start.Task))];
            long started = Stopwatch.GetTimestamp();
            start.SetResult();
            await Task.WhenAll(racing);
            double duration = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
            race.Release();
            await slow;
            await SendAsync(race.Begin(RequestRecord.LateClient, RaceAction.SubmitOrder));
            await SendAsync(race.Begin(RequestRecord.LateClient, RaceAction.Vote));
            StoredState end = await visitor.ReadAsync(cancellationToken);
            return Sum(strategy, clients, [.. race.Traces.Select(RequestRecord.Of)], end, duration);
        }
        finally
        {
            races.Remove(race);
        }

        async Task RunClientAsync(int client, Task start)
        {
            await start;
            for (int at = 0; at < ClientActions.Length; at++)
            {
                // Each client begins elsewhere, so that all kinds of requests meet.
                RaceAction action = ClientActions[(client + at) % ClientActions.Length];
                await SendAsync(race.Begin(client, action, action == RaceAction.AddToCart ? $"article-{client + 1}" : null));
            }
        }

        async Task SendAsync(RequestTrace trace)
        {
            await visitor.SendAsync(trace, cancellationToken);
            answered();
        }
    }
}
