namespace GranularSessions.Storage;

/// <summary>
/// How an operation proves that it may touch a session: at first by the verifier's hash, then by the generation that
/// the store answered with. Immutable but for <see cref="StoreState"/>.
/// </summary>
public sealed class SessionAccess
{
    internal SessionAccess(string selector, byte[] verifierHash, long? generation)
    {
        Selector = selector;
        VerifierHash = verifierHash;
        Generation = generation;
    }

    /// <summary>Names the session; see <see cref="NewSession.Selector"/>. It may name none: clients can invent it.</summary>
    public string Selector { get; }

    /// <summary>The SHA-256 of what the client presented, 32 bytes. Says nothing once <see cref="Generation"/> is there. Must not be changed.</summary>
    public byte[] VerifierHash { get; }

    /// <summary>The generation under which this access is established; null as long as only the cookie speaks for it.</summary>
    public long? Generation { get; }

    /// <summary>
    /// What the store keeps with this access from one command to the next, such as names that it has composed; null at first. Only
    /// the store sets it, to something immutable: commands that run at once may each set their own.
    /// </summary>
    public object? StoreState { get; set; }

    internal bool IsEstablished => Generation is not null;

    internal SessionAccess EstablishedAt(long generation) => new(Selector, VerifierHash, generation);
}
