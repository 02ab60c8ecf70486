namespace GranularSessions.Storage;

/// <summary>The identity of a session that a store is asked to create.</summary>
/// <param name="Selector">Names the session in the store; random, never reused.</param>
/// <param name="VerifierHash">The SHA-256 of what the client must present.</param>
/// <param name="Id">The id that applications see; random and unrelated to the cookie.</param>
internal sealed record NewSession(string Selector, byte[] VerifierHash, string Id)
{
    // The synthesized text would carry the selector into logs.
    public override string ToString() => nameof(NewSession);
}
