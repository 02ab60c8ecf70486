using System.Diagnostics.Metrics;
using GranularSessions.Lifecycle;
using GranularSessions.Observability;
using GranularSessions.Options;
using GranularSessions.Registry;
using GranularSessions.Sessions;
using GranularSessions.Storage;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace GranularSessions.Conformance;

/// <summary>
/// The store under test. Derive from it, and for each abstract class of this package one class that passes it on:
/// <code>
/// public sealed class MyCounterConformance(MyStoreFixture store) : CounterConformance(store), IClassFixture&lt;MyStoreFixture&gt;;
/// </code>
/// Sessions of one fixture must not be reached by <see cref="AdvanceAsync"/> or
/// <see cref="SessionStore.RemoveExpiredAsync"/> of another: tests of different classes run at the same time.
/// </summary>
public abstract class StoreFixture : IAsyncLifetime
{
    /// <summary>The most attempts of an update, high enough for every race in the suite.</summary>
    private const int MaxUpdateAttempts = 10_000;

    private SessionServices? _services;

    /// <summary>The idle timeout that the store must have: 20 minutes.</summary>
    public static TimeSpan Idle { get; } = TimeSpan.FromMinutes(20);

    /// <summary>The absolute timeout that the store must have: 2 hours.</summary>
    public static TimeSpan Absolute { get; } = TimeSpan.FromHours(2);

    /// <summary>How much real time a test may take between two steps; a server's clock goes on.</summary>
    internal static TimeSpan Tolerance { get; } = TimeSpan.FromSeconds(10);

    /// <summary>The options that the store must be given.</summary>
    public static IOptions<GranularSessionOptions> Options { get; } = Microsoft.Extensions.Options.Options.Create(NewOptions());

    /// <summary>The store. Always the same one.</summary>
    public abstract SessionStore Store { get; }

    /// <summary>The clock that agrees with the store's: the system's for a server, for others the one they were given.</summary>
    public virtual TimeProvider Clock => TimeProvider.System;

    /// <summary>
    /// Lets time pass in the store: a manual clock moves on; on a server every stored time and deadline of this fixture's
    /// sessions, items, tokens and recorded operations moves back.
    /// </summary>
    /// <param name="span">How much; positive.</param>
    public abstract Task AdvanceAsync(TimeSpan span);

    /// <summary>Starts what the store needs.</summary>
    public virtual ValueTask InitializeAsync() => ValueTask.CompletedTask;

    /// <summary>Stops what the store needed.</summary>
    public virtual ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    /// <summary>All users' sessions in the store.</summary>
    public SessionRegistry Registry => field ??= new StoredSessionRegistry(Services.Store, Services.Observers, NullLogger<SessionRegistry>.Instance);

    /// <summary>A client without a cookie.</summary>
    public Visitor NewVisitor() => new(this);

    internal SessionServices Services
        => _services ?? Interlocked.CompareExchange(ref _services, NewServices(), null) ?? _services;

    private SessionServices NewServices()
    {
        var clock = new AppClock(this);
        var telemetry = new SessionTelemetry(new SilentMeters(), Store);
        return new(new StoreClient(Store, Options, clock, telemetry), Options, clock, new SessionObservers([]), telemetry);
    }

    private static GranularSessionOptions NewOptions()
    {
        var options = new GranularSessionOptions
        {
            IdleTimeout = Idle,
            AbsoluteTimeout = Absolute,
            MaxUpdateAttempts = MaxUpdateAttempts,
            MaxTokensPerKey = 4,
        };
        new FreezeSerializerOptions().PostConfigure(null, options);
        return options;
    }

    /// <summary>The app's clock: agrees with the store's on the time, but its timers fire whether or not a manual clock moves.</summary>
    private sealed class AppClock(StoreFixture fixture) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => fixture.Clock.GetUtcNow();
    }

    /// <summary>Meters that nobody listens to.</summary>
    private sealed class SilentMeters : IMeterFactory
    {
        public Meter Create(MeterOptions options) => new($"{options.Name}.Conformance");

        public void Dispose()
        {
        }
    }
}
