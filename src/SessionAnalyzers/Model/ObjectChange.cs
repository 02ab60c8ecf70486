using Microsoft.CodeAnalysis;

namespace SessionAnalyzers.Model;

/// <summary>A change of an object.</summary>
/// <param name="Syntax">The assignment or call.</param>
/// <param name="IsAssignment">
/// Whether it only sets a member to another value, as code does that prepares an object for display; not where elements are
/// added or removed, or a number is counted up.
/// </param>
internal readonly record struct ObjectChange(SyntaxNode Syntax, bool IsAssignment);
