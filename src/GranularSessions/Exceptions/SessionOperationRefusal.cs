namespace GranularSessions;

/// <summary>Why an operation with an id was refused.</summary>
public enum SessionOperationRefusal
{
    /// <summary>The id has been used in this session for another operation, or for the same one with other arguments.</summary>
    UsedForAnotherOperation,

    /// <summary>The session remembers 256 ids, the most it may. None is forgotten before its time.</summary>
    LimitReached,

    /// <summary>The id is older than 10 minutes.</summary>
    Expired,

    /// <summary>The id was created more than a minute ahead of this machine's clock.</summary>
    CreatedInTheFuture,
}
