using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SessionAnalyzers.Model;

namespace SessionAnalyzers.Rewriting;

/// <summary>Whether a method may change to return a task, under the name that it has.</summary>
internal static class Convertible
{
    public static async Task<Blocker?> WhyNotAsync(IMethodSymbol method, SyntaxNode declaration, Document document, CancellationToken cancellationToken)
    {
        if (method.MethodKind is not (MethodKind.Ordinary or MethodKind.LocalFunction or MethodKind.ExplicitInterfaceImplementation))
        {
            return Blocker.At(declaration, "only methods, local functions and lambdas can be async");
        }

        if (declaration is not (MethodDeclarationSyntax or LocalFunctionStatementSyntax))
        {
            return Blocker.At(declaration, "the declaration is of another kind");
        }

        if (method.Parameters.Any(static p => p.RefKind != RefKind.None || p.Type.IsRefLikeType))
        {
            return Blocker.At(declaration, "a method with ref, out or in parameters cannot be async");
        }

        if (method.ReturnsByRef || method.ReturnsByRefReadonly || method.ReturnType.IsRefLikeType || method.ReturnType.TypeKind == TypeKind.Pointer)
        {
            return Blocker.At(declaration, "what it returns cannot be the result of a task");
        }

        if (method.IsExtern || method.PartialDefinitionPart is not null || method.PartialImplementationPart is not null)
        {
            return Blocker.At(declaration, "an extern or partial method cannot be async");
        }

        if (EnclosingFunction.Body(declaration) is { } body && EnclosingFunction.OwnNodes(body).Any(static n => n is YieldStatementSyntax))
        {
            return Blocker.At(declaration, "an iterator cannot be async");
        }

        if (declaration.AncestorsAndSelf().OfType<MemberDeclarationSyntax>().Any(static m => m.Modifiers.Any(SyntaxKind.UnsafeKeyword)))
        {
            return Blocker.At(declaration, "an unsafe context cannot contain an await");
        }

        if (method.GetAttributes().Any(IsSynchronous))
        {
            return Blocker.At(declaration, "an attribute requires the method to be synchronous");
        }

        if (TaskTypes.IsTask(method.ReturnType))
        {
            return null;
        }

        if (IsCalledByConvention(method))
        {
            return Blocker.At(declaration, "the host calls the method by convention and awaits nothing");
        }

        if (PublicApi.IsFixed(method, document.Project))
        {
            return Blocker.At(declaration, "the method is public API of a package");
        }

        return method.MethodKind is not MethodKind.LocalFunction
            && method.DeclaredAccessibility is not Accessibility.Private
            && !BaseTypes.Include(method.ContainingType, "ControllerBase")
            && await RazorFiles.CallAsync(document.Project, method.Name, cancellationToken).ConfigureAwait(false)
            ? Blocker.At(declaration, "a view or page calls the method")
            : null;
    }

    private static bool IsSynchronous(AttributeData attribute) =>
        attribute.AttributeClass is { Name: "MethodImplAttribute" or "UnmanagedCallersOnlyAttribute" or "ModuleInitializerAttribute" or "ConditionalAttribute" };

    private static bool IsCalledByConvention(IMethodSymbol method)
    {
        if (method.Name is "Invoke" && method.Parameters.FirstOrDefault()?.Type.Name != "HttpContext")
        {
            // A view component; found by its name or its attribute too, so its base says nothing.
            return method.ContainingType is { } type
                && (type.Name.EndsWith("ViewComponent", StringComparison.OrdinalIgnoreCase)
                    || type.GetAttributes().Any(static a => a.AttributeClass?.Name == "ViewComponentAttribute")
                    || BaseTypes.Include(type, "ViewComponent"));
        }

        return method.Name.StartsWith("Configure", StringComparison.Ordinal)
            && method.Parameters.Any(static p => p.Type.Name is "IApplicationBuilder" or "IServiceCollection" or "ContainerBuilder");
    }
}
