using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using SessionAnalyzers.Model;

namespace SessionAnalyzers.Configuration;

/// <summary>Reports options in <c>.editorconfig</c> and global analyzer configs that are misspelt or cannot have their value (SESS0001).</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class InvalidConfiguration : DiagnosticAnalyzer
{
    private static readonly DiagnosticDescriptor Descriptor = RuleDescriptor.Create(
        "SESS0001",
        "Configuration is invalid",
        "{0}",
        "Configuration",
        DiagnosticSeverity.Warning,
        "An option of SessionAnalyzers that is misspelt, or set to something it cannot be, has no effect: the rules go by the default instead.",
        WellKnownDiagnosticTags.CompilationEnd);

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Descriptor];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterCompilationAction(static compilation =>
        {
            if (SessionModel.For(compilation.Compilation, compilation.Options) is not { } model)
            {
                return;
            }

            foreach (var problem in model.Configuration.Problems(compilation.Compilation.SyntaxTrees).OrderBy(static problem => problem.Option, StringComparer.Ordinal))
            {
                compilation.ReportDiagnostic(Diagnostic.Create(Descriptor, Location.None, problem.Message));
            }
        });
    }
}
