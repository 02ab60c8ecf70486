using System.Runtime.CompilerServices;

namespace SessionAnalyzers.Package.Tests.Support;

internal static class Repository
{
    public static string Root { get; } = Path.GetFullPath(Path.Combine(ThisDirectory(), "..", "..", ".."));

    private static string ThisDirectory([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
}
