using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using SessionAnalyzers.Model;

namespace SessionAnalyzers.Reliability;

/// <summary>Reports a session key that is read as another kind of value than it is written as somewhere in the compilation (SESS3005).</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class KeyTypeMismatch() : SessionDiagnosticAnalyzer(ReliabilityDescriptors.KeyTypeMismatch)
{
    private protected override void Register(SessionModel model, CompilationStartAnalysisContext context)
    {
        if (!MayMix(model.App))
        {
            return;
        }

        RegisterTree(context, model, tree =>
        {
            foreach (var read in model.GetKeyUses(tree.SemanticModel.SyntaxTree, SessionAccessKind.Read, tree.CancellationToken))
            {
                if (FindContradiction(model, read, tree.CancellationToken) is { } write)
                {
                    tree.ReportDiagnostic(DiagnosticFactory.Create(
                        ReliabilityDescriptors.KeyTypeMismatch,
                        read.Access,
                        [write.Access],
                        read.EncodingIn(model, tree.CancellationToken).ToString(),
                        write.EncodingIn(model, tree.CancellationToken).ToString()));
                }
            }
        });
    }

    /// <summary>The first write of the key whose value the read cannot read.</summary>
    internal static KeyUse? FindContradiction(SessionModel model, KeyUse read, CancellationToken cancellationToken)
    {
        // A key that begins with what is not known may be another one each time.
        if (read.Pattern.Text.Length == 0)
        {
            return null;
        }

        var encoding = read.EncodingIn(model, cancellationToken);
        return encoding.Kind == SessionEncodingKind.Unknown
            ? null
            : model.GetKeys(cancellationToken).UsesOf(read.Pattern).FirstOrDefault(use => use.Kind == SessionAccessKind.Write && use.EncodingIn(model, cancellationToken).Contradicts(encoding));
    }

    /// <summary>Whether the compilation names more than one way to lay a value out.</summary>
    private static bool MayMix(AppFacts app)
        => app.Invokes("GetInt32") || app.Invokes("SetInt32") || app.Mentions("BitConverter") || app.Mentions("JsonSerializer") || app.Mentions("JsonConvert");
}
