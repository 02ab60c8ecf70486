using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using SessionAnalyzers.Model;

namespace SessionAnalyzers.Security;

/// <summary>Reports a session read in an endpoint whose response is cached for all users (SESS2012).</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class SessionResponseCached() : SessionDiagnosticAnalyzer(SecurityDescriptors.SessionResponseCached)
{
    private protected override void Register(SessionModel model, CompilationStartAnalysisContext context)
    {
        var caching = new ResponseCaching(model);
        RegisterTree(context, model, tree =>
        {
            var seen = new HashSet<SyntaxNode>();
            foreach (var body in model.GetBodies(tree.SemanticModel.SyntaxTree, tree.CancellationToken))
            {
                foreach (var read in body.Accesses)
                {
                    if (read.Kind == SessionAccessKind.Read
                        && SignInScope.Of(read.Syntax).Function is var endpoint
                        && seen.Add(endpoint)
                        && caching.Of(endpoint, tree.SemanticModel, tree.CancellationToken) != ResponseCaching.Source.None)
                    {
                        tree.ReportDiagnostic(DiagnosticFactory.Create(SecurityDescriptors.SessionResponseCached, read, read.Key.ToString()));
                    }
                }
            }
        });
    }
}
