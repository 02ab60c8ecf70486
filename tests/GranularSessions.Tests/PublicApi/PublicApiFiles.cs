using GranularSessions.Tests.Support;

namespace GranularSessions.Tests.PublicApi;

/// <summary>
/// <c>PublicAPI.Shipped.txt</c> and <c>PublicAPI.Unshipped.txt</c> beside a project: what the last release had, and what has come and, marked with
/// <c>*REMOVED*</c>, gone since.
/// </summary>
internal sealed class PublicApiFiles(string project)
{
    private const string Header = "#nullable enable";
    private const string Removed = "*REMOVED*";

    private readonly string _shipped = Path.Combine(Repository.Root, "src", project, "PublicAPI.Shipped.txt");
    private readonly string _unshipped = Path.Combine(Repository.Root, "src", project, "PublicAPI.Unshipped.txt");

    /// <summary>The public surface according to the files.</summary>
    public IReadOnlyList<string> Surface
    {
        get
        {
            IReadOnlyList<string> changes = Read(_unshipped);
            return [.. Read(_shipped)
                .Except(changes.Where(line => line.StartsWith(Removed, StringComparison.Ordinal)).Select(line => line[Removed.Length..]))
                .Concat(changes.Where(line => !line.StartsWith(Removed, StringComparison.Ordinal)))
                .Order(StringComparer.Ordinal)];
        }
    }

    /// <summary>Notes how a surface differs from the last release.</summary>
    public void WriteChanges(IReadOnlyList<string> surface)
    {
        IReadOnlyList<string> shipped = Read(_shipped);
        Write(_unshipped, [.. shipped.Except(surface).Select(line => Removed + line), .. surface.Except(shipped)]);
    }

    /// <summary>Makes a surface the last release's.</summary>
    public void WriteRelease(IReadOnlyList<string> surface)
    {
        Write(_shipped, surface);
        Write(_unshipped, []);
    }

    /// <summary>The lines below the header, which must be in order and each there once.</summary>
    private static List<string> Read(string file)
    {
        string[] lines = File.ReadAllLines(file);
        Assert.Equal(Header, lines[0]);
        Assert.Equal(lines.Skip(1).Distinct().Order(StringComparer.Ordinal), lines.Skip(1));
        return [.. lines.Skip(1)];
    }

    private static void Write(string file, IEnumerable<string> lines)
        => File.WriteAllText(file, string.Concat(lines.Order(StringComparer.Ordinal).Prepend(Header).Select(line => line + "\n")));
}
