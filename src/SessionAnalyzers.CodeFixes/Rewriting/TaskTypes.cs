using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace SessionAnalyzers.Rewriting;

/// <summary>Recognises and writes Task and ValueTask.</summary>
internal static class TaskTypes
{
    private const string Namespace = "System.Threading.Tasks";

    public static bool IsTask(ITypeSymbol type) =>
        type is INamedTypeSymbol { Name: "Task" or "ValueTask", ContainingNamespace: { } @namespace } && @namespace.ToDisplayString() == Namespace;

    public static bool HasResult(ITypeSymbol task) => task is INamedTypeSymbol { IsGenericType: true };

    /// <summary>
    /// Writes Task, or Task of <paramref name="result"/>, as it binds at <paramref name="position"/>:
    /// by its simple name where that is, or with a using can be, unambiguous.
    /// </summary>
    public static TypeSyntax Write(DocumentEdits edits, SemanticModel semanticModel, int position, TypeSyntax? result)
    {
        string name = Name(edits, semanticModel, position, arity: result is null ? 0 : 1);
        return result is null
            ? SyntaxFactory.ParseTypeName(name)
            : SyntaxFactory.ParseTypeName($"{name}<{result.WithoutTrivia().ToFullString()}>");
    }

    public static string Name(DocumentEdits edits, SemanticModel semanticModel, int position, int arity = 0)
    {
        IEnumerable<INamedTypeSymbol> visible = semanticModel.LookupNamespacesAndTypes(position, name: "Task").OfType<INamedTypeSymbol>().Where(t => t.Arity == arity);
        bool taken = false;
        foreach (INamedTypeSymbol type in visible)
        {
            if (IsTask(type))
            {
                return "Task";
            }

            taken = true;
        }

        if (taken)
        {
            return Namespace + ".Task";
        }

        edits.AddUsing(Namespace);
        return "Task";
    }
}
