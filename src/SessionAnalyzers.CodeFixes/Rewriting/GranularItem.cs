using Microsoft.CodeAnalysis;

namespace SessionAnalyzers.Rewriting;

/// <summary>The kinds of item that a key can become.</summary>
internal enum ItemKind
{
    Counter,
    List,
    Set,
    Map,
    Value,
}

/// <summary>The item that a key becomes.</summary>
/// <param name="Kind">Its kind.</param>
/// <param name="Element">The type of a collection's elements or a map's fields, or of the value.</param>
internal sealed record GranularItem(ItemKind Kind, ITypeSymbol Element)
{
    /// <summary>The kinds to try, the most specific first: each holds only if every access of the key fits it.</summary>
    public static IEnumerable<GranularItem> For(ITypeSymbol type, Serialization serialization)
    {
        if (serialization == Serialization.Int32)
        {
            yield return new GranularItem(ItemKind.Counter, type);
        }

        if (serialization is Serialization.SystemTextJson or Serialization.NewtonsoftJson
            && type is INamedTypeSymbol { IsGenericType: true } collection
            && collection.ContainingNamespace.ToDisplayString() == "System.Collections.Generic")
        {
            switch (collection.Name)
            {
                case "List":
                    yield return new GranularItem(ItemKind.List, collection.TypeArguments[0]);
                    break;
                case "HashSet":
                    yield return new GranularItem(ItemKind.Set, collection.TypeArguments[0]);
                    break;
                case "Dictionary" when collection.TypeArguments[0].SpecialType == SpecialType.System_String:
                    yield return new GranularItem(ItemKind.Map, collection.TypeArguments[1]);
                    break;
            }
        }

        yield return new GranularItem(ItemKind.Value, type);
    }

    /// <summary>Whether two elements are equal exactly when their JSON is.</summary>
    public bool ElementsCompareAsJson =>
        Element.TypeKind == TypeKind.Enum
        || Element.SpecialType is SpecialType.System_Boolean or SpecialType.System_String or SpecialType.System_Byte or SpecialType.System_Int16 or SpecialType.System_Int32 or SpecialType.System_Int64
        || Element is { Name: "Guid", ContainingNamespace.Name: "System" };
}
