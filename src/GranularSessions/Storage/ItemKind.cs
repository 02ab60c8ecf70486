namespace GranularSessions.Storage;

/// <summary>What an item is; a key holds one kind at a time. The numbers are stored.</summary>
internal enum ItemKind : byte
{
    Counter = 1,
    Set = 2,
    Map = 3,
    List = 4,
    Value = 5,
    Tokens = 6,
}
