using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace SessionAnalyzers.Model;

/// <summary>What loads the session before an endpoint runs: a middleware or a filter.</summary>
/// <remarks>Found once a compilation, and the same for every endpoint of it.</remarks>
internal sealed class EarlierSessionLoad
{
    private readonly SessionModel _model;
    private readonly Lazy<bool> _isLoadedForAll;
    private readonly Lazy<List<AnonymousFunctionExpressionSyntax>> _middlewares;

    public EarlierSessionLoad(SessionModel model)
    {
        _model = model;
        _isLoadedForAll = new(IsLoadedForAll);
        _middlewares = new(() => [.. MiddlewaresThatUse()]);
    }

    /// <summary>Whether the session is loaded when an endpoint begins, as far as can be seen.</summary>
    public bool Precedes(SyntaxNode endpoint) => _isLoadedForAll.Value || _middlewares.Value.Exists(middleware => RunsBefore(middleware, endpoint));

    /// <summary>Whether a middleware or filter of the app loads the session for all endpoints.</summary>
    private bool IsLoadedForAll()
        => _model.App.Invokes("LoadAsync") && _model.GetAllBodies(CancellationToken.None)
            .SelectMany(static body => body.Accesses)
            .Any(load => load.Kind == SessionAccessKind.Load
                && (_model.GetSemanticModel(load.Syntax.SyntaxTree) is not { } semantics
                    || EndpointFunction.Of(load.Syntax, semantics, CancellationToken.None) is not { } endpoint
                    || endpoint.Parent is ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax call } && SignInScope.NameOf(call) is "Use" or "Run"));

    /// <summary>The middlewares that use the session on all their ways before the next is called: they are reported themselves.</summary>
    private IEnumerable<AnonymousFunctionExpressionSyntax> MiddlewaresThatUse()
    {
        if (!_model.App.Invokes("Use"))
        {
            yield break;
        }

        foreach (var access in _model.GetAllBodies(CancellationToken.None).SelectMany(static body => body.Accesses))
        {
            if (access.Syntax.FirstAncestorOrSelf<AnonymousFunctionExpressionSyntax>() is { Parent: ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax call } } middleware
                && SignInScope.NameOf(call) == "Use"
                && call.FirstAncestorOrSelf<AnonymousFunctionExpressionSyntax>() is null
                && IsUsedFirst(access.Syntax, middleware))
            {
                yield return middleware;
            }
        }
    }

    /// <summary>Middleware runs before actions and handlers, and before the middleware that is added after it.</summary>
    private static bool RunsBefore(AnonymousFunctionExpressionSyntax middleware, SyntaxNode endpoint)
        => endpoint is not AnonymousFunctionExpressionSyntax || middleware.SyntaxTree == endpoint.SyntaxTree && middleware.Span.End < endpoint.SpanStart;

    /// <summary>Whether a statement of the middleware itself, or the first of a try block, makes the access before the next is called.</summary>
    private static bool IsUsedFirst(SyntaxNode access, AnonymousFunctionExpressionSyntax middleware)
    {
        var statement = access.FirstAncestorOrSelf<StatementSyntax>();
        if (middleware is not ParenthesizedLambdaExpressionSyntax { Block: { } block, ParameterList.Parameters: [_, { Identifier.ValueText: var next }] }
            || statement is not (ExpressionStatementSyntax or LocalDeclarationStatementSyntax)
            || access.Ancestors().TakeWhile(static node => node is not StatementSyntax).Any(static node => node is ConditionalExpressionSyntax or SwitchExpressionSyntax or BinaryExpressionSyntax))
        {
            return false;
        }

        var own = statement.Parent is BlockSyntax { Parent: TryStatementSyntax attempt, Statements: var attempted } && attempted[0] == statement ? attempt : statement;
        return own.Parent == block
            && !block.Statements.TakeWhile(before => before != own).SelectMany(static before => before.DescendantTokens()).Any(token => token.IsKind(SyntaxKind.ReturnKeyword) || token.ValueText == next);
    }
}
