namespace GranularSessions.Storage.InMemory;

/// <summary>One item of a session. Guarded by its session's lock.</summary>
internal abstract class InMemoryItem(DateTimeOffset? deadline)
{
    /// <summary>When the item ends; null: with its session.</summary>
    public DateTimeOffset? Deadline { get; set; } = deadline;

    public abstract ItemKind Kind { get; }

    public abstract int Count { get; }
}

internal sealed class InMemoryCounter(DateTimeOffset? deadline) : InMemoryItem(deadline)
{
    public long Value { get; set; }

    public override ItemKind Kind => ItemKind.Counter;

    public override int Count => 1;
}

internal sealed class InMemorySet(DateTimeOffset? deadline) : InMemoryItem(deadline)
{
    public HashSet<byte[]> Members { get; } = new(BytesComparer.Instance);

    public override ItemKind Kind => ItemKind.Set;

    public override int Count => Members.Count;
}

internal sealed class InMemoryMap(DateTimeOffset? deadline) : InMemoryItem(deadline)
{
    public Dictionary<string, (byte[] Payload, long Version)> Fields { get; } = new(StringComparer.Ordinal);

    public override ItemKind Kind => ItemKind.Map;

    public override int Count => Fields.Count;
}

internal sealed class InMemoryList(DateTimeOffset? deadline) : InMemoryItem(deadline)
{
    public LinkedList<byte[]> Elements { get; } = new();

    public override ItemKind Kind => ItemKind.List;

    public override int Count => Elements.Count;
}

internal sealed class InMemoryValue(DateTimeOffset? deadline) : InMemoryItem(deadline)
{
    public byte[] Payload { get; set; } = [];

    public long Version { get; set; }

    public override ItemKind Kind => ItemKind.Value;

    public override int Count => 1;
}

internal sealed class InMemoryTokens() : InMemoryItem(deadline: null)
{
    public Dictionary<byte[], InMemoryToken> ByHash { get; } = new(BytesComparer.Instance);

    public override ItemKind Kind => ItemKind.Tokens;

    public override int Count => ByHash.Count;
}

internal sealed class InMemoryToken(DateTimeOffset deadline)
{
    public DateTimeOffset Deadline { get; } = deadline;

    public bool IsConsumed { get; set; }
}
