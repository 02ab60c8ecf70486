using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using SessionAnalyzers.Model;

namespace SessionAnalyzers.Concurrency;

/// <summary>Reports a session flag or token that is checked, acted upon and only then claimed or removed (SESS1003).</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class CheckThenAct() : SessionDiagnosticAnalyzer(ConcurrencyDescriptors.CheckThenAct)
{
    private protected override void Register(SessionModel model, CompilationStartAnalysisContext context) => RegisterTree(context, model, tree => Analyze(model, tree));

    private static void Analyze(SessionModel model, SemanticModelAnalysisContext context)
    {
        foreach (var body in model.GetBodies(context.SemanticModel.SyntaxTree, context.CancellationToken))
        {
            foreach (var relation in body.CheckThenActs)
            {
                var act = relation.Kind == CheckThenActKind.ConsumeToken ? "compared and then removed" : "checked and then set";
                context.ReportDiagnostic(DiagnosticFactory.Create(ConcurrencyDescriptors.CheckThenAct, relation.Act, [relation.Check], act));
            }
        }
    }
}
