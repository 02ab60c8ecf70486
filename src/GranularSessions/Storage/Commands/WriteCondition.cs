namespace GranularSessions.Storage;

/// <summary>What must hold for a write: anything, absence, or a version. Versions are positive.</summary>
internal readonly record struct WriteCondition
{
    private readonly long? _expectedVersion;

    private WriteCondition(long expectedVersion) => _expectedVersion = expectedVersion;

    public static WriteCondition None => default;

    public static WriteCondition IfAbsent => new(VersionedValue<int>.Absent);

    public static WriteCondition IfVersion(long version) => new(version);

    /// <summary>The version that must be there, 0 for absence, null for anything.</summary>
    public long? ExpectedVersion => _expectedVersion;

    public bool AllowsAbsent => _expectedVersion is null or VersionedValue<int>.Absent;

    public bool HoldsFor(long currentVersion) => _expectedVersion is null || _expectedVersion == currentVersion;
}
