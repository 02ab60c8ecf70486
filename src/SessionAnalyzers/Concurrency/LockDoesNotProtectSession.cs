using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using SessionAnalyzers.Model;

namespace SessionAnalyzers.Concurrency;

/// <summary>Reports a lock around a session read and write that leaves the session's load or commit outside (SESS1004).</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class LockDoesNotProtectSession() : SessionDiagnosticAnalyzer(ConcurrencyDescriptors.LockDoesNotProtectSession)
{
    private protected override void Register(SessionModel model, CompilationStartAnalysisContext context) => RegisterTree(context, model, tree => Analyze(model, tree));

    private static void Analyze(SessionModel model, SemanticModelAnalysisContext context)
    {
        foreach (var body in model.GetBodies(context.SemanticModel.SyntaxTree, context.CancellationToken))
        {
            foreach (var relation in body.ReadModifyWrites)
            {
                if (relation.Lock == LockUse.Ineffective)
                {
                    context.ReportDiagnostic(DiagnosticFactory.Create(ConcurrencyDescriptors.LockDoesNotProtectSession, relation.Write, relation.Reads));
                }
            }
        }
    }
}
