using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using SessionAnalyzers.Model;

namespace SessionAnalyzers.Reliability;

/// <summary>Reports a session write that may be the first and comes after the response started (SESS3003).</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class SessionWriteAfterResponseStarted() : SessionDiagnosticAnalyzer(ReliabilityDescriptors.SessionWriteAfterResponseStarted)
{
    private protected override void Register(SessionModel model, CompilationStartAnalysisContext context) => RegisterTree(context, model, tree => Analyze(model, tree));

    private static void Analyze(SessionModel model, SemanticModelAnalysisContext context)
    {
        var lifetime = new RequestLifetime(model, context.CancellationToken);
        foreach (var body in model.GetBodies(context.SemanticModel.SyntaxTree, context.CancellationToken))
        {
            foreach (var (write, start) in ResponseFlow.LateWrites(model, body, context.CancellationToken))
            {
                if (lifetime.Of(write) is null)
                {
                    context.ReportDiagnostic(DiagnosticFactory.Create(ReliabilityDescriptors.SessionWriteAfterResponseStarted, write, [], start.Name));
                }
            }
        }
    }
}
