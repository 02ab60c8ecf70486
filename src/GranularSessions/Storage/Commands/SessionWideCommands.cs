namespace GranularSessions.Storage;

/// <summary>Reads the session itself, with its ISession entries on request. Applied with Session.</summary>
internal sealed record ReadSession(bool WithEntries) : SessionCommand
{
    public override CommandEffect Effect => CommandEffect.Reads;
}

/// <summary>Counts as activity and does nothing else. Applied.</summary>
internal sealed record TouchSession : SessionCommand
{
    public override CommandEffect Effect => CommandEffect.Reads;
}

/// <summary>Remembers what the app says about the client. Applied.</summary>
internal sealed record SetUserAgentHint(string? Hint) : SessionCommand
{
    public override CommandEffect Effect => CommandEffect.Changes;
}

/// <summary>
/// Empties the session, granular items included, when told to; then writes (or, where null, removes) the changed
/// ISession entries and no others. Applied.
/// </summary>
internal sealed record WriteEntries(bool ClearFirst, IReadOnlyDictionary<string, byte[]?> Changes) : SessionCommand
{
    public override CommandEffect Effect
        => Changes.Values.Any(value => value is not null) ? CommandEffect.Writes : CommandEffect.Changes;
}

/// <summary>
/// Replaces the verifier and raises the generation, if the access is of the current generation; else not applied. With
/// a grace the previous verifier keeps opening the previous generation for that long, or until the new one is presented.
/// Applied with Generation: the new one, and Session.
/// </summary>
internal sealed record RegenerateSession(byte[] VerifierHash, TimeSpan? PreviousGrace) : SessionCommand
{
    public override CommandEffect Effect => CommandEffect.Changes;
}

/// <summary>
/// Binds a user, replaces the verifier, raises the generation without grace and restarts the absolute deadline, if the
/// access is of the current generation; else superseded. A session of another user is emptied first and gets the new id.
/// Applied with Generation: the new one, Session, and HadValue: whether it was emptied.
/// </summary>
internal sealed record SignInSession(byte[] VerifierHash, string UserId, string NewId) : SessionCommand
{
    public override CommandEffect Effect => CommandEffect.Writes;
}

/// <summary>Removes the session and everything in it, if the access is of the current or the previous generation. Applied with Session: as it was.</summary>
internal sealed record DestroySession : SessionCommand
{
    public override CommandEffect Effect => CommandEffect.Changes;
}
