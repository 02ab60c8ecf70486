using Microsoft.CodeAnalysis;

namespace SessionAnalyzers.Model;

/// <summary>What the JSON of a type begins with.</summary>
internal enum JsonShape
{
    Unknown,
    Object,
    Array,

    /// <summary>A number or a truth value.</summary>
    Number,

    /// <summary>A text in quotes.</summary>
    Text,
}

/// <summary>Tells which JSON a type has, as the serializers write it without settings.</summary>
internal static class JsonShapes
{
    /// <summary>Whether the JSON of one type is never that of the other, so that deserializing it throws.</summary>
    public static bool Differ(ITypeSymbol? written, ITypeSymbol? read)
    {
        var from = Of(written);
        var to = Of(read);

        // Newtonsoft.Json reads numbers from texts and texts from numbers.
        return from != JsonShape.Unknown && to != JsonShape.Unknown && from != to && (from < JsonShape.Number || to < JsonShape.Number);
    }

    public static JsonShape Of(ITypeSymbol? type)
    {
        switch (type)
        {
            case null or ITypeParameterSymbol or IDynamicTypeSymbol or IErrorTypeSymbol or { TypeKind: TypeKind.Enum } or { SpecialType: SpecialType.System_Object }:
                return JsonShape.Unknown;
            case INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T, TypeArguments: [var value] }:
                return Of(value);
            case IArrayTypeSymbol { ElementType.SpecialType: SpecialType.System_Byte }:
                return JsonShape.Text;
            case IArrayTypeSymbol:
                return JsonShape.Array;
            case { SpecialType: SpecialType.System_String or SpecialType.System_Char or SpecialType.System_DateTime } or { Name: "Guid" or "DateTimeOffset" or "DateOnly" or "TimeOnly" or "TimeSpan" or "Uri", ContainingNamespace.Name: "System" }:
                return JsonShape.Text;
            case { SpecialType: >= SpecialType.System_Boolean and <= SpecialType.System_Double }:
                return JsonShape.Number;
        }

        if (type.GetAttributes().Any(static attribute => attribute.AttributeClass?.Name.Contains("Converter") == true)
            || type.ContainingNamespace?.ToDisplayString() is { } space && (space.StartsWith("System.Text.Json", StringComparison.Ordinal) || space.StartsWith("Newtonsoft.Json", StringComparison.Ordinal)))
        {
            return JsonShape.Unknown;
        }

        var implemented = type.AllInterfaces;
        return Is(type, "IDictionary", "IReadOnlyDictionary") || implemented.Any(static face => Is(face, "IDictionary", "IReadOnlyDictionary")) ? JsonShape.Object
            : Is(type, "IEnumerable") || implemented.Any(static face => Is(face, "IEnumerable")) ? JsonShape.Array
            : type.TypeKind is TypeKind.Class && !type.IsAbstract && type.ContainingNamespace?.Name != "System" || type is { TypeKind: TypeKind.Struct } && type.DeclaringSyntaxReferences.Length > 0 ? JsonShape.Object
            : JsonShape.Unknown;
    }

    private static bool Is(ITypeSymbol type, params string[] names)
        => names.Contains(type.Name) && type.ContainingNamespace?.ToDisplayString() is "System.Collections" or "System.Collections.Generic";
}
