using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using SessionAnalyzers.Rewriting;

namespace SessionAnalyzers.Concurrency;

/// <summary>Moves the key of a check and the act that follows it to a granular item, every access of it at once (SESS1003).</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(CheckThenActCodeFix)), Shared]
public sealed class CheckThenActCodeFix() : MoveKeyCodeFixProvider("SESS1003");
