namespace SessionAnalyzers.Model;

/// <summary>A write or removal of a key that runs only for one outcome of reading it.</summary>
/// <param name="Check">The read.</param>
/// <param name="Act">The write of a flag, or the removal of a token.</param>
/// <param name="Kind">What the outcome decides.</param>
internal sealed record CheckThenActRelation(SessionAccess Check, SessionAccess Act, CheckThenActKind Kind);

internal enum CheckThenActKind
{
    /// <summary>Something is done once: the key is absent, an effect happens, the key is set.</summary>
    ClaimOnce,

    /// <summary>A one-time token is compared and removed.</summary>
    ConsumeToken,
}
