using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace SessionAnalyzers.Rewriting;

/// <summary>How code uses local variables.</summary>
internal sealed class Usage(SemanticModel semanticModel, CancellationToken cancellationToken)
{
    public IEnumerable<IdentifierNameSyntax> References(SyntaxNode node, ISymbol symbol) =>
        node.DescendantNodesAndSelf()
            .OfType<IdentifierNameSyntax>()
            .Where(n => n.Identifier.ValueText == symbol.Name && SymbolEqualityComparer.Default.Equals(semanticModel.GetSymbolInfo(n, cancellationToken).Symbol, symbol));

    public bool Mentions(SyntaxNode node, IEnumerable<ISymbol> symbols) => symbols.Any(s => References(node, s).Any());

    /// <summary>The locals that a statement declares, nested blocks and lambdas included.</summary>
    public IEnumerable<ISymbol> Declared(SyntaxNode node) =>
        node.DescendantNodesAndSelf()
            .Where(static n => n is VariableDeclaratorSyntax or SingleVariableDesignationSyntax or ForEachStatementSyntax)
            .Select(n => semanticModel.GetDeclaredSymbol(n, cancellationToken))
            .OfType<ILocalSymbol>();

    /// <summary>
    /// Adds to <paramref name="derived"/> the locals that the nodes compute from those already in it.
    /// </summary>
    public void AddDerived(IEnumerable<SyntaxNode> nodes, ISet<ISymbol> derived)
    {
        IReadOnlyList<SyntaxNode> all = [.. nodes];
        int count;
        do
        {
            count = derived.Count;
            foreach (SyntaxNode node in all.SelectMany(static n => n.DescendantNodesAndSelf()))
            {
                switch (node)
                {
                    case VariableDeclaratorSyntax { Initializer: { } initializer } declarator when Mentions(initializer, derived):
                        Add(declarator);
                        break;
                    case AssignmentExpressionSyntax { Left: IdentifierNameSyntax target } assignment when Mentions(assignment.Right, derived)
                        && semanticModel.GetSymbolInfo(target, cancellationToken).Symbol is ILocalSymbol local:
                        derived.Add(local);
                        break;
                    case ForEachStatementSyntax loop when Mentions(loop.Expression, derived):
                        Add(loop);
                        break;
                    case SingleVariableDesignationSyntax designation when designation.FirstAncestorOrSelf<StatementSyntax>() is { } statement && Mentions(statement, derived):
                        Add(designation);
                        break;
                }
            }
        }
        while (derived.Count > count);

        void Add(SyntaxNode declaration)
        {
            if (semanticModel.GetDeclaredSymbol(declaration, cancellationToken) is ILocalSymbol local)
            {
                derived.Add(local);
            }
        }
    }

    /// <summary>Whether nothing that the node does to these variables can change them or what they refer to.</summary>
    public bool OnlyLooks(SyntaxNode node, IEnumerable<ISymbol> symbols) => symbols.SelectMany(s => References(node, s)).All(Looks);

    public bool Assigns(SyntaxNode node, ISymbol symbol) => References(node, symbol).Any(IsAssigned);

    private bool Looks(IdentifierNameSyntax reference)
    {
        if (IsAssigned(reference))
        {
            return false;
        }

        ITypeSymbol? type = semanticModel.GetTypeInfo(reference, cancellationToken).Type;
        if (type is null or { IsValueType: true } or { SpecialType: SpecialType.System_String })
        {
            return true;
        }

        // Follow the members that are read; what is assigned or called at the end decides.
        SyntaxNode current = reference;
        while (true)
        {
            switch (current.Parent)
            {
                case MemberAccessExpressionSyntax access when access.Expression == current:
                    current = access;
                    break;
                case ConditionalAccessExpressionSyntax access when access.Expression == current:
                    return access.WhenNotNull is MemberBindingExpressionSyntax && !IsAssigned(access);
                case PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.SuppressNullableWarningExpression } suppressed:
                    current = suppressed;
                    break;
                case ParenthesizedExpressionSyntax parenthesized:
                    current = parenthesized;
                    break;
                case InvocationExpressionSyntax call when call.Expression == current:
                    return semanticModel.GetSymbolInfo(call, cancellationToken).Symbol is IMethodSymbol method && IsLooking(method);
                case BinaryExpressionSyntax or IsPatternExpressionSyntax:
                    return true;
                default:
                    return current != reference && IsPlain(current) && !IsAssigned(current);
            }
        }
    }

    private bool IsPlain(SyntaxNode node) =>
        semanticModel.GetTypeInfo(node, cancellationToken).Type is { IsValueType: true } or { SpecialType: SpecialType.System_String };

    private static bool IsLooking(IMethodSymbol method) =>
        method.ContainingType is { Name: "Enumerable", ContainingNamespace.Name: "Linq" } && method.Name is "Any" or "Count" or "Sum" or "Contains" or "Max" or "Min" or "Average" or "All"
        || method.ContainingType?.ContainingNamespace?.ToDisplayString() == "System.Collections.Generic"
            && method.Name is "Contains" or "ContainsKey" or "IndexOf" or "Exists" or "FindIndex" or "TryGetValue";

    private static bool IsAssigned(SyntaxNode node) => node.Parent switch
    {
        AssignmentExpressionSyntax assignment => assignment.Left == node,
        PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.PreIncrementExpression or (int)SyntaxKind.PreDecrementExpression } => true,
        PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.PostIncrementExpression or (int)SyntaxKind.PostDecrementExpression } => true,
        ArgumentSyntax argument => !argument.RefKindKeyword.IsKind(SyntaxKind.None),
        _ => false,
    };
}
