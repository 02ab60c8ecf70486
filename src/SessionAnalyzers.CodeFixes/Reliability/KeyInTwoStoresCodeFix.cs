using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using SessionAnalyzers.Rewriting;

namespace SessionAnalyzers.Reliability;

/// <summary>Moves what is left of a key to the granular item that holds it (SESS3014).</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(KeyInTwoStoresCodeFix)), Shared]
public sealed class KeyInTwoStoresCodeFix() : MoveKeyCodeFixProvider("SESS3014");
