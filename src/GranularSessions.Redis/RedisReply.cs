using System.Globalization;
using GranularSessions.Storage;
using StackExchange.Redis;

namespace GranularSessions.Redis;

/// <summary>Reads what scripts answer.</summary>
internal static class RedisReply
{
    public static int Int32(RedisResult value) => (int)value;

    // Scripts answer with 64-bit numbers as text, unless they are small: theirs are doubles.
    public static long Int64(RedisResult value) => Int64(Bytes(value));

    public static long Int64(ReadOnlySpan<byte> text) => long.Parse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);

    public static string Text(RedisResult value) => (string?)value ?? throw Unexpected();

    public static string? TextOrNull(RedisResult value) => value.IsNull ? null : (string?)value;

    public static byte[] Bytes(RedisResult value) => (byte[]?)value ?? throw Unexpected();

    public static RedisResult[] Array(RedisResult value) => (RedisResult[]?)value ?? [];

    public static IReadOnlyList<byte[]> Payloads(RedisResult value)
    {
        var elements = Array(value);
        var payloads = new byte[elements.Length][];
        for (var n = 0; n < elements.Length; n++)
        {
            payloads[n] = Bytes(elements[n]);
        }

        return payloads;
    }

    public static string[] Names(RedisResult value) => Names(Array(value));

    public static string[] Names(RedisResult[] elements)
    {
        var names = new string[elements.Length];
        for (var n = 0; n < elements.Length; n++)
        {
            names[n] = Text(elements[n]);
        }

        return names;
    }

    /// <summary>Names and values in turn.</summary>
    public static Dictionary<string, byte[]> Entries(RedisResult value) => Pairs(value, static stored => stored);

    /// <summary>Fields and their versioned payloads in turn.</summary>
    public static Dictionary<string, byte[]> Fields(RedisResult value) => Pairs(value, static stored => Versioned(stored).Payload);

    /// <summary>A field is stored as <c>version:payload</c>.</summary>
    public static (long Version, byte[] Payload) Versioned(byte[] stored)
    {
        var colon = System.Array.IndexOf(stored, (byte)':');
        return colon > 0
            ? (Int64(stored.AsSpan(0, colon)), stored[(colon + 1)..])
            : throw Unexpected();
    }

    public static SessionSnapshot Snapshot(RedisResult value, IReadOnlyDictionary<string, byte[]>? entries = null)
    {
        var fields = Array(value);
        return new()
        {
            Id = Text(fields[0]),
            UserId = TextOrNull(fields[1]),
            CreatedAt = DateTimeOffset.FromUnixTimeMilliseconds(Int64(fields[2])),
            LastSeenAt = DateTimeOffset.FromUnixTimeMilliseconds(Int64(fields[3])),
            UserAgentHint = TextOrNull(fields[4]),
            Entries = entries ?? EmptyEntries,
        };
    }

    private static readonly Dictionary<string, byte[]> EmptyEntries = [];

    private static Dictionary<string, byte[]> Pairs(RedisResult value, Func<byte[], byte[]> read)
    {
        var elements = Array(value);
        var pairs = new Dictionary<string, byte[]>(elements.Length / 2, StringComparer.Ordinal);
        for (var n = 0; n < elements.Length; n += 2)
        {
            pairs.Add(Text(elements[n]), read(Bytes(elements[n + 1])));
        }

        return pairs;
    }

    public static InvalidOperationException Unexpected()
        => new("Redis holds something under a session's keys that this version of GranularSessions did not write.");
}
