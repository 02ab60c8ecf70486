namespace GranularSessions.Storage;

/// <summary>
/// How an operation proves that it may touch a session: at first by the verifier's hash, then by the generation that
/// the store answered with. Immutable.
/// </summary>
internal sealed class SessionAccess(string selector, byte[] verifierHash, long? generation)
{
    public string Selector { get; } = selector;

    public byte[] VerifierHash { get; } = verifierHash;

    /// <summary>The generation under which this access is established; null as long as only the cookie speaks for it.</summary>
    public long? Generation { get; } = generation;

    public bool IsEstablished => Generation is not null;

    public SessionAccess EstablishedAt(long generation) => new(Selector, VerifierHash, generation);
}
