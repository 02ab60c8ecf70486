using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;

namespace SessionAnalyzers.Security;

/// <summary>Sets Secure on a cookie that is appended without it (SESS2004).</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(CookieWithoutSecureCodeFix)), Shared]
public sealed class CookieWithoutSecureCodeFix() : CookieOptionCodeFixProvider("SESS2004");
