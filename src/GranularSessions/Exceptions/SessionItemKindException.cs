namespace GranularSessions;

/// <summary>The key names an item of another kind, such as a counter opened as a set. Nothing was read or written.</summary>
public sealed class SessionItemKindException : SessionException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="key">The item's key.</param>
    /// <param name="requested">The kind that was asked for.</param>
    /// <param name="actual">The kind that the key holds.</param>
    public SessionItemKindException(string key, string requested, string actual)
        : base($"The session item '{key}' is a {actual} and cannot be used as a {requested}.")
    {
        Key = key;
    }

    /// <summary>The item's key.</summary>
    public string Key { get; }
}
