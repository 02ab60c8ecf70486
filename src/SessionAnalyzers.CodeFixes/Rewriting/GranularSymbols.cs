using Microsoft.CodeAnalysis;

namespace SessionAnalyzers.Rewriting;

/// <summary>Names of GranularSessions that the rewrites use. A test proves each against the real assembly.</summary>
internal static class GranularSymbols
{
    public const string Namespace = "GranularSessions";
    public const string SessionState = Namespace + ".SessionState";
    public const string HttpExtensionsNamespace = "Microsoft.AspNetCore.Http";
    public const string HttpExtensions = HttpExtensionsNamespace + ".GranularSessionsHttpExtensions";
    public const string GetSessionState = "GetSessionState";
    public const string AddGranularSessions = "AddGranularSessions";
    public const string UseGranularSessions = "UseGranularSessions";

    /// <summary>Whether a project references GranularSessions.</summary>
    public static bool Resolve(Compilation compilation) =>
        compilation.GetTypeByMetadataName(SessionState) is not null && compilation.GetTypeByMetadataName(HttpExtensions) is not null;
}
