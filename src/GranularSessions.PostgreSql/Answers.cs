using System.Globalization;
using GranularSessions.Storage;
using Npgsql;

namespace GranularSessions.PostgreSql;

/// <summary>Reads what the schema's functions answer.</summary>
internal static class Answers
{
    private static readonly Dictionary<string, byte[]> NoEntries = [];

    public static CommandResult ReadResult(NpgsqlDataReader reader, SessionCommand command) => command switch
    {
        ReadSession or TouchSession or RegenerateSession or SignInSession or DestroySession => SessionAnswer(reader),
        FindInSet => ElementsAnswer(reader) with { Payloads = null },
        ReadField => FieldAnswer(ElementsAnswer(reader)),
        ReadMap => MapAnswer(reader),
        ReadSet or ReadList => ElementsAnswer(reader) with { Number = 0 },
        CountItem count => CountAnswer(ItemAnswer(reader), count.Kind),
        AddToCounter when reader.FieldCount == 1 => ArrayAnswer(reader.GetFieldValue<string?[]>(0)),
        _ => ItemAnswer(reader),
    };

    public static SessionSnapshot ReadListed(NpgsqlDataReader reader) => ReadSnapshot(reader, first: 1, NoEntries);

    private static CommandResult ItemAnswer(NpgsqlDataReader reader) => new(ReadStatus(reader))
    {
        Generation = ReadNumber(reader, 1),
        Number = ReadNumber(reader, 2),
        HadValue = !reader.IsDBNull(3) && reader.GetBoolean(3),
        Payload = reader.IsDBNull(4) ? null : reader.GetFieldValue<byte[]>(4),
        ActualKind = reader.IsDBNull(5) ? default : (ItemKind)reader.GetInt16(5),
        IsReplay = !reader.IsDBNull(6) && reader.GetBoolean(6),
    };

    private static CommandResult ArrayAnswer(string?[] answer) => new(ParseStatus(answer[0]!))
    {
        Generation = ParseNumber(answer[1]),
        Number = ParseNumber(answer[2]),
        ActualKind = answer is [_, _, _, { } kind] ? (ItemKind)ParseNumber(kind) : default,
    };

    private static CommandResult ElementsAnswer(NpgsqlDataReader reader) => new(ReadStatus(reader))
    {
        Generation = ReadNumber(reader, 1),
        Number = ReadNumber(reader, 2),
        ActualKind = reader.IsDBNull(3) ? default : (ItemKind)reader.GetInt16(3),
        Payloads = reader.IsDBNull(5) ? null : reader.GetFieldValue<byte[][]>(5),
    };

    private static CommandResult CountAnswer(CommandResult item, ItemKind kind) => item.Status switch
    {
        CommandStatus.Absent => item with { Status = CommandStatus.Applied },
        CommandStatus.Applied when kind == ItemKind.Counter => item with { Number = 1 },
        _ => item,
    };

    private static CommandResult FieldAnswer(CommandResult elements)
        => elements.Payloads is [var payload] ? elements with { Payload = payload, Payloads = null } : elements;

    private static CommandResult MapAnswer(NpgsqlDataReader reader)
    {
        var result = ElementsAnswer(reader);
        if (result.Payloads is not { } payloads)
        {
            return result;
        }

        var names = reader.GetFieldValue<byte[][]>(4);
        var fields = new Dictionary<string, byte[]>(names.Length, StringComparer.Ordinal);
        for (var i = 0; i < names.Length; i++)
        {
            fields.Add(System.Text.Encoding.UTF8.GetString(names[i]), payloads[i]);
        }

        return result with { Number = 0, Payloads = null, Fields = fields };
    }

    private static CommandResult SessionAnswer(NpgsqlDataReader reader)
    {
        var status = ReadStatus(reader);
        return new(status)
        {
            Generation = ReadNumber(reader, 1),
            HadValue = !reader.IsDBNull(2) && reader.GetBoolean(2),
            Session = status == CommandStatus.Applied ? ReadSnapshot(reader, first: 3, ReadEntries(reader)) : null,
        };
    }

    private static SessionSnapshot ReadSnapshot(NpgsqlDataReader reader, int first, IReadOnlyDictionary<string, byte[]> entries) => new()
    {
        Id = reader.GetString(first),
        UserId = reader.IsDBNull(first + 1) ? null : reader.GetString(first + 1),
        CreatedAt = reader.GetFieldValue<DateTimeOffset>(first + 2),
        LastSeenAt = reader.GetFieldValue<DateTimeOffset>(first + 3),
        UserAgentHint = reader.IsDBNull(first + 4) ? null : reader.GetString(first + 4),
        Entries = entries,
    };

    private static Dictionary<string, byte[]> ReadEntries(NpgsqlDataReader reader)
    {
        if (reader.IsDBNull(8))
        {
            return NoEntries;
        }

        var keys = reader.GetFieldValue<string[]>(8);
        var values = reader.GetFieldValue<byte[][]>(9);
        var entries = new Dictionary<string, byte[]>(keys.Length, StringComparer.Ordinal);
        for (var i = 0; i < keys.Length; i++)
        {
            entries.Add(keys[i], values[i]);
        }

        return entries;
    }

    private static long ReadNumber(NpgsqlDataReader reader, int ordinal) => reader.IsDBNull(ordinal) ? 0 : reader.GetInt64(ordinal);

    private static long ParseNumber(string? number)
        => number is null ? 0 : long.Parse(number, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);

    private static CommandStatus ReadStatus(NpgsqlDataReader reader) => ParseStatus(reader.GetString(0));

    private static CommandStatus ParseStatus(string status) => status switch
    {
        "applied" => CommandStatus.Applied,
        "not_applied" => CommandStatus.NotApplied,
        "absent" => CommandStatus.Absent,
        "other_kind" => CommandStatus.OtherKind,
        "not_an_integer" => CommandStatus.NotAnInteger,
        "session_missing" => CommandStatus.SessionMissing,
        "superseded" => CommandStatus.Superseded,
        "session_exists" => CommandStatus.SessionExists,
        "operation_mismatch" => CommandStatus.OperationMismatch,
        "operation_limit_reached" => CommandStatus.OperationLimitReached,
        "operation_expired" => CommandStatus.OperationExpired,
        var other => throw new InvalidOperationException($"The schema's functions answered '{other}', which this package does not know."),
    };
}
