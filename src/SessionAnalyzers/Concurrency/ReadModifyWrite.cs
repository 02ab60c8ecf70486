using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using SessionAnalyzers.Model;

namespace SessionAnalyzers.Concurrency;

/// <summary>Reports a session value that is written back with what was read earlier in the request (SESS1002).</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ReadModifyWrite() : SessionDiagnosticAnalyzer(ConcurrencyDescriptors.ReadModifyWrite)
{
    private protected override void Register(SessionModel model, CompilationStartAnalysisContext context) => RegisterTree(context, model, tree => Analyze(model, tree));

    private static void Analyze(SessionModel model, SemanticModelAnalysisContext context)
    {
        foreach (var body in model.GetBodies(context.SemanticModel.SyntaxTree, context.CancellationToken))
        {
            foreach (var relation in body.ReadModifyWrites)
            {
                if (relation is { Lock: LockUse.None, AwaitBetween: false })
                {
                    context.ReportDiagnostic(DiagnosticFactory.Create(ConcurrencyDescriptors.ReadModifyWrite, relation.Write, relation.Reads));
                }
            }
        }
    }
}
