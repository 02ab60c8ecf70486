using System.Diagnostics.CodeAnalysis;

namespace GranularSessions;

/// <summary>A value as it was read, with the version that a later conditional write compares.</summary>
/// <typeparam name="T">The value's type.</typeparam>
public readonly struct VersionedValue<T>
    where T : notnull
{
    internal VersionedValue(T value, long version)
    {
        Value = value;
        Version = version;
    }

    /// <summary>Whether there is a value.</summary>
    [MemberNotNullWhen(true, nameof(Value))]
    public bool Exists => Version != Absent;

    /// <summary>The value; the type's default when there is none.</summary>
    public T? Value { get; }

    /// <summary>The version, 0 when there is no value. Every write gives a value a version that it never had before.</summary>
    public long Version { get; }

    internal const long Absent = 0;
}
