using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using SessionAnalyzers.Model;

namespace SessionAnalyzers.Security;

/// <summary>Reports a session read in an endpoint whose response is cached for all users (SESS2012).</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class SessionResponseCached() : SessionDiagnosticAnalyzer(SecurityDescriptors.SessionResponseCached)
{
    private protected override void Register(SessionModel model, CompilationStartAnalysisContext context)
    {
        var caching = new ResponseCaching(model);
        bool hasGranularItems = GranularKeys.MayBeIn(model);
        RegisterTree(context, model, tree =>
        {
            var seen = new HashSet<SyntaxNode>();
            foreach (var body in model.GetBodies(tree.SemanticModel.SyntaxTree, tree.CancellationToken))
            {
                foreach (var read in body.Accesses.Where(static access => access.Kind == SessionAccessKind.Read))
                {
                    Report(read.Syntax, read.Location, read.Key);
                }
            }

            if (hasGranularItems)
            {
                foreach (var item in GranularKeys.CallsIn(tree.SemanticModel.SyntaxTree, model, tree.CancellationToken).Where(IsRead))
                {
                    Report(item.Syntax, item.Syntax.GetLocation(), GranularKeys.KeyOf(item, model, tree.CancellationToken));
                }
            }

            void Report(SyntaxNode read, Location location, SessionKey key)
            {
                if (SignInScope.Of(read).Function is var endpoint
                    && seen.Add(endpoint)
                    && caching.Of(endpoint, tree.SemanticModel, tree.CancellationToken) != ResponseCaching.Source.None)
                {
                    tree.ReportDiagnostic(DiagnosticFactory.Create(SecurityDescriptors.SessionResponseCached, location, key, key.ToString()));
                }
            }
        });
    }

    /// <summary>Whether the result of the operation on an opened item is used: as a statement of its own it only writes.</summary>
    private static bool IsRead(IInvocationOperation item)
        => item.Syntax.AncestorsAndSelf().OfType<ExpressionSyntax>().TakeWhile(static expression => expression is not AssignmentExpressionSyntax).LastOrDefault()?.Parent is not ExpressionStatementSyntax;
}
