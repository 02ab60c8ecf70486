namespace GranularSessions.Storage;

/// <summary>Reads the session itself, with its ISession entries on request. Applied with Session.</summary>
public sealed record ReadSession : SessionCommand
{
    internal ReadSession(bool withEntries) => WithEntries = withEntries;

    /// <summary>Whether the entries are wanted too.</summary>
    public bool WithEntries { get; }

    /// <inheritdoc/>
    public override CommandEffect Effect => CommandEffect.Reads;
}

/// <summary>Counts as activity and does nothing else. Applied.</summary>
public sealed record TouchSession : SessionCommand
{
    internal TouchSession()
    {
    }

    /// <inheritdoc/>
    public override CommandEffect Effect => CommandEffect.Reads;
}

/// <summary>
/// Asks for the recorded result of its <see cref="SessionCommand.Operation"/>, which it always carries. Answers as
/// <see cref="SessionOperation"/> says: with the record, or absent; it is itself never recorded.
/// </summary>
public sealed record ReadOperation : SessionCommand
{
    internal ReadOperation()
    {
    }

    /// <inheritdoc/>
    public override CommandEffect Effect => CommandEffect.Reads;
}

/// <summary>Remembers what the app says about the client. Applied.</summary>
public sealed record SetUserAgentHint : SessionCommand
{
    internal SetUserAgentHint(string? hint) => Hint = hint;

    /// <summary>The hint, 1 to 1,024 UTF-8 bytes; null removes it.</summary>
    public string? Hint { get; }

    /// <inheritdoc/>
    public override CommandEffect Effect => CommandEffect.Changes;
}

/// <summary>
/// Empties the session, granular items included, when told to; then writes (or, where null, removes) the changed
/// ISession entries and no others. Applied. Versions go on counting over the emptying.
/// </summary>
public sealed record WriteEntries : SessionCommand
{
    internal WriteEntries(bool clearFirst, IReadOnlyDictionary<string, byte[]?> changes)
    {
        ClearFirst = clearFirst;
        Changes = changes;
    }

    /// <summary>Whether everything is removed first.</summary>
    public bool ClearFirst { get; }

    /// <summary>
    /// The entries to write, or where null to remove; may be empty. Keys are 0 to 1,024 UTF-8 bytes without NUL, compared
    /// byte by byte. The arrays must not be changed.
    /// </summary>
    public IReadOnlyDictionary<string, byte[]?> Changes { get; }

    /// <inheritdoc/>
    public override CommandEffect Effect
        => Changes.Values.Any(value => value is not null) ? CommandEffect.Writes : CommandEffect.Changes;
}

/// <summary>
/// Replaces the verifier and raises the generation by one, if the access is of the current generation; else not applied.
/// With a grace the previous verifier keeps opening the previous generation for that long, or until the new one is presented;
/// an earlier grace ends. Applied with Generation: the new one, and Session.
/// </summary>
public sealed record RegenerateSession : SessionCommand
{
    internal RegenerateSession(byte[] verifierHash, TimeSpan? previousGrace)
    {
        VerifierHash = verifierHash;
        PreviousGrace = previousGrace;
    }

    /// <summary>The new verifier's SHA-256, 32 bytes. Must not be changed.</summary>
    public byte[] VerifierHash { get; }

    /// <summary>How long the previous verifier and generation go on; null: not at all.</summary>
    public TimeSpan? PreviousGrace { get; }

    /// <inheritdoc/>
    public override CommandEffect Effect => CommandEffect.Changes;
}

/// <summary>
/// Binds a user, replaces the verifier, raises the generation by one without grace and restarts the absolute deadline, if the
/// access is of the current generation; else superseded. A session of another user is emptied first, loses its recorded
/// operations and gets the new id. Applied with Generation: the new one, Session, and HadValue: whether it was emptied.
/// </summary>
public sealed record SignInSession : SessionCommand
{
    internal SignInSession(byte[] verifierHash, string userId, string newId)
    {
        VerifierHash = verifierHash;
        UserId = userId;
        NewId = newId;
    }

    /// <summary>The new verifier's SHA-256, 32 bytes. Must not be changed.</summary>
    public byte[] VerifierHash { get; }

    /// <summary>The user, 1 to 1,024 UTF-8 bytes without NUL, compared byte by byte.</summary>
    public string UserId { get; }

    /// <summary>The id that a session taken over from another user gets.</summary>
    public string NewId { get; }

    /// <inheritdoc/>
    public override CommandEffect Effect => CommandEffect.Writes;
}

/// <summary>Removes the session and everything in it, if the access is of the current or the previous generation. Applied with Session: as it was.</summary>
public sealed record DestroySession : SessionCommand
{
    internal DestroySession()
    {
    }

    /// <inheritdoc/>
    public override CommandEffect Effect => CommandEffect.Changes;
}
