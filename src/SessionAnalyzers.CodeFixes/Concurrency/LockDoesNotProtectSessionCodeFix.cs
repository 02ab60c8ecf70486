using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using SessionAnalyzers.Rewriting;

namespace SessionAnalyzers.Concurrency;

/// <summary>Moves the key of a read-modify-write under a lock to a granular item, every access of it at once (SESS1004).</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(LockDoesNotProtectSessionCodeFix)), Shared]
public sealed class LockDoesNotProtectSessionCodeFix() : MoveKeyCodeFixProvider("SESS1004");
