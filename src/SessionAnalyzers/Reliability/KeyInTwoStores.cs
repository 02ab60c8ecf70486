using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using SessionAnalyzers.Model;

namespace SessionAnalyzers.Reliability;

/// <summary>Reports an access through ISession to a key that a granular item holds (SESS3014).</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class KeyInTwoStores() : SessionDiagnosticAnalyzer(ReliabilityDescriptors.KeyInTwoStores)
{
    private protected override void Register(SessionModel model, CompilationStartAnalysisContext context)
    {
        if (!GranularKeys.MayBeIn(model))
        {
            return;
        }

        RegisterTree(context, model, tree =>
        {
            foreach (var use in model.GetKeyUses(tree.SemanticModel.SyntaxTree, tree.CancellationToken))
            {
                if (model.GetGranularKeys(tree.CancellationToken)[use.Pattern].FirstOrDefault() is { } item)
                {
                    tree.ReportDiagnostic(DiagnosticFactory.Create(
                        ReliabilityDescriptors.KeyInTwoStores,
                        use.Access,
                        use.Pattern.ToString(),
                        item.TargetMethod.Name,
                        use.Kind switch { SessionAccessKind.Write => "writes", SessionAccessKind.Remove => "removes", _ => "reads" }));
                }
            }
        });
    }
}
