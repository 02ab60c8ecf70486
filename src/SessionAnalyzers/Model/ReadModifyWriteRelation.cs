using System.Collections.Immutable;

namespace SessionAnalyzers.Model;

/// <summary>A write to a key whose value derives from reads of the same key.</summary>
/// <param name="Write">The write.</param>
/// <param name="Reads">The reads, in source order.</param>
/// <param name="AwaitBetween">Whether an await lies between a read and the write on some path.</param>
/// <param name="Lock">What a lock held around both does for them.</param>
internal sealed record ReadModifyWriteRelation(SessionAccess Write, ImmutableArray<SessionAccess> Reads, bool AwaitBetween, LockUse Lock);

internal enum LockUse
{
    /// <summary>No lock is held around the read and the write.</summary>
    None,

    /// <summary>A lock is held, but the session is loaded before it or committed after it: another request's update is still lost.</summary>
    Ineffective,

    /// <summary>A lock is held and the session is loaded and committed inside it.</summary>
    Exclusive,
}
