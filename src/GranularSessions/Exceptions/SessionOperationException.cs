namespace GranularSessions;

/// <summary>An operation with an id was refused because of its id. Nothing was read or written.</summary>
public sealed class SessionOperationException : SessionException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="refusal">Why the operation was refused.</param>
    public SessionOperationException(SessionOperationRefusal refusal)
        : base(refusal switch
        {
            SessionOperationRefusal.UsedForAnotherOperation => "The operation id was used for another operation of this session.",
            SessionOperationRefusal.LimitReached => "The session remembers as many operation ids as it may; later ones are accepted when those have expired.",
            SessionOperationRefusal.Expired => "The operation id is older than the 10 minutes for which outcomes are remembered: whether the operation was applied can no longer be told.",
            _ => "The operation id was created in the future: the clock that made it is wrong.",
        })
        => Refusal = refusal;

    /// <summary>Why the operation was refused.</summary>
    public SessionOperationRefusal Refusal { get; }
}
