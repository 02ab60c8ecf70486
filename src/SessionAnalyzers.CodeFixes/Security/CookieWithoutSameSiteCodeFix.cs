using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;

namespace SessionAnalyzers.Security;

/// <summary>Sets Secure on a cookie that is appended with SameSite=None, which browsers demand (SESS2006).</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(CookieWithoutSameSiteCodeFix)), Shared]
public sealed class CookieWithoutSameSiteCodeFix() : CookieOptionCodeFixProvider("SESS2006");
