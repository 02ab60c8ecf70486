using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using SessionAnalyzers.Model;

namespace SessionAnalyzers.Reliability;

/// <summary>Reports a session that is used by code which may run when its request is over (SESS3002).</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class SessionUsedAfterRequest() : SessionDiagnosticAnalyzer(ReliabilityDescriptors.SessionUsedAfterRequest)
{
    private protected override void Register(SessionModel model, CompilationStartAnalysisContext context) => RegisterTree(context, model, tree => Analyze(model, tree));

    private static void Analyze(SessionModel model, SemanticModelAnalysisContext context)
    {
        var lifetime = new RequestLifetime(model, context.CancellationToken);
        var reported = new List<SyntaxNode>();
        foreach (var body in model.GetBodies(context.SemanticModel.SyntaxTree, context.CancellationToken))
        {
            foreach (var access in body.Accesses)
            {
                if (lifetime.Of(access) is { } deferral && !reported.Contains(deferral.Scope))
                {
                    reported.Add(deferral.Scope);
                    context.ReportDiagnostic(DiagnosticFactory.Create(ReliabilityDescriptors.SessionUsedAfterRequest, access, deferral.Code));
                }
            }
        }

        foreach (var handed in lifetime.HandedOver(context.SemanticModel))
        {
            if (!reported.Any(scope => scope.Span.Contains(handed.Scope.Span)))
            {
                reported.Add(handed.Scope);
                context.ReportDiagnostic(Diagnostic.Create(ReliabilityDescriptors.SessionUsedAfterRequest, handed.Scope.GetLocation(), handed.Code));
            }
        }
    }
}
