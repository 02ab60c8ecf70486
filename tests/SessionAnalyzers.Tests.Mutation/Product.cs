using System.Collections.Immutable;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Diagnostics;

namespace SessionAnalyzers.Tests.Verification;

/// <summary>No rules beside the one that a test is about: all of them on every source, once a mutant, would take days.</summary>
internal static class Product
{
    public static ImmutableArray<DiagnosticAnalyzer> Analyzers => [];

    public static ImmutableArray<CodeFixProvider> CodeFixes => [];
}
