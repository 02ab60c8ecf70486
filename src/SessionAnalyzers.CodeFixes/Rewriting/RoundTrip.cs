using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace SessionAnalyzers.Rewriting;

/// <summary>
/// Whether Newtonsoft.Json and System.Text.Json, which GranularSessions uses, keep the same of a type. Only types whose
/// state is in settable public properties of plain types qualify; anything that one of them treats in its own way does not.
/// </summary>
internal static class RoundTrip
{
    public static bool IsSame(ITypeSymbol type) => IsSame(type, ImmutableHashSet.Create<ITypeSymbol>(SymbolEqualityComparer.Default));

    private static bool IsSame(ITypeSymbol type, ImmutableHashSet<ITypeSymbol> within)
    {
        if (type is IArrayTypeSymbol { Rank: 1 } array)
        {
            return array.ElementType.SpecialType != SpecialType.System_Byte && IsSame(array.ElementType, within);
        }

        if (type is not INamedTypeSymbol named || within.Contains(type))
        {
            return false;
        }

        if (IsPlain(named))
        {
            return true;
        }

        if (named.OriginalDefinition.SpecialType == SpecialType.System_Nullable_T)
        {
            return IsSame(named.TypeArguments[0], within);
        }

        if (named.ContainingNamespace.ToDisplayString() == "System.Collections.Generic")
        {
            return named.Name switch
            {
                "List" or "HashSet" => IsSame(named.TypeArguments[0], within),
                "Dictionary" => IsKey(named.TypeArguments[0]) && IsSame(named.TypeArguments[1], within),
                _ => false,
            };
        }

        return named is { TypeKind: TypeKind.Class, IsAbstract: false }
            && named.DeclaringSyntaxReferences.Length > 0
            && !HasSerializationAttribute(named)
            && named.BaseType?.SpecialType == SpecialType.System_Object
            && named.InstanceConstructors.Any(static c => c.Parameters.IsEmpty && c.DeclaredAccessibility == Accessibility.Public)
            && !named.AllInterfaces.Any(static i => i.SpecialType == SpecialType.System_Collections_IEnumerable)
            && named.GetMembers().All(m => IsSameMember(m, within.Add(type)));
    }

    private static bool IsSameMember(ISymbol member, ImmutableHashSet<ITypeSymbol> within) => member switch
    {
        { IsStatic: true } => true,
        IFieldSymbol field => field.AssociatedSymbol is not null || field.DeclaredAccessibility != Accessibility.Public,
        IPropertySymbol { IsIndexer: true } => true,
        IPropertySymbol { DeclaredAccessibility: Accessibility.Public } property => !HasSerializationAttribute(property)
            && (property.SetMethod is { DeclaredAccessibility: Accessibility.Public } && IsSame(property.Type, within)
                // Written and never read back by either; but Newtonsoft.Json fills a collection that is there.
                || property.SetMethod is null && property.Type is INamedTypeSymbol computed && IsPlain(computed)),
        IPropertySymbol property => !HasSerializationAttribute(property),
        _ => true,
    };

    private static bool IsPlain(INamedTypeSymbol type) =>
        type.TypeKind == TypeKind.Enum
        || type.SpecialType is SpecialType.System_Boolean or SpecialType.System_String or SpecialType.System_Int16 or SpecialType.System_Int32
            or SpecialType.System_Int64 or SpecialType.System_Byte or SpecialType.System_SByte or SpecialType.System_UInt16 or SpecialType.System_UInt32
            or SpecialType.System_UInt64 or SpecialType.System_Decimal or SpecialType.System_DateTime
        || type is { Name: "Guid" or "DateTimeOffset", ContainingNamespace.Name: "System" };

    private static bool IsKey(ITypeSymbol type) =>
        type.SpecialType is SpecialType.System_String or SpecialType.System_Int32 or SpecialType.System_Int64 || type is { Name: "Guid", ContainingNamespace.Name: "System" };

    private static bool HasSerializationAttribute(ISymbol symbol) => symbol.GetAttributes().Any(static a =>
        a.AttributeClass?.ContainingNamespace.ToDisplayString() is { } n
        && (n.StartsWith("Newtonsoft.Json", StringComparison.Ordinal) || n.StartsWith("System.Text.Json", StringComparison.Ordinal) || n == "System.Runtime.Serialization"));
}
