using System.Collections.Immutable;
using System.Reflection;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Diagnostics;

namespace SessionAnalyzers.Tests.Verification;

/// <summary>Every rule and every fix that ships.</summary>
internal static class Product
{
    private static readonly Lazy<ImmutableArray<DiagnosticAnalyzer>> LazyAnalyzers = new(() => InstancesOf<DiagnosticAnalyzer>("SessionAnalyzers"));
    private static readonly Lazy<ImmutableArray<CodeFixProvider>> LazyCodeFixes = new(() => InstancesOf<CodeFixProvider>("SessionAnalyzers.CodeFixes"));

    public static ImmutableArray<DiagnosticAnalyzer> Analyzers => LazyAnalyzers.Value;

    public static ImmutableArray<CodeFixProvider> CodeFixes => LazyCodeFixes.Value;

    private static ImmutableArray<T> InstancesOf<T>(string assembly) =>
    [
        .. Assembly.Load(assembly).GetTypes()
            .Where(type => !type.IsAbstract && type.IsAssignableTo(typeof(T)))
            .OrderBy(type => type.Name, StringComparer.Ordinal)
            .Select(type => (T)Activator.CreateInstance(type)!),
    ];
}
