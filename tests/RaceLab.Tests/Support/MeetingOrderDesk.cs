using RaceLab.Csrf;

namespace RaceLab.Tests.Support;

/// <summary>Places no order before all orders that are expected have been given.</summary>
internal sealed class MeetingOrderDesk(Meeting meeting) : OrderDesk
{
    public override async Task<PlacedOrder> PlaceAsync(CancellationToken cancellation)
    {
        await meeting.ArriveAsync(cancellation);
        return new PlacedOrder(meeting.Arrived);
    }
}
