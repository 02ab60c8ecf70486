using Microsoft.CodeAnalysis;

namespace SessionAnalyzers.Model;

/// <summary>Code that runs apart from the code around it.</summary>
/// <param name="Code">What runs it, as messages name it.</param>
/// <param name="Scope">The code.</param>
internal sealed record Deferral(string Code, SyntaxNode Scope);
