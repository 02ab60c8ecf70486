using Microsoft.Extensions.Internal;

namespace SessionAnalyzers.Proofs.Harness;

/// <summary>A clock of the stock cache that stands until a test moves it.</summary>
internal sealed class ManualClock : ISystemClock
{
    public DateTimeOffset UtcNow { get; private set; } = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public void Advance(TimeSpan time) => UtcNow += time;
}
