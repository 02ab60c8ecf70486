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

        var earlier = new EarlierSessionLoad(model);
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
                        && !earlier.Precedes(endpoint))
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
}
