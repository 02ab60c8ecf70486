using System.Collections.Immutable;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace SessionAnalyzers.Tests.Verification;

/// <summary>
/// Stands in for Razor's source generator: an IDE sees views as source-generated documents, which are no part of
/// <c>Project.Documents</c> and take no edits, so a test must present them that way.
/// </summary>
internal sealed class RazorGenerator(ImmutableArray<(string HintName, string Text)> views) : IIncrementalGenerator
{
    public void Initialize(IncrementalGeneratorInitializationContext context) =>
        context.RegisterSourceOutput(context.CompilationProvider, (output, _) =>
        {
            foreach (var (hintName, text) in views)
            {
                output.AddSource(hintName, SourceText.From(text, Encoding.UTF8));
            }
        });

    /// <summary>Hands the generator to a project.</summary>
    internal sealed class Reference(RazorGenerator generator) : AnalyzerReference
    {
        // A workspace knows a generator by this object, so it must be the same one every time.
        private readonly ISourceGenerator _generator = generator.AsSourceGenerator();

        public override string? FullPath => null;

        public override object Id => generator;

        public override ImmutableArray<DiagnosticAnalyzer> GetAnalyzers(string language) => [];

        public override ImmutableArray<DiagnosticAnalyzer> GetAnalyzersForAllLanguages() => [];

        public override ImmutableArray<ISourceGenerator> GetGenerators(string language) => [_generator];

        public override ImmutableArray<ISourceGenerator> GetGeneratorsForAllLanguages() => GetGenerators(LanguageNames.CSharp);
    }
}
