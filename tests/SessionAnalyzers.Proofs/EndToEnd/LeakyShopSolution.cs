using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace SessionAnalyzers.Proofs.EndToEnd;

/// <summary>LeakyShop as a solution of one project, with the options, references and source generators of its own build.</summary>
internal static class LeakyShopSolution
{
    public const string AssemblyName = "LeakyShop";

    public static string Directory { get; } = FindDirectory();

    public static Solution Load()
    {
        var arguments = File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "LeakyShop.rsp"));
        var workspace = new AdhocWorkspace();
        var project = CommandLineProject.CreateProjectInfo(AssemblyName, LanguageNames.CSharp, arguments, Directory, workspace);
        var solution = workspace.CurrentSolution.AddProject(project);

        // CommandLineProject leaves these out, and the Razor generator finds its options in them.
        if (!project.AnalyzerConfigDocuments.Any())
        {
            foreach (var path in AnalyzerConfigPaths(arguments))
            {
                solution = solution.AddAnalyzerConfigDocument(
                    DocumentId.CreateNewId(project.Id), Path.GetFileName(path), SourceText.From(File.ReadAllText(path)), filePath: path);
            }
        }

        return solution;
    }

    private static IEnumerable<string> AnalyzerConfigPaths(IEnumerable<string> arguments)
    {
        const string option = "/analyzerconfig:";
        return arguments
            .Where(argument => argument.StartsWith(option, StringComparison.Ordinal))
            .Select(argument => Path.GetFullPath(argument[option.Length..].Trim('"'), Directory));
    }

    private static string FindDirectory()
    {
        for (var directory = new DirectoryInfo(AppContext.BaseDirectory); directory is not null; directory = directory.Parent)
        {
            var candidate = Path.Combine(directory.FullName, "samples", AssemblyName);
            if (System.IO.Directory.Exists(candidate))
            {
                return candidate;
            }
        }

        throw new DirectoryNotFoundException($"samples/{AssemblyName} is above no parent of {AppContext.BaseDirectory}.");
    }
}
