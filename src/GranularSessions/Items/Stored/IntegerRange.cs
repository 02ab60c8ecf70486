namespace GranularSessions.Items.Stored;

internal static class IntegerRange
{
    /// <summary>What an integer type can hold of the 64 signed bits that stores count with.</summary>
    /// <exception cref="NotSupportedException">The type is no integer type of at most 64 bits.</exception>
    public static (long Min, long Max) Of(Type type) => type.IsEnum ? throw NotAnInteger(type) : Type.GetTypeCode(type) switch
    {
        TypeCode.SByte => (sbyte.MinValue, sbyte.MaxValue),
        TypeCode.Byte => (byte.MinValue, byte.MaxValue),
        TypeCode.Int16 => (short.MinValue, short.MaxValue),
        TypeCode.UInt16 => (ushort.MinValue, ushort.MaxValue),
        TypeCode.Int32 => (int.MinValue, int.MaxValue),
        TypeCode.UInt32 => (uint.MinValue, uint.MaxValue),
        TypeCode.Int64 => (long.MinValue, long.MaxValue),
        TypeCode.UInt64 => (0, long.MaxValue),
        _ => throw NotAnInteger(type),
    };

    private static NotSupportedException NotAnInteger(Type type)
        => new($"A map of '{type}' has no numeric fields; only integer types of at most 64 bits can be incremented.");
}
