using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using SessionAnalyzers.Model;

namespace SessionAnalyzers.Reliability;

/// <summary>Reports an endpoint that takes a session value for granted, and throws when the session has expired (SESS3013).</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class SessionValueAssumedPresent() : SessionDiagnosticAnalyzer(ReliabilityDescriptors.SessionValueAssumedPresent)
{
    /// <summary>The property of a diagnostic that says what to do: <see cref="Answer"/>, <see cref="Default"/>, or nothing.</summary>
    internal const string RemedyProperty = "remedy";
    internal const string Answer = "answer";
    internal const string Default = "default";

    private protected override void Register(SessionModel model, CompilationStartAnalysisContext context)
        => RegisterTree(context, model, tree =>
        {
            // A view is rendered by an action that has looked already.
            if (tree.IsGeneratedCode)
            {
                return;
            }

            foreach (var body in model.GetBodies(tree.SemanticModel.SyntaxTree, tree.CancellationToken))
            {
                foreach (var assumption in PresenceAssumption.In(body, tree.SemanticModel, tree.CancellationToken))
                {
                    if (EndpointFunction.Of(assumption.Syntax, tree.SemanticModel, tree.CancellationToken) is { } endpoint
                        && !PresenceChecks.Precede(assumption, endpoint, body, tree.CancellationToken)
                        && !PresenceChecks.AreMadeByFilter(assumption, endpoint, model, tree.CancellationToken))
                    {
                        var properties = ImmutableDictionary<string, string?>.Empty
                            .Add(DiagnosticFactory.KeyProperty, assumption.Read.Key.ToString())
                            .Add(RemedyProperty, Remedy(assumption, model, tree.CancellationToken));
                        tree.ReportDiagnostic(Diagnostic.Create(
                            ReliabilityDescriptors.SessionValueAssumedPresent, assumption.Syntax.GetLocation(), properties, assumption.Read.Key.ToString(), assumption.Form, assumption.Exception));
                    }
                }
            }
        });

    /// <summary>The answer that the class gives elsewhere; for a value that is nobody's identity, its default.</summary>
    private static string Remedy(PresenceAssumption assumption, SessionModel model, CancellationToken cancellationToken)
        => NoSessionAnswer.For(assumption.Read, model, cancellationToken) is not null ? Answer
            : !IdentityKeys.Contains(assumption.Read.Key) && !assumption.Read.Key.ToString().EndsWith("id", StringComparison.OrdinalIgnoreCase) ? Default
            : "";
}
