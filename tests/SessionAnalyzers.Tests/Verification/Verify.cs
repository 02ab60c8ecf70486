using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Diagnostics;

namespace SessionAnalyzers.Tests.Verification;

/// <summary>
/// Verifies analyzers and code fixes on source text with markup; see <see cref="Markup"/>, <see cref="AnalyzerTest"/> and
/// <see cref="CodeFixTest"/>.
/// </summary>
public static class Verify
{
    /// <summary>An expected diagnostic, to be given a location, arguments and so on.</summary>
    public static ExpectedDiagnostic Diagnostic(string id) => new(id);

    /// <summary>The analyzer finds exactly what the markup and <paramref name="expected"/> say.</summary>
    public static Task Analyzer<TAnalyzer>(string source, params ExpectedDiagnostic[] expected)
        where TAnalyzer : DiagnosticAnalyzer, new() =>
        Analyzer<TAnalyzer>(test =>
        {
            test.AddDocument("Test.cs", source);
            Add(test.Expected, expected);
        });

    /// <inheritdoc cref="Analyzer{TAnalyzer}(string, ExpectedDiagnostic[])"/>
    public static Task Analyzer<TAnalyzer>(string source, Action<AnalyzerTest> configure)
        where TAnalyzer : DiagnosticAnalyzer, new() =>
        Analyzer<TAnalyzer>(test =>
        {
            test.AddDocument("Test.cs", source);
            configure(test);
        });

    /// <summary>The analyzer finds exactly what the configured test says.</summary>
    public static Task Analyzer<TAnalyzer>(Action<AnalyzerTest> configure)
        where TAnalyzer : DiagnosticAnalyzer, new()
    {
        var test = new AnalyzerTest { Analyzers = { new TAnalyzer() } };
        configure(test);
        return test.RunAsync();
    }

    /// <summary>The fix turns <paramref name="source"/> into <paramref name="fixedSource"/>, whose markup says what remains.</summary>
    public static Task CodeFix<TAnalyzer, TCodeFix>(string source, string fixedSource, Action<CodeFixTest>? configure = null)
        where TAnalyzer : DiagnosticAnalyzer, new()
        where TCodeFix : CodeFixProvider, new() =>
        CodeFix<TAnalyzer, TCodeFix>(test =>
        {
            test.AddDocument("Test.cs", source, fixedSource);
            configure?.Invoke(test);
        });

    /// <summary>The fix does exactly what the configured test says.</summary>
    public static Task CodeFix<TAnalyzer, TCodeFix>(Action<CodeFixTest> configure)
        where TAnalyzer : DiagnosticAnalyzer, new()
        where TCodeFix : CodeFixProvider, new()
    {
        var test = new CodeFixTest { Analyzers = { new TAnalyzer() }, CodeFix = new TCodeFix() };
        configure(test);
        return test.RunAsync();
    }

    /// <summary>The source has findings as marked, and none of them is offered the fix.</summary>
    public static Task NoCodeFix<TAnalyzer, TCodeFix>(string source, Action<CodeFixTest>? configure = null)
        where TAnalyzer : DiagnosticAnalyzer, new()
        where TCodeFix : CodeFixProvider, new() =>
        NoCodeFix<TAnalyzer, TCodeFix>(test =>
        {
            test.AddDocument("Test.cs", source);
            configure?.Invoke(test);
        });

    /// <summary>The configured sources have findings as marked, and none of them is offered the fix.</summary>
    public static Task NoCodeFix<TAnalyzer, TCodeFix>(Action<CodeFixTest> configure)
        where TAnalyzer : DiagnosticAnalyzer, new()
        where TCodeFix : CodeFixProvider, new() =>
        CodeFix<TAnalyzer, TCodeFix>(test =>
        {
            test.NothingOffered = true;
            configure(test);
        });

    private static void Add(ICollection<ExpectedDiagnostic> collection, ExpectedDiagnostic[] expected)
    {
        foreach (ExpectedDiagnostic diagnostic in expected)
        {
            collection.Add(diagnostic);
        }
    }
}
