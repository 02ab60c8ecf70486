using Microsoft.CodeAnalysis;

namespace SessionAnalyzers.Tests.Verification;

/// <summary>A diagnostic that an analyzer reported, and the document it lies in; no document when it has no location in source.</summary>
internal sealed record Finding(Diagnostic Diagnostic, ProjectId Project, DocumentKey? Document);
