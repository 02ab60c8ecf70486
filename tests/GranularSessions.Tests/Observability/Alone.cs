namespace GranularSessions.Tests.Observability;

/// <summary>
/// Tests that run when no other does: the OpenTelemetry SDK has one metric for all meters of a name, and ends it when the
/// meter of any app is disposed.
/// </summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;
