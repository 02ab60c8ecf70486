using Microsoft.CodeAnalysis;

namespace SessionAnalyzers.Model;

internal static class BaseTypes
{
    /// <summary>The types that a type derives from, the nearest first.</summary>
    public static IEnumerable<INamedTypeSymbol> Of(INamedTypeSymbol type)
    {
        for (var ancestor = type.BaseType; ancestor is not null; ancestor = ancestor.BaseType)
        {
            yield return ancestor;
        }
    }

    /// <summary>Whether a type derives from one with such a name.</summary>
    public static bool Include(INamedTypeSymbol type, params string[] names) => Of(type).Any(ancestor => names.Contains(ancestor.Name));
}
