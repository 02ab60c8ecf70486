using GranularSessions.Tests.Support;

namespace GranularSessions.Tests.Unit;

public sealed class SessionOperationIdTests
{
    [Fact]
    public void An_id_knows_when_it_was_created_after_a_journey_as_text()
    {
        var clock = new ManualTimeProvider();
        var id = SessionOperationId.Create(clock);

        var read = SessionOperationId.Parse(id.ToString());

        Assert.Equal(id, read);
        Assert.Equal(clock.GetUtcNow(), read.CreatedAt);
        Assert.Equal(16, read.ToByteArray().Length);
    }

    [Fact]
    public void The_bytes_begin_with_the_time_in_network_order()
        => Assert.Equal(
            [0x01, 0x89, 0x0a, 0x5d, 0xac, 0x96],
            SessionOperationId.Parse("01890a5d-ac96-774b-bcce-b302099a8057").ToByteArray()[..6]);

    [Fact]
    public void Two_ids_of_one_moment_differ()
    {
        var clock = new ManualTimeProvider();

        Assert.NotEqual(SessionOperationId.Create(clock), SessionOperationId.Create(clock));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("checkout-17")]
    [InlineData("f47ac10b-58cc-4372-a567-0e02b2c3d479")] // version 4: says nothing of its time
    [InlineData("{01890a5d-ac96-774b-bcce-b302099a8057}")]
    public void Anything_else_is_no_id(string? text)
    {
        Assert.False(SessionOperationId.TryParse(text, out _));
        Assert.ThrowsAny<Exception>(() => SessionOperationId.Parse(text!));
    }

    [Fact]
    public void The_latest_time_that_an_id_can_carry_is_no_error()
        => Assert.Equal(
            DateTimeOffset.MaxValue.ToUnixTimeMilliseconds(),
            SessionOperationId.Parse("ffffffff-ffff-7fff-bfff-ffffffffffff").CreatedAt.ToUnixTimeMilliseconds());
}
