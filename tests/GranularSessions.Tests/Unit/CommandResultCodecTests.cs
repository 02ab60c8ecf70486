using FsCheck;
using FsCheck.Fluent;
using GranularSessions.Storage;

namespace GranularSessions.Tests.Unit;

public sealed class CommandResultCodecTests
{
    [Fact]
    public void What_is_recorded_is_read_back_as_a_replay()
        => Prop.ForAll<long, bool, byte[]?>((number, hadValue, payload) =>
        {
            var result = CommandResult.Applied(number) with { HadValue = hadValue, Payload = payload };

            var read = CommandResultCodec.Decode(CommandResultCodec.Encode(result));

            return read.Payload.AsSpan().SequenceEqual(payload) && (read.Payload is null) == (payload is null)
                && read with { Payload = null } == result with { Payload = null, IsReplay = true };
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void The_layout_is_the_documented_one()
    {
        var result = CommandResult.Applied(0x0102) with { HadValue = true, Payload = [9, 8] };

        Assert.Equal([1, 0, 3, 2, 1, 0, 0, 0, 0, 0, 0, 9, 8], CommandResultCodec.Encode(result));
    }

    [Theory]
    [InlineData(new byte[0])]
    [InlineData(new byte[] { 1, 0, 0, 0, 0, 0, 0, 0, 0, 0 })]
    [InlineData(new byte[] { 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0 })]
    [InlineData(new byte[] { 1, 99, 0, 0, 0, 0, 0, 0, 0, 0, 0 })]
    [InlineData(new byte[] { 1, 0, 4, 0, 0, 0, 0, 0, 0, 0, 0 })]
    public void Other_bytes_are_refused(byte[] bytes)
        => Assert.Throws<FormatException>(() => CommandResultCodec.Decode(bytes));
}
