using System.Diagnostics.CodeAnalysis;

namespace GranularSessions;

/// <summary>What a conditional update of a map's field did.</summary>
/// <typeparam name="T">The field's type.</typeparam>
public readonly struct MapUpdate<T>
    where T : notnull
{
    internal MapUpdate(T value)
    {
        Applied = true;
        Value = value;
    }

    /// <summary>Whether the field was present and has been updated.</summary>
    [MemberNotNullWhen(true, nameof(Value))]
    public bool Applied { get; }

    /// <summary>The new value when applied; else the type's default.</summary>
    public T? Value { get; }
}
