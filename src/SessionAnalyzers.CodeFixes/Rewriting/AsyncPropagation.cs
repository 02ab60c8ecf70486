using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FindSymbols;
using Microsoft.CodeAnalysis.Operations;

namespace SessionAnalyzers.Rewriting;

/// <summary>
/// Makes the functions around new awaits async and lets their callers await them, transitively over the solution.
/// Nothing is renamed. Either everything on the way can change, or a <see cref="Blocker"/> says what cannot.
/// </summary>
internal sealed class AsyncPropagation(SolutionEdits edits)
{
    private readonly HashSet<SyntaxNode> _functions = [];
    private readonly HashSet<ISymbol> _members = new(SymbolEqualityComparer.Default);
    private readonly Queue<(Document Document, SyntaxNode Function)> _pending = new();
    private readonly List<(Document Document, SyntaxNode Function, IMethodSymbol Member)> _converted = [];

    /// <summary>Locks that the action removes: an await may stand where one was.</summary>
    public HashSet<SyntaxNode> RemovedLocks { get; } = [];

    /// <summary>Says that an await will stand at <paramref name="node"/>.</summary>
    public async Task<Blocker?> AwaitAtAsync(Document document, SyntaxNode node, CancellationToken cancellationToken)
    {
        if (document is SourceGeneratedDocument)
        {
            return Blocker.At(node, "generated code cannot be edited");
        }

        SemanticModel semanticModel = (await document.GetSemanticModelAsync(cancellationToken).ConfigureAwait(false))!;
        if (AwaitContext.Forbids(node, semanticModel, RemovedLocks, cancellationToken) is { } blocker)
        {
            return blocker;
        }

        SyntaxNode function = EnclosingFunction.Of(node)!;
        if (_functions.Add(function))
        {
            _pending.Enqueue((document, function));
        }

        return null;
    }

    /// <summary>Follows the callers of everything that became async. Call once, after the last <see cref="AwaitAtAsync"/>.</summary>
    public async Task<Blocker?> CompleteAsync(CancellationToken cancellationToken)
    {
        while (_pending.Count > 0)
        {
            (Document document, SyntaxNode function) = _pending.Dequeue();
            if (await MakeAsyncAsync(document, function, cancellationToken).ConfigureAwait(false) is { } blocker)
            {
                return blocker;
            }
        }

        // Only now is it known which implementations of a member await something.
        foreach ((Document document, SyntaxNode function, IMethodSymbol member) in _converted)
        {
            SemanticModel semanticModel = (await document.GetSemanticModelAsync(cancellationToken).ConfigureAwait(false))!;
            if (MemberAsync.Convert(edits.In(document), function, member, _functions.Contains(function), semanticModel) is { } blocker)
            {
                return blocker;
            }
        }

        return null;
    }

    private async Task<Blocker?> MakeAsyncAsync(Document document, SyntaxNode function, CancellationToken cancellationToken)
    {
        if (EnclosingFunction.IsAsync(function))
        {
            return null;
        }

        SemanticModel semanticModel = (await document.GetSemanticModelAsync(cancellationToken).ConfigureAwait(false))!;
        if (function is AnonymousFunctionExpressionSyntax lambda)
        {
            return LambdaAsync.Convert(edits.In(document), lambda, semanticModel, cancellationToken);
        }

        if (function is PropertyDeclarationSyntax property)
        {
            return await MakeMethodAsync(document, property, semanticModel, cancellationToken).ConfigureAwait(false);
        }

        return semanticModel.GetDeclaredSymbol(function, cancellationToken) is IMethodSymbol method
            ? await MakeMemberAsync(method, cancellationToken).ConfigureAwait(false)
            : Blocker.At(function, "the enclosing function does not bind");
    }

    /// <summary>A property cannot await; where all its uses can call it, it becomes a method of the same name.</summary>
    private async Task<Blocker?> MakeMethodAsync(Document document, PropertyDeclarationSyntax declaration, SemanticModel semanticModel, CancellationToken cancellationToken)
    {
        if (semanticModel.GetDeclaredSymbol(declaration, cancellationToken) is not { } property)
        {
            return Blocker.At(declaration, "the property does not bind");
        }

        if (PropertyAsync.WhyNot(property, declaration) is { } blocker)
        {
            return blocker;
        }

        foreach (ReferenceLocation reference in (await SymbolFinder.FindReferencesAsync(property, edits.Original, cancellationToken).ConfigureAwait(false)).SelectMany(static r => r.Locations))
        {
            SyntaxNode root = (await reference.Document.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false))!;
            SyntaxNode node = root.FindNode(reference.Location.SourceSpan, findInsideTrivia: true, getInnermostNodeForTie: true);
            if (node.IsPartOfStructuredTrivia())
            {
                continue;
            }

            SemanticModel referencing = (await reference.Document.GetSemanticModelAsync(cancellationToken).ConfigureAwait(false))!;
            if (IsNameOf(node, referencing, cancellationToken))
            {
                continue;
            }

            if (node is not IdentifierNameSyntax || referencing.GetOperation(Callee(node), cancellationToken) is not IPropertyReferenceOperation || node.Parent is NameColonSyntax or NameEqualsSyntax)
            {
                return Blocker.At(node, $"'{property.Name}' is used as a property");
            }

            ExpressionSyntax use = Callee(node);
            if (await AwaitAtAsync(reference.Document, use, cancellationToken).ConfigureAwait(false) is { } forbidden)
            {
                return forbidden;
            }

            edits.In(reference.Document).Rewrite(use, rewritten => Awaits.Await(
                SyntaxFactory.InvocationExpression((ExpressionSyntax)rewritten.WithoutTrivia()).WithTriviaFrom(rewritten), use));
        }

        DocumentEdits declaring = edits.In(document);
        TypeSyntax type = TaskTypes.Write(declaring, semanticModel, declaration.Type.SpanStart, declaration.Type);
        declaring.Rewrite(declaration, rewritten => PropertyAsync.ToMethod((PropertyDeclarationSyntax)rewritten, type));
        return null;
    }

    private async Task<Blocker?> MakeMemberAsync(IMethodSymbol method, CancellationToken cancellationToken)
    {
        if (!_members.Add(method.OriginalDefinition))
        {
            return null;
        }

        Solution solution = edits.Original;
        bool changesReturnType = !TaskTypes.IsTask(method.ReturnType);

        if (!changesReturnType)
        {
            // Callers already hold a task; only the body changes.
            return await ConvertDeclarationAsync(method, cancellationToken).ConfigureAwait(false);
        }

        IEnumerable<ReferencedSymbol> references = await SymbolFinder.FindReferencesAsync(method, solution, cancellationToken).ConfigureAwait(false);
        IReadOnlyList<ReferencedSymbol> found = [.. references];
        IEnumerable<IMethodSymbol> family = found
            .Select(static r => r.Definition)
            .OfType<IMethodSymbol>()
            .Concat(Hierarchy(method))
            .Concat([method])
            .Distinct<IMethodSymbol>(SymbolEqualityComparer.Default);
        foreach (IMethodSymbol member in family)
        {
            _members.Add(member.OriginalDefinition);
            if (await ConvertDeclarationAsync(member, cancellationToken).ConfigureAwait(false) is { } blocker)
            {
                return blocker;
            }
        }

        foreach (ReferenceLocation reference in found.SelectMany(static r => r.Locations))
        {
            if (await AwaitReferenceAsync(method, reference, cancellationToken).ConfigureAwait(false) is { } blocker)
            {
                return blocker;
            }
        }

        return null;
    }

    /// <summary>What a member overrides or implements directly; the reference search does not always list metadata.</summary>
    private static IEnumerable<IMethodSymbol> Hierarchy(IMethodSymbol method)
    {
        for (IMethodSymbol? overridden = method.OverriddenMethod; overridden is not null; overridden = overridden.OverriddenMethod)
        {
            yield return overridden;
        }

        if (method.ContainingType is null || method.MethodKind is MethodKind.LocalFunction)
        {
            yield break;
        }

        foreach (INamedTypeSymbol @interface in method.ContainingType.AllInterfaces)
        {
            foreach (IMethodSymbol member in @interface.GetMembers().OfType<IMethodSymbol>())
            {
                if (SymbolEqualityComparer.Default.Equals(method.ContainingType.FindImplementationForInterfaceMember(member), method))
                {
                    yield return member.OriginalDefinition;
                }
            }
        }
    }

    private async Task<Blocker?> ConvertDeclarationAsync(IMethodSymbol member, CancellationToken cancellationToken)
    {
        if (member.DeclaringSyntaxReferences.Length != 1)
        {
            return new Blocker($"'{member.ToDisplayString()}' is not declared in source, or in several parts");
        }

        SyntaxNode function = await member.DeclaringSyntaxReferences[0].GetSyntaxAsync(cancellationToken).ConfigureAwait(false);
        Document? document = edits.Original.GetDocument(function.SyntaxTree);
        if (document is null or SourceGeneratedDocument)
        {
            return Blocker.At(function, "generated code cannot be edited");
        }

        if (await Convertible.WhyNotAsync(member, function, document, cancellationToken).ConfigureAwait(false) is { } blocker)
        {
            return blocker;
        }

        _converted.Add((document, function, member));
        return null;
    }

    private async Task<Blocker?> AwaitReferenceAsync(IMethodSymbol method, ReferenceLocation reference, CancellationToken cancellationToken)
    {
        SyntaxNode root = (await reference.Document.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false))!;
        SyntaxNode node = root.FindNode(reference.Location.SourceSpan, findInsideTrivia: true, getInnermostNodeForTie: true);
        if (node.IsPartOfStructuredTrivia())
        {
            return null;
        }

        if (reference.Document is SourceGeneratedDocument)
        {
            return Blocker.At(node, "generated code uses it");
        }

        SemanticModel semanticModel = (await reference.Document.GetSemanticModelAsync(cancellationToken).ConfigureAwait(false))!;
        ExpressionSyntax callee = Callee(node);
        if (callee.Parent is InvocationExpressionSyntax call && call.Expression == callee)
        {
            if (reference.IsCandidateLocation)
            {
                return Blocker.At(node, "the call does not bind");
            }

            if (await AwaitAtAsync(reference.Document, call, cancellationToken).ConfigureAwait(false) is { } blocker)
            {
                return blocker;
            }

            edits.In(reference.Document).Rewrite(call, rewritten => Awaits.Await((ExpressionSyntax)rewritten, call));
            return null;
        }

        IOperation? operation = semanticModel.GetOperation(callee, cancellationToken);
        if (IsNameOf(callee, semanticModel, cancellationToken))
        {
            return null;
        }

        return IsMinimalApiHandler(operation, method)
            ? null
            : Blocker.At(node, $"'{method.Name}' is used as a delegate that returns no task");
    }

    private static ExpressionSyntax Callee(SyntaxNode node)
    {
        var name = (ExpressionSyntax)node.AncestorsAndSelf().First(static n => n is ExpressionSyntax or AttributeSyntax or CrefSyntax);
        return name.Parent switch
        {
            MemberAccessExpressionSyntax access when access.Name == name => access,
            MemberBindingExpressionSyntax binding when binding.Name == name => binding,
            _ => name,
        };
    }

    private static bool IsNameOf(SyntaxNode node, SemanticModel semanticModel, CancellationToken cancellationToken) =>
        node.Ancestors().OfType<InvocationExpressionSyntax>().Any(i =>
            i.Expression is IdentifierNameSyntax { Identifier.ValueText: "nameof" }
            && semanticModel.GetOperation(i, cancellationToken) is INameOfOperation);

    /// <summary>
    /// A handler passed as <see cref="Delegate"/> may return a task. One whose only parameter is the HttpContext would
    /// then also fit RequestDelegate, which drops the value.
    /// </summary>
    private static bool IsMinimalApiHandler(IOperation? operation, IMethodSymbol method) =>
        (method.ReturnsVoid || !LambdaAsync.TakesOnlyHttpContext(method)) && LambdaAsync.IsPassedAsDelegate(operation);
}
