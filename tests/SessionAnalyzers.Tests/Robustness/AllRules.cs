using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using SessionAnalyzers.Tests.Verification;

namespace SessionAnalyzers.Tests.Robustness;

/// <summary>Runs every rule of the product at once.</summary>
internal static class AllRules
{
    public static ImmutableArray<DiagnosticAnalyzer> Analyzers => Product.Analyzers;

    /// <summary>The rules find exactly what the markup says, and none of them throws.</summary>
    public static Task Verify(string source, Action<AnalyzerTest>? configure = null)
    {
        var test = new AnalyzerTest();
        test.AddDocument("Test.cs", source);
        return Verify(test, configure);
    }

    /// <inheritdoc cref="Verify(string, Action{AnalyzerTest})"/>
    public static Task Verify(AnalyzerTest test, Action<AnalyzerTest>? configure = null)
    {
        foreach (DiagnosticAnalyzer analyzer in Analyzers)
        {
            test.Analyzers.Add(analyzer);
        }

        configure?.Invoke(test);
        return test.RunAsync();
    }

    /// <summary>A compilation of loose sources against ASP.NET Core, with the global usings of a web project.</summary>
    public static CSharpCompilation Compile(params IEnumerable<SyntaxTree> trees) =>
        CSharpCompilation.Create(
            "Web",
            trees.Prepend(Parse(GlobalUsings.For(new TestProject("Web")), "GlobalUsings.g.cs")),
            [.. ReferenceAssemblies.NetCore, .. ReferenceAssemblies.AspNetCore],
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true, nullableContextOptions: NullableContextOptions.Enable));

    public static SyntaxTree Parse(string source, string path = "Test.cs") =>
        CSharpSyntaxTree.ParseText(source, new CSharpParseOptions(LanguageVersion.Latest), path);

    /// <summary>What the rules report, with all locations, in an order that does not depend on the run.</summary>
    /// <exception cref="VerificationException">A rule threw.</exception>
    public static async Task<ImmutableArray<string>> FindAsync(Compilation compilation, CancellationToken cancellationToken)
    {
        var exceptions = new List<string>();
        var options = new CompilationWithAnalyzersOptions(
            new AnalyzerOptions([]),
            onAnalyzerException: (exception, analyzer, _) =>
            {
                lock (exceptions)
                {
                    exceptions.Add($"{analyzer.GetType().Name} threw {exception}");
                }
            },
            concurrentAnalysis: true,
            logAnalyzerExecutionTime: false);
        ImmutableArray<Diagnostic> diagnostics = await compilation.WithAnalyzers(Analyzers, options).GetAnalyzerDiagnosticsAsync(cancellationToken);
        return exceptions.Count == 0
            ? [.. diagnostics.Select(Describe).Order(StringComparer.Ordinal)]
            : throw new VerificationException(string.Join('\n', exceptions));
    }

    private static string Describe(Diagnostic diagnostic) =>
        string.Join(" <- ", diagnostic.AdditionalLocations.Select(At).Prepend($"{diagnostic.Id} {diagnostic.GetMessage()} {At(diagnostic.Location)}"));

    private static string At(Location location) => location.GetLineSpan().ToString();
}
