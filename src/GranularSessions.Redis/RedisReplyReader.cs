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

    /// <param name="command">The command.</param>
    /// <param name="presented">The generation of its access, under which fast.lua answers.</param>
    /// <param name="reply">The script's answer.</param>
    public static CommandResult Read(SessionCommand command, long? presented, RedisResult[] reply)
    {
        if (reply.Length == 1)
        {
            return ReadApplied(command, new(CommandStatus.Applied) { Generation = presented ?? throw RedisReply.Unexpected() }, reply);
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

    /// <summary>What session.lua has recorded: a letter that says what follows, or nothing.</summary>
    private static CommandResult ReadRecord(byte[] record)
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
            (byte)'p' => result with { Payload = value },
            _ => throw RedisReply.Unexpected(),
        };
    }

    private static CommandResult ReadApplied(SessionCommand command, CommandResult result, ReadOnlySpan<RedisResult> values)
    {
        switch (command)
        {
            case CountItem or ReadCounter or AddToCounter or AddToField or InsertIntoList:
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
