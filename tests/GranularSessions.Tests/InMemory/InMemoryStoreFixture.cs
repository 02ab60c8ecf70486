using GranularSessions.Conformance;
using GranularSessions.Storage;
using GranularSessions.Storage.InMemory;
using GranularSessions.Tests.Support;

namespace GranularSessions.Tests.InMemory;

public sealed class InMemoryStoreFixture : StoreFixture
{
    private readonly ManualTimeProvider _clock = new();

    public InMemoryStoreFixture() => Store = new InMemorySessionStore(Options, _clock);

    public override SessionStore Store { get; }

    public override TimeProvider Clock => _clock;

    public override Task AdvanceAsync(TimeSpan span)
    {
        _clock.Advance(span);
        return Task.CompletedTask;
    }
}
