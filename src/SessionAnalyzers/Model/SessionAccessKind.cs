namespace SessionAnalyzers.Model;

internal enum SessionAccessKind
{
    /// <summary>The value of a key, or whether the key is there.</summary>
    Read,
    Write,
    Remove,
    Clear,

    /// <summary>The names of all keys.</summary>
    Keys,
    Load,
    Commit,
}
