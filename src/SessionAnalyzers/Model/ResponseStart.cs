using Microsoft.CodeAnalysis;

namespace SessionAnalyzers.Model;

/// <summary>What starts a response.</summary>
/// <param name="Syntax">The call.</param>
/// <param name="Name">What messages call it.</param>
/// <param name="IsPipeline">Whether other code of the request ran and most probably wrote it, which a condition may know better.</param>
internal sealed record ResponseStart(SyntaxNode Syntax, string Name, bool IsPipeline);
