using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace SessionAnalyzers.Rewriting;

/// <summary>Turns a property that only has a getter into an async method of the same name.</summary>
internal static class PropertyAsync
{
    /// <summary>A property that others may find by reflection, bind to or override stays one.</summary>
    public static Blocker? WhyNot(IPropertySymbol property, PropertyDeclarationSyntax declaration)
    {
        bool isHidden = property.DeclaredAccessibility is Accessibility.Private or Accessibility.Protected or Accessibility.ProtectedAndInternal or Accessibility.Internal;
        bool isAlone = !property.IsAbstract && !property.IsVirtual && !property.IsOverride && !property.IsPartialDefinition
            && property.ExplicitInterfaceImplementations.IsEmpty && property.RefKind == RefKind.None && declaration.AttributeLists.Count == 0
            && declaration.AccessorList is not { Accessors: [{ AttributeLists.Count: > 0 }, ..] };
        bool implements = property.ContainingType.AllInterfaces
            .SelectMany(static i => i.GetMembers())
            .Any(m => SymbolEqualityComparer.Default.Equals(property.ContainingType.FindImplementationForInterfaceMember(m), property));
        return !isHidden || !isAlone || implements ? Blocker.At(declaration, "a property that is visible to others, or part of a hierarchy, cannot become a method")
            : HasCommentAroundGetter(declaration) ? Blocker.At(declaration, "a comment would be lost")
            : null;
    }

    /// <summary>Whether a comment stands in the accessor list, but not in what the method takes over of it.</summary>
    private static bool HasCommentAroundGetter(PropertyDeclarationSyntax declaration)
    {
        if (declaration.AccessorList is not { Accessors: [{ } getter, ..] } list)
        {
            return false;
        }

        TextSpan kept = getter.Body?.FullSpan ?? getter.ExpressionBody?.FullSpan ?? default;
        return list.DescendantTrivia().Any(t => !Trivia.IsBlank(t) && t.SpanStart < list.Span.End && !kept.Contains(t.Span));
    }

    public static MethodDeclarationSyntax ToMethod(PropertyDeclarationSyntax property, TypeSyntax task)
    {
        AccessorDeclarationSyntax? getter = property.AccessorList?.Accessors[0];
        ArrowExpressionClauseSyntax? expression = property.ExpressionBody ?? getter?.ExpressionBody;
        SyntaxToken async = SyntaxFactory.Token(SyntaxKind.AsyncKeyword).WithTrailingTrivia(SyntaxFactory.Space);
        SyntaxTriviaList leading = property.GetLeadingTrivia();
        PropertyDeclarationSyntax bare = property.WithoutLeadingTrivia();
        BlockSyntax? body = getter?.Body;
        if (body is not null)
        {
            // The getter's block takes the place of the accessor list, one level further out.
            string from = Indentation.Of(body);
            string to = from.StartsWith("\t", StringComparison.Ordinal) ? from.Substring(1) : from.Length >= 4 ? from.Substring(4) : from;
            body = (BlockSyntax)SyntaxFactory.ParseStatement(Indentation.Move(body, from, to));
        }

        return SyntaxFactory.MethodDeclaration(
                bare.AttributeLists,
                bare.Modifiers.Add(async),
                task.WithTriviaFrom(bare.Type),
                explicitInterfaceSpecifier: null,
                bare.Identifier.WithTrailingTrivia(),
                typeParameterList: null,
                SyntaxFactory.ParameterList().WithTrailingTrivia(bare.Identifier.TrailingTrivia),
                constraintClauses: default,
                body,
                expression,
                expression is null ? default : SyntaxFactory.Token(SyntaxKind.SemicolonToken))
            .WithLeadingTrivia(leading)
            .WithTrailingTrivia(property.GetTrailingTrivia());
    }
}
