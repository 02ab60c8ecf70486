using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using SessionAnalyzers.Model;

namespace SessionAnalyzers.Reliability;

/// <summary>Reports a read of a session key that nothing in the app writes, or that is written in other case only (SESS3006).</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class KeyNeverWritten() : SessionDiagnosticAnalyzer(ReliabilityDescriptors.KeyNeverWritten)
{
    private protected override void Register(SessionModel model, CompilationStartAnalysisContext context)
        => RegisterTree(context, model, tree =>
        {
            if (!model.App.IsHost || model.App.ReferencesProjects)
            {
                return;
            }

            foreach (var read in model.GetKeyUses(tree.SemanticModel.SyntaxTree, SessionAccessKind.Read, tree.CancellationToken))
            {
                if (!read.Pattern.HasGap && !IsWritten(model, read.Pattern, tree.CancellationToken))
                {
                    var other = WrittenInOtherCase(model, read.Pattern, tree.CancellationToken);
                    tree.ReportDiagnostic(DiagnosticFactory.Create(
                        ReliabilityDescriptors.KeyNeverWritten,
                        read.Access,
                        other is null ? [] : [other.Access],
                        other is null ? "nothing in the app writes it" : $"only '{other.Pattern}' is written, and keys are case-sensitive"));
                }
            }
        });

    /// <summary>Whether the key is written, or may be by code whose key is not known.</summary>
    private static bool IsWritten(SessionModel model, KeyPattern key, CancellationToken cancellationToken)
    {
        var keys = model.GetKeys(cancellationToken);
        return keys.UsesOf(key).Any(static use => use.Kind == SessionAccessKind.Write)
            || keys.MayAlso(SessionAccessKind.Write, key)
            || keys.IsNamedBesides(key, model.Compilation, cancellationToken);
    }

    private static KeyUse? WrittenInOtherCase(SessionModel model, KeyPattern key, CancellationToken cancellationToken)
    {
        var keys = model.GetKeys(cancellationToken);
        return keys.Patterns.Where(key.DiffersByCase)
            .SelectMany(written => keys.UsesOf(written))
            .Where(static use => use.Kind == SessionAccessKind.Write)
            .OrderBy(static use => BodyRecorder.Position(use.Access))
            .FirstOrDefault();
    }
}
