using GranularSessions.Conformance;
using GranularSessions.Storage;
using GranularSessions.Storage.InMemory;
using GranularSessions.Tests.Support;

namespace GranularSessions.Tests.InMemory;

/// <summary>The in-memory store behind one that can fail, which the core takes for a store on a server.</summary>
public sealed class ObservedStoreFixture : StoreFixture
{
    private readonly ManualTimeProvider _clock = new();

    public ObservedStoreFixture() => Observed = new ObservedStore(new InMemorySessionStore(Options, _clock));

    internal ObservedStore Observed { get; }

    public override SessionStore Store => Observed;

    public override TimeProvider Clock => _clock;

    public override Task AdvanceAsync(TimeSpan span)
    {
        _clock.Advance(span);
        return Task.CompletedTask;
    }
}
