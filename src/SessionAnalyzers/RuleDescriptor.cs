using Microsoft.CodeAnalysis;

namespace SessionAnalyzers;

internal static class RuleDescriptor
{
    private const string HelpLinkBase = "https://github.com/sessionanalyzers/sessionanalyzers/blob/main/docs/rules/";

    /// <summary>
    /// The tag of rules on what an app exposes or loses once it is deployed, which a test project never is.
    /// </summary>
    public const string Deployment = "Deployment";

    public static DiagnosticDescriptor Create(string id, string title, string message, string category, DiagnosticSeverity severity, string description, params string[] customTags)
        => new(id, title, message, category, severity, isEnabledByDefault: true, description, HelpLinkBase + id + ".md", category == "Security" ? [Deployment, .. customTags] : customTags);
}
