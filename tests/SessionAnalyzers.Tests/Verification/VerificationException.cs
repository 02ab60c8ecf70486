using Xunit.Sdk;

namespace SessionAnalyzers.Tests.Verification;

/// <summary>An analyzer or code fix did not do what the test expects.</summary>
public sealed class VerificationException(string message) : Exception(message), IAssertionException;
