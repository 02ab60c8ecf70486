using GranularSessions.Storage;
using StackExchange.Redis;
using CommandStatus = GranularSessions.Storage.CommandStatus;

namespace GranularSessions.Redis;

/// <summary>Turns what a command's script answered into the command's result.</summary>
internal static class RedisReplyReader
{
    // The scripts' own answers, beyond CommandStatus.
    private const int ItemsExpireEarlyStatus = 100;
    private const int ReplayStatus = 101;
    private const int FirstValue = 2;

    /// <summary>Whether a sign-in has to keep items longer before it can be applied.</summary>
    public static bool ItemsExpireEarly(RedisResult[] reply) => RedisReply.Int32(reply[0]) == ItemsExpireEarlyStatus;

    /// <summary>Reads an answer of any form.</summary>
    /// <param name="command">The command.</param>
    /// <param name="presented">The generation of its access, under which scripts answer at once.</param>
    /// <param name="reply">Its script's answer.</param>
    public static CommandResult Read(SessionCommand command, long? presented, RedisResult reply)
        => command is AddToCounter or ReadCounter ? ReadJoined(presented, (RedisValue)reply) : Read(command, presented, RedisReply.Array(reply));

    /// <summary>Reads an answer that is a number, applied at once, or what else there is to say as one text (joined.lua).</summary>
    public static CommandResult ReadJoined(long? presented, RedisValue reply)
    {
        if (reply.TryParse(out long number))
        {
            return Applied(presented) with { Number = number };
        }

        var rest = ((byte[]?)reply).AsSpan();
        var status = (int)RedisReply.Int64(Next(ref rest));
        if (rest.IsEmpty)
        {
            return new((CommandStatus)status);
        }

        var generation = RedisReply.Int64(Next(ref rest));
        return status switch
        {
            ReplayStatus => ReadRecord(rest) with { Generation = generation, IsReplay = true },
            (int)CommandStatus.OtherKind => new(CommandStatus.OtherKind) { Generation = generation, ActualKind = (ItemKind)RedisReply.Int64(rest) },
            _ => new((CommandStatus)status) { Generation = generation, Number = rest.IsEmpty ? 0 : RedisReply.Int64(rest) },
        };
    }

    /// <summary>Reads an answer that is an array.</summary>
    public static CommandResult Read(SessionCommand command, long? presented, RedisResult[] reply)
    {
        if (reply.Length == 1)
        {
            return ReadApplied(command, Applied(presented), reply);
        }

        var status = RedisReply.Int32(reply[0]);
        if (RedisReply.Bytes(reply[1]) is not { Length: > 0 } digits)
        {
            return new((CommandStatus)status);
        }

        var generation = RedisReply.Int64(digits);
        if (status == ReplayStatus)
        {
            return ReadRecord(RedisReply.Bytes(reply[FirstValue])) with { Generation = generation, IsReplay = true };
        }

        var result = new CommandResult((CommandStatus)status) { Generation = generation };
        return result.Status switch
        {
            CommandStatus.OtherKind => result with { ActualKind = (ItemKind)RedisReply.Int32(reply[FirstValue]) },
            CommandStatus.NotApplied when reply.Length > FirstValue => result with { Number = RedisReply.Int64(reply[FirstValue]) },
            CommandStatus.Applied when reply.Length > FirstValue => ReadApplied(command, result, reply.AsSpan(FirstValue)),
            _ => result,
        };
    }

    private static ReadOnlySpan<byte> Next(ref Span<byte> rest)
    {
        var colon = rest.IndexOf((byte)':');
        ReadOnlySpan<byte> next = colon < 0 ? rest : rest[..colon];
        rest = colon < 0 ? [] : rest[(colon + 1)..];
        return next;
    }

    private static CommandResult Applied(long? presented) => new(CommandStatus.Applied) { Generation = presented ?? throw RedisReply.Unexpected() };

    /// <summary>What session.lua has recorded: a letter that says what follows, or nothing.</summary>
    private static CommandResult ReadRecord(ReadOnlySpan<byte> record)
    {
        var result = CommandResult.Applied();
        if (record.Length == 0)
        {
            return result;
        }

        var value = record[1..];
        return record[0] switch
        {
            (byte)'n' => result with { Number = RedisReply.Int64(value) },
            (byte)'h' => result with { Number = RedisReply.Int64(value), HadValue = true },
            (byte)'p' => result with { Payload = value.ToArray() },
            _ => throw RedisReply.Unexpected(),
        };
    }

    private static CommandResult ReadApplied(SessionCommand command, CommandResult result, ReadOnlySpan<RedisResult> values)
    {
        switch (command)
        {
            case CountItem or AddToField or InsertIntoList:
                return result with { Number = RedisReply.Int64(values[0]) };
            case ExchangeCounter:
                return values[0].IsNull ? result : result with { Number = RedisReply.Int64(values[0]), HadValue = true };
            case ReadSet or ReadList:
                return result with { Payloads = RedisReply.Payloads(values[0]) };
            case ReadMap:
                return result with { Fields = RedisReply.Fields(values[0]) };
            case ReadField:
                var (version, field) = RedisReply.Versioned(RedisReply.Bytes(values[0]));
                return result with { Number = version, Payload = field };
            case ReadValue:
                return result with { Number = RedisReply.Int64(values[0]), Payload = RedisReply.Bytes(values[1]) };
            case TakeValue:
                return result with { Payload = RedisReply.Bytes(values[0]) };
            case ReadSession:
                return result with { Session = RedisReply.Snapshot(values[0], RedisReply.Entries(values[1])) };
            case RegenerateSession or DestroySession:
                return result with { Session = RedisReply.Snapshot(values[0]) };
            case SignInSession:
                return result with { Session = RedisReply.Snapshot(values[0]), HadValue = RedisReply.Int32(values[1]) == 1 };
            default:
                return result;
        }
    }
}
