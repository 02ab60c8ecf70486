namespace SessionAnalyzers.Model;

/// <summary>An option that is set to something it cannot be, or that there is not.</summary>
/// <param name="Option">The option's name as the compiler hands it on, in lower case.</param>
/// <param name="Text">What it is set to.</param>
/// <param name="Message">What is wrong, as a sentence.</param>
internal sealed record ConfigurationProblem(string Option, string Text, string Message);
