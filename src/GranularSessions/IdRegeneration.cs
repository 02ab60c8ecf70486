namespace GranularSessions;

/// <summary>Why a session's id is regenerated, which decides what becomes of the old one.</summary>
public enum IdRegeneration
{
    /// <summary>
    /// The visitor gained or lost privileges, as at sign-in. The old id fails at once, in requests already running too,
    /// so that a planted cookie reads nothing.
    /// </summary>
    PrivilegeChange,

    /// <summary>
    /// Routine rotation without a change of privileges. The old id works until the client first presents the new one,
    /// 30 seconds at most, so that a lost response does not lose the session.
    /// </summary>
    Routine,
}
