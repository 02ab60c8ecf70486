namespace GranularSessions.Storage;

/// <summary>What an item is; a key holds one kind at a time. The numbers are stored.</summary>
public enum ItemKind : byte
{
    /// <summary>A 64-bit number.</summary>
    Counter = 1,

    /// <summary>Members, each once, in no order.</summary>
    Set = 2,

    /// <summary>Fields by name, each with a version.</summary>
    Map = 3,

    /// <summary>Elements in order.</summary>
    List = 4,

    /// <summary>One value with a version.</summary>
    Value = 5,

    /// <summary>One-time tokens, by hash, each with a deadline of its own.</summary>
    Tokens = 6,
}
