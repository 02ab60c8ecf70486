using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using SessionAnalyzers.Model;

namespace SessionAnalyzers.Concurrency;

/// <summary>Reports a session value that is written back after an await with what was read before it (SESS1001).</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ReadModifyWriteAcrossAwait() : SessionDiagnosticAnalyzer(ConcurrencyDescriptors.ReadModifyWriteAcrossAwait)
{
    private protected override void Register(SessionModel model, CompilationStartAnalysisContext context) => RegisterTree(context, model, tree => Analyze(model, tree));

    private static void Analyze(SessionModel model, SemanticModelAnalysisContext context)
    {
        foreach (var body in model.GetBodies(context.SemanticModel.SyntaxTree, context.CancellationToken))
        {
            foreach (var relation in body.ReadModifyWrites)
            {
                if (relation is { Lock: LockUse.None, AwaitBetween: true })
                {
                    context.ReportDiagnostic(DiagnosticFactory.Create(ConcurrencyDescriptors.ReadModifyWriteAcrossAwait, relation.Write, relation.Reads));
                }
            }
        }
    }
}
