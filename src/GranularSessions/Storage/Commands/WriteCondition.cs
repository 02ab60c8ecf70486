namespace GranularSessions.Storage;

/// <summary>What must hold for a write: anything, absence, or a version. Versions are positive.</summary>
public readonly record struct WriteCondition
{
    private readonly long? _expectedVersion;

    private WriteCondition(long expectedVersion) => _expectedVersion = expectedVersion;

    /// <summary>The version that must be there, 0 for absence, null for anything.</summary>
    public long? ExpectedVersion => _expectedVersion;

    /// <summary>Whether the write may happen where there is nothing.</summary>
    public bool AllowsAbsent => _expectedVersion is null or VersionedValue<int>.Absent;

    /// <summary>Whether the write may happen.</summary>
    /// <param name="currentVersion">The version that is there, 0 for none.</param>
    public bool HoldsFor(long currentVersion) => _expectedVersion is null || _expectedVersion == currentVersion;

    internal static WriteCondition None => default;

    internal static WriteCondition IfAbsent => new(VersionedValue<int>.Absent);

    internal static WriteCondition IfVersion(long version) => new(version);
}
