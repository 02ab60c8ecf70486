using Microsoft.CodeAnalysis;

namespace SessionAnalyzers.Rewriting;

/// <summary>Brings types into scope where code that names them is written.</summary>
internal static class TypeNames
{
    /// <summary>Adds a using directive where a type cannot be named by its name alone.</summary>
    public static void Use(DocumentEdits edits, SemanticModel semanticModel, int position, string @namespace, string name)
    {
        if (!semanticModel.LookupNamespacesAndTypes(position, name: name).Any())
        {
            edits.AddUsing(@namespace);
        }
    }
}
