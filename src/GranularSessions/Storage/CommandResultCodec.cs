using System.Buffers.Binary;

namespace GranularSessions.Storage;

/// <summary>
/// Writes the recorded result of an operation as bytes and reads it back, for stores that keep it so. The layout is
/// stable: one byte 1 (the layout's version), one byte <see cref="CommandResult.Status"/>, one byte of flags (bit 0:
/// <see cref="CommandResult.HadValue"/>, bit 1: there is a payload), eight bytes <see cref="CommandResult.Number"/>
/// little-endian, then the <see cref="CommandResult.Payload"/> to the end.
/// </summary>
public static class CommandResultCodec
{
    private const byte Version = 1;
    private const byte HadValueFlag = 1;
    private const byte PayloadFlag = 2;
    private const int NumberOffset = 3;
    private const int PayloadOffset = NumberOffset + sizeof(long);

    /// <summary>Writes what a <see cref="SessionOperation"/> records of a result.</summary>
    /// <param name="result">The result.</param>
    public static byte[] Encode(in CommandResult result)
    {
        var payload = result.Payload.AsSpan();
        var bytes = new byte[PayloadOffset + payload.Length];
        bytes[0] = Version;
        bytes[1] = (byte)result.Status;
        bytes[2] = (byte)((result.HadValue ? HadValueFlag : 0) | (result.Payload is null ? 0 : PayloadFlag));
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(NumberOffset), result.Number);
        payload.CopyTo(bytes.AsSpan(PayloadOffset));
        return bytes;
    }

    /// <summary>Reads what <see cref="Encode"/> wrote, as a replay: with <see cref="CommandResult.IsReplay"/> and without a generation.</summary>
    /// <param name="bytes">The record.</param>
    /// <exception cref="FormatException">The bytes are no such record.</exception>
    public static CommandResult Decode(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < PayloadOffset || bytes[0] != Version || bytes[1] > (byte)CommandStatus.OperationExpired
            || bytes[2] > (HadValueFlag | PayloadFlag))
        {
            throw new FormatException("The bytes are no recorded result of a session operation.");
        }

        return new CommandResult((CommandStatus)bytes[1])
        {
            HadValue = (bytes[2] & HadValueFlag) != 0,
            Number = BinaryPrimitives.ReadInt64LittleEndian(bytes[NumberOffset..]),
            Payload = (bytes[2] & PayloadFlag) != 0 ? bytes[PayloadOffset..].ToArray() : null,
            IsReplay = true,
        };
    }
}
