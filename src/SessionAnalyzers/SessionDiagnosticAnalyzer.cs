using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using SessionAnalyzers.Model;

namespace SessionAnalyzers;

/// <summary>
/// Decides for every rule what is the same for all: concurrent execution, generated code (Razor's only), and that nothing
/// is registered where ASP.NET Core's <c>ISession</c> is not referenced.
/// </summary>
public abstract class SessionDiagnosticAnalyzer(params DiagnosticDescriptor[] descriptors) : DiagnosticAnalyzer
{
    private static readonly string[] RazorSuffixes = ["_cshtml.g.cs", "_razor.g.cs", ".cshtml.g.cs", ".razor.g.cs"];

    /// <inheritdoc/>
    public sealed override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [.. descriptors];

    /// <inheritdoc/>
    public sealed override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.Analyze | GeneratedCodeAnalysisFlags.ReportDiagnostics);
        context.RegisterCompilationStartAction(start =>
        {
            if (SessionModel.For(start.Compilation) is not { } model)
            {
                return;
            }

            start.RegisterSemanticModelAction(context =>
            {
                if (!context.IsGeneratedCode || IsRazor(context.SemanticModel.SyntaxTree.FilePath))
                {
                    model.Use(context.SemanticModel);
                    Analyze(model, context);
                }
            });
        });
    }

    /// <summary>Reports the findings of the rule in the tree of <paramref name="context"/>.</summary>
    private protected abstract void Analyze(SessionModel model, SemanticModelAnalysisContext context);

    private static bool IsRazor(string path) => RazorSuffixes.Any(suffix => path.EndsWith(suffix, StringComparison.OrdinalIgnoreCase));
}
