using RaceLab.Csrf;

namespace RaceLab.Tests.Support;

/// <summary>Takes so long that parallel submits of a browser surely overlap.</summary>
internal sealed class SlowOrderDesk : OrderDesk
{
    private static readonly TimeSpan WritingTakes = TimeSpan.FromMilliseconds(200);

    public override async Task<PlacedOrder> PlaceAsync(CancellationToken cancellation)
    {
        await Task.Delay(WritingTakes, cancellation);
        return await base.PlaceAsync(cancellation);
    }
}
