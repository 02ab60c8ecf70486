using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using SessionAnalyzers.Model;

namespace SessionAnalyzers.Reliability;

/// <summary>Reports an async endpoint whose first access loads the session from a remote cache on its thread (SESS3007).</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class SynchronousSessionLoad() : SessionDiagnosticAnalyzer(ReliabilityDescriptors.SynchronousSessionLoad)
{
    private static readonly ImmutableArray<string> RemoteCaches =
    [
        "AddStackExchangeRedisCache", "AddDistributedRedisCache", "AddDistributedSqlServerCache", "AddDistributedPostgresCache", "AddDistributedPostgreSqlCache", "AddDistributedMySqlCache",
        "AddCosmosCache", "AddNCacheDistributedCache", "AddMongoDistributedCache", "AddMongoDbCache", "AddEnyimMemcached", "AddRedisDistributedCache", "AddFusionCache",
    ];

    private protected override void Register(SessionModel model, CompilationStartAnalysisContext context)
    {
        if (model.App.UsesGranularSessions || RemoteCaches.FirstOrDefault(model.App.Invokes) is not { } cache)
        {
            return;
        }

        // Of the whole compilation, and the same for every endpoint of it.
        var isLoadedBefore = new Lazy<bool>(() => IsLoadedBefore(model, CancellationToken.None));
        var middlewares = new Lazy<List<AnonymousFunctionExpressionSyntax>>(() => [.. MiddlewaresThatLoad(model, CancellationToken.None)]);

        RegisterTree(context, model, tree =>
        {
            var reported = new HashSet<SyntaxNode>();
            foreach (var body in model.GetBodies(tree.SemanticModel.SyntaxTree, tree.CancellationToken))
            {
                foreach (var access in body.Accesses)
                {
                    if (EndpointFunction.Of(access.Syntax, tree.SemanticModel, tree.CancellationToken) is { } endpoint
                        && IsAsync(endpoint)
                        && reported.Add(endpoint)
                        && access.Kind != SessionAccessKind.Load
                        && !isLoadedBefore.Value
                        && !middlewares.Value.Exists(middleware => RunsBefore(middleware, endpoint)))
                    {
                        tree.ReportDiagnostic(DiagnosticFactory.Create(ReliabilityDescriptors.SynchronousSessionLoad, access, cache));
                    }
                }
            }
        });
    }

    private static bool IsAsync(SyntaxNode function) => function switch
    {
        MethodDeclarationSyntax method => method.Modifiers.Any(SyntaxKind.AsyncKeyword),
        LocalFunctionStatementSyntax local => local.Modifiers.Any(SyntaxKind.AsyncKeyword),
        AnonymousFunctionExpressionSyntax lambda => lambda.AsyncKeyword.IsKind(SyntaxKind.AsyncKeyword),
        _ => false,
    };

    /// <summary>The middlewares that use the session on all their ways before the next is called: they are reported themselves.</summary>
    private static IEnumerable<AnonymousFunctionExpressionSyntax> MiddlewaresThatLoad(SessionModel model, CancellationToken cancellationToken)
    {
        if (!model.App.Invokes("Use"))
        {
            yield break;
        }

        foreach (var access in model.GetAllBodies(cancellationToken).SelectMany(static body => body.Accesses))
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

    /// <summary>Whether a middleware or filter of the app loads the session for all endpoints.</summary>
    private static bool IsLoadedBefore(SessionModel model, CancellationToken cancellationToken)
        => model.App.Invokes("LoadAsync") && model.GetAllBodies(cancellationToken)
            .SelectMany(static body => body.Accesses)
            .Any(load => load.Kind == SessionAccessKind.Load
                && (model.GetSemanticModel(load.Syntax.SyntaxTree) is not { } semantics
                    || EndpointFunction.Of(load.Syntax, semantics, cancellationToken) is not { } endpoint
                    || endpoint.Parent is ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax call } && SignInScope.NameOf(call) is "Use" or "Run"));
}
