using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using SessionAnalyzers.Rewriting;

namespace SessionAnalyzers.Concurrency;

/// <summary>Moves the key of a read-modify-write across an await to a granular item, every access of it at once (SESS1001).</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ReadModifyWriteAcrossAwaitCodeFix)), Shared]
public sealed class ReadModifyWriteAcrossAwaitCodeFix() : MoveKeyCodeFixProvider("SESS1001");
