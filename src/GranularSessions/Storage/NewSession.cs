namespace GranularSessions.Storage;

/// <summary>The identity of a session that a store is asked to create. Immutable.</summary>
public sealed class NewSession
{
    internal NewSession(string selector, byte[] verifierHash, string id)
    {
        Selector = selector;
        VerifierHash = verifierHash;
        Id = id;
    }

    /// <summary>Names the session in the store: 22 characters of unpadded base64url, 128 random bits. Never used for another session.</summary>
    public string Selector { get; }

    /// <summary>The SHA-256 of what the client must present, 32 bytes. Must not be changed.</summary>
    public byte[] VerifierHash { get; }

    /// <summary>The id that applications see: at most 64 ASCII characters, random and unrelated to the cookie.</summary>
    public string Id { get; }
}
