namespace RaceLab.Csrf;

/// <summary>Where a submitted form has its effect. It takes a moment, as a database does.</summary>
public class OrderDesk
{
    private static readonly TimeSpan WritingTakes = TimeSpan.FromMilliseconds(15);
    private int _lastNumber;

    public virtual async Task<PlacedOrder> PlaceAsync(CancellationToken cancellation)
    {
        await Task.Delay(WritingTakes, cancellation);
        return new PlacedOrder(Interlocked.Increment(ref _lastNumber));
    }
}

public sealed record PlacedOrder(int Number);
