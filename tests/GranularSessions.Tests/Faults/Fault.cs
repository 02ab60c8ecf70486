namespace GranularSessions.Tests.Faults;

/// <summary>What a <see cref="FaultProxy"/> can do to one request.</summary>
public enum Fault
{
    None,

    /// <summary>The server never sees the request.</summary>
    ResetBeforeRequest,

    /// <summary>The server gets the request; whether it acts on it is a race.</summary>
    ResetAfterRequest,

    /// <summary>The server has answered; the client never hears it.</summary>
    CutBeforeReply,
}
