using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using SessionAnalyzers.Model;

namespace SessionAnalyzers.Reliability;

/// <summary>Reports pipelines and services that leave code without the session it uses (SESS3009).</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class SessionMiddlewareMissing() : SessionDiagnosticAnalyzer(ReliabilityDescriptors.SessionMiddlewareMissing)
{
    /// <summary>The property of a diagnostic that names its <see cref="SessionWiringProblem"/>.</summary>
    internal const string ProblemProperty = "problem";

    private protected override void Register(SessionModel model, CompilationStartAnalysisContext context)
        => RegisterTree(context, model, tree =>
        {
            foreach (var (problem, location, use, message) in model.App.WiringFaults)
            {
                if (location.SourceTree == tree.SemanticModel.SyntaxTree)
                {
                    tree.ReportDiagnostic(Diagnostic.Create(
                        ReliabilityDescriptors.SessionMiddlewareMissing,
                        location,
                        use is null ? [] : [use.GetLocation()],
                        ImmutableDictionary<string, string?>.Empty.Add(ProblemProperty, problem.ToString()),
                        message));
                }
            }
        });
}
