using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using SessionAnalyzers.Rewriting;

namespace SessionAnalyzers.Concurrency;

/// <summary>Moves the key of a read-modify-write to a granular item, every access of it at once (SESS1002).</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ReadModifyWriteCodeFix)), Shared]
public sealed class ReadModifyWriteCodeFix() : MoveKeyCodeFixProvider("SESS1002");
