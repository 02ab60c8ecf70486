using Microsoft.CodeAnalysis;

namespace SessionAnalyzers.Model;

/// <summary>How a session value is laid out in the bytes of its key.</summary>
internal enum SessionEncodingKind
{
    /// <summary>Bytes of which the code here does not tell what they are.</summary>
    Unknown,

    /// <summary>Text in UTF-8, which may be JSON.</summary>
    Text,

    /// <summary>A constant text that is no JSON.</summary>
    PlainText,

    /// <summary>JSON in UTF-8, of <see cref="SessionEncoding.Type"/>.</summary>
    Json,

    /// <summary>Four bytes, the highest first, as <c>SetInt32</c> writes them.</summary>
    Int32,

    /// <summary>The bytes of a number as <c>BitConverter</c> has them, of <see cref="SessionEncoding.Type"/>.</summary>
    NativeBytes,
}

/// <param name="Kind">The layout.</param>
/// <param name="Type">What is laid out so, where the kind says that there is such a type; null where it cannot be told.</param>
/// <param name="IsPresenceTest">For a read: whether the code only asks if there is a value.</param>
internal readonly record struct SessionEncoding(SessionEncodingKind Kind, ITypeSymbol? Type = null, bool IsPresenceTest = false)
{
    public static readonly SessionEncoding Unknown = new(SessionEncodingKind.Unknown);

    public bool IsText => Kind is SessionEncodingKind.Text or SessionEncodingKind.PlainText or SessionEncodingKind.Json;

    /// <summary>Whether what was written so cannot be read as <paramref name="read"/>: null, another value or an exception comes out.</summary>
    public bool Contradicts(SessionEncoding read) => (Kind, read.Kind) switch
    {
        (SessionEncodingKind.Unknown, _) or (_, SessionEncodingKind.Unknown) => false,
        (SessionEncodingKind.NativeBytes, SessionEncodingKind.Int32) => !read.IsPresenceTest || SizeOf(Type) is < sizeof(int),

        // GetInt32 finds nothing in fewer than four bytes, so that asking whether it is null says nothing of a text.
        (_, SessionEncodingKind.Int32) => Kind != SessionEncodingKind.Int32,
        _ when read.IsPresenceTest => false,
        (SessionEncodingKind.NativeBytes, SessionEncodingKind.NativeBytes) => SizeOf(Type) is { } size && SizeOf(read.Type) is { } readSize && size != readSize,
        (SessionEncodingKind.NativeBytes or SessionEncodingKind.Int32, _) or (_, SessionEncodingKind.NativeBytes) => true,
        (SessionEncodingKind.PlainText, SessionEncodingKind.Json) => true,
        (SessionEncodingKind.Json, SessionEncodingKind.Json) => JsonShapes.Differ(Type, read.Type),
        (SessionEncodingKind.Json, SessionEncodingKind.PlainText) => JsonShapes.Of(Type) == JsonShape.Text,
        _ => false,
    };

    /// <summary>The encoding as messages name it.</summary>
    public override string ToString() => Kind switch
    {
        SessionEncodingKind.Int32 => "an Int32",
        SessionEncodingKind.NativeBytes => Type is null ? "bytes of BitConverter" : $"the BitConverter bytes of {Type.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat)}",
        SessionEncodingKind.Json => Type is null ? "JSON" : $"JSON of {Type.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat)}",
        SessionEncodingKind.Text or SessionEncodingKind.PlainText => "text",
        _ => "bytes",
    };

    private static int? SizeOf(ITypeSymbol? type) => type?.SpecialType switch
    {
        SpecialType.System_Boolean => sizeof(bool),
        SpecialType.System_Char or SpecialType.System_Int16 or SpecialType.System_UInt16 => sizeof(short),
        SpecialType.System_Int32 or SpecialType.System_UInt32 or SpecialType.System_Single => sizeof(int),
        SpecialType.System_Int64 or SpecialType.System_UInt64 or SpecialType.System_Double => sizeof(long),
        _ => null,
    };
}
