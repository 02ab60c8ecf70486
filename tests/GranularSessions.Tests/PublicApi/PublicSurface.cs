using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace GranularSessions.Tests.PublicApi;

/// <summary>
/// What others can compile against in an assembly, one line a type and member, as Microsoft.CodeAnalysis.PublicApiAnalyzers
/// writes it: accessors instead of properties, without what the compiler adds to records.
/// </summary>
internal static class PublicSurface
{
    private static readonly SymbolDisplayFormat Format = new(
        globalNamespaceStyle: SymbolDisplayGlobalNamespaceStyle.OmittedAsContaining,
        typeQualificationStyle: SymbolDisplayTypeQualificationStyle.NameAndContainingTypesAndNamespaces,
        genericsOptions: SymbolDisplayGenericsOptions.IncludeTypeParameters,
        memberOptions: SymbolDisplayMemberOptions.IncludeParameters
            | SymbolDisplayMemberOptions.IncludeContainingType
            | SymbolDisplayMemberOptions.IncludeExplicitInterface
            | SymbolDisplayMemberOptions.IncludeModifiers
            | SymbolDisplayMemberOptions.IncludeConstantValue,
        parameterOptions: SymbolDisplayParameterOptions.IncludeExtensionThis
            | SymbolDisplayParameterOptions.IncludeParamsRefOut
            | SymbolDisplayParameterOptions.IncludeType
            | SymbolDisplayParameterOptions.IncludeName
            | SymbolDisplayParameterOptions.IncludeDefaultValue,
        propertyStyle: SymbolDisplayPropertyStyle.ShowReadWriteDescriptor,
        miscellaneousOptions: SymbolDisplayMiscellaneousOptions.UseSpecialTypes
            | SymbolDisplayMiscellaneousOptions.IncludeNullableReferenceTypeModifier
            | SymbolDisplayMiscellaneousOptions.IncludeNotNullableReferenceTypeModifier);

    private static readonly Lazy<CSharpCompilation> Everything = new(() => CSharpCompilation.Create(
        "Consumer",
        references: ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Select(path => MetadataReference.CreateFromFile(path))));

    /// <summary>The lines of an assembly that the tests run on, in ordinal order.</summary>
    public static IReadOnlyList<string> Of(string assembly)
    {
        IAssemblySymbol symbol = Everything.Value.References
            .Select(Everything.Value.GetAssemblyOrModuleSymbol)
            .OfType<IAssemblySymbol>()
            .Single(candidate => candidate.Name == assembly);
        return [.. Types(symbol.GlobalNamespace).SelectMany(Lines).Order(StringComparer.Ordinal)];
    }

    private static IEnumerable<INamedTypeSymbol> Types(INamespaceOrTypeSymbol container)
        => container.GetMembers().OfType<INamespaceOrTypeSymbol>().SelectMany(member => member is INamedTypeSymbol type ? Types(type).Prepend(type) : Types(member));

    private static IEnumerable<string> Lines(INamedTypeSymbol type)
        => IsVisible(type) ? type.GetMembers().Where(IsTracked).Select(Line).Prepend(Line(type)) : [];

    private static bool IsTracked(ISymbol member) => IsVisible(member) && member switch
    {
        IFieldSymbol or IEventSymbol => true,
        IMethodSymbol { MethodKind: MethodKind.PropertyGet or MethodKind.PropertySet, AssociatedSymbol: { } property } => property.Name != "EqualityContract",
        IMethodSymbol { MethodKind: MethodKind.Constructor } constructor => constructor.ContainingType.TypeKind is TypeKind.Class or TypeKind.Struct && !IsGenerated(constructor),
        IMethodSymbol { MethodKind: MethodKind.EventAdd or MethodKind.EventRemove } => false,
        IMethodSymbol method => !IsGenerated(method),
        _ => false,
    };

    /// <summary>Whether another assembly can name the symbol: protected members only where it can derive from their type.</summary>
    private static bool IsVisible(ISymbol symbol) => symbol.DeclaredAccessibility switch
    {
        Accessibility.Public => symbol.ContainingType is null || IsVisible(symbol.ContainingType),
        Accessibility.Protected or Accessibility.ProtectedOrInternal => IsVisible(symbol.ContainingType) && CanBeDerivedFrom(symbol.ContainingType),
        _ => false,
    };

    private static bool CanBeDerivedFrom(INamedTypeSymbol type)
        => !type.IsSealed && type.InstanceConstructors.Any(constructor => constructor.DeclaredAccessibility is Accessibility.Public or Accessibility.Protected or Accessibility.ProtectedOrInternal);

    /// <summary>Whether the compiler wrote it, as it does for records.</summary>
    private static bool IsGenerated(IMethodSymbol method)
        => method.GetAttributes().Any(attribute => attribute.AttributeClass?.Name == "CompilerGeneratedAttribute");

    private static string Line(ISymbol symbol)
    {
        ITypeSymbol? result = symbol switch
        {
            IMethodSymbol method => method.ReturnType,
            IEventSymbol @event => @event.Type,
            IFieldSymbol field => field.Type,
            _ => null,
        };
        return result is null ? symbol.ToDisplayString(Format) : $"{symbol.ToDisplayString(Format)} -> {result.ToDisplayString(Format)}";
    }
}
