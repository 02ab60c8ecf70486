using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Diagnostics;
using SessionAnalyzers.Tests.Verification;

namespace SessionAnalyzers.Tests.Rewriting;

/// <summary>Verifies moves of keys in a project that references GranularSessions.</summary>
internal static class MoveKey
{
    /// <summary>The fix turns the source into the fixed source. The other files stay as they are.</summary>
    public static Task Moves<TAnalyzer, TCodeFix>(string source, string fixedSource, params string[] others)
        where TAnalyzer : DiagnosticAnalyzer, new()
        where TCodeFix : CodeFixProvider, new() =>
        Verify.CodeFix<TAnalyzer, TCodeFix>(source, fixedSource, test => Prepare(test, others));

    /// <summary>The source has a finding, and no fix is offered for it.</summary>
    public static Task Stays<TAnalyzer, TCodeFix>(string source, params string[] others)
        where TAnalyzer : DiagnosticAnalyzer, new()
        where TCodeFix : CodeFixProvider, new() =>
        Verify.NoCodeFix<TAnalyzer, TCodeFix>(source, test => Prepare(test, others));

    private static void Prepare(CodeFixTest test, string[] others)
    {
        TestProject project = test.Projects[0];
        project.ReferencesGranularSessions = true;
        for (int i = 0; i < others.Length; i++)
        {
            project.AddDocument($"Other{i}.cs", others[i]);
        }
    }
}
