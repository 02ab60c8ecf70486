using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using SessionAnalyzers.Model;

namespace SessionAnalyzers.Rewriting;

/// <summary>
/// Whether others compile against a member, so that its signature must stay. A workspace does not show whether a
/// project is packed, so the project has to say it: a library with a PublicAPI.Shipped.txt, with
/// <c>GeneratePackageOnBuild</c>, or with <c>sessionanalyzers.general.public_api = fixed</c> in its .editorconfig.
/// </summary>
internal static class PublicApi
{
    public static bool IsFixed(ISymbol member, Project project)
    {
        if (project.CompilationOptions?.OutputKind != OutputKind.DynamicallyLinkedLibrary || !IsVisible(member))
        {
            return false;
        }

        if (project.AdditionalDocuments.Any(static d => d.Name is "PublicAPI.Shipped.txt"))
        {
            return true;
        }

        AnalyzerConfigOptionsProvider options = project.AnalyzerOptions.AnalyzerConfigOptionsProvider;
        var configuration = new ProjectConfiguration(options);
        return Has(options.GlobalOptions, "build_property.GeneratePackageOnBuild", "true")
            || member.DeclaringSyntaxReferences.Any(r => configuration.Get(ConfigurationOptions.PublicApiIsFixed, r.SyntaxTree));
    }

    private static bool Has(AnalyzerConfigOptions options, string key, string value) =>
        options.TryGetValue(key, out string? found) && string.Equals(found, value, StringComparison.OrdinalIgnoreCase);

    private static bool IsVisible(ISymbol member)
    {
        for (ISymbol? symbol = member; symbol is not null and not INamespaceSymbol; symbol = symbol.ContainingSymbol)
        {
            if (symbol.DeclaredAccessibility is not (Accessibility.Public or Accessibility.Protected or Accessibility.ProtectedOrInternal))
            {
                return false;
            }
        }

        return true;
    }
}
