using GranularSessions.Lifecycle;
using GranularSessions.Observability;
using GranularSessions.Serialization;
using Microsoft.Extensions.Options;

namespace GranularSessions.Sessions;

/// <summary>What every session of the app shares.</summary>
internal sealed class SessionServices(
    StoreClient store, IOptions<GranularSessionOptions> options, TimeProvider timeProvider, SessionObservers observers, SessionTelemetry telemetry)
{
    public StoreClient Store { get; } = store;

    public SessionObservers Observers { get; } = observers;

    public GranularSessionOptions Options { get; } = options.Value;

    public TimeProvider TimeProvider { get; } = timeProvider;

    public SessionSerializer Serializer { get; } = new(options.Value.SerializerOptions, options.Value.MaxValueBytes);

    public CompareAndSwapLoop CompareAndSwap { get; } = new(options.Value.MaxUpdateAttempts, timeProvider, telemetry);
}
