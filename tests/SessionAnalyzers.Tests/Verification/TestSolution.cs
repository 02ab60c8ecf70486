using System.Collections.Immutable;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Host.Mef;
using Microsoft.CodeAnalysis.Text;

namespace SessionAnalyzers.Tests.Verification;

/// <summary>A Roslyn solution made of test projects, and the markup of its documents.</summary>
internal sealed class TestSolution
{
    private static readonly MefHostServices Host = MefHostServices.DefaultHost;

    private TestSolution(Solution solution, ImmutableSortedDictionary<DocumentKey, Markup> documents)
    {
        Solution = solution;
        Documents = documents;
    }

    public Solution Solution { get; }

    public ImmutableSortedDictionary<DocumentKey, Markup> Documents { get; }

    /// <summary>Builds the solution from what <paramref name="text"/> picks of each document.</summary>
    public static TestSolution Create(IEnumerable<TestProject> projects, ImmutableArray<DiagnosticAnalyzer> analyzers, LineEnds lineEnds, Func<TestDocument, string> text)
    {
        var documents = ImmutableSortedDictionary.CreateBuilder<DocumentKey, Markup>(
            Comparer<DocumentKey>.Create((a, b) => string.CompareOrdinal(a.ToString(), b.ToString())));
        Solution solution = new AdhocWorkspace(Host).CurrentSolution;
        var ids = new Dictionary<string, ProjectId>();
        foreach (TestProject project in projects)
        {
            ids.Add(project.Name, ProjectId.CreateNewId(project.Name));
        }

        foreach (TestProject project in projects)
        {
            var markups = project.Documents.ToDictionary(document => document, document => Markup.Parse(lineEnds.ApplyTo(text(document))));
            foreach (var (document, markup) in markups)
            {
                documents.Add(new DocumentKey(project.Name, document.Path), markup);
            }

            solution = AddProject(solution, ids[project.Name], project, analyzers, markups);
        }

        foreach (TestProject project in projects)
        {
            foreach (string reference in project.ProjectReferences)
            {
                solution = solution.AddProjectReference(
                    ids[project.Name],
                    new ProjectReference(ids.TryGetValue(reference, out ProjectId? id)
                        ? id
                        : throw new InvalidOperationException($"Project {project.Name} references {reference}, which the test does not have.")));
            }
        }

        return new TestSolution(solution, documents.ToImmutable());
    }

    /// <summary>Which test document a syntax tree is.</summary>
    public static DocumentKey KeyOf(Document document)
    {
        string path = document is SourceGeneratedDocument generated
            ? generated.HintName
            : document.FilePath![(Folder(document.Project.Name).Length + 1)..];
        return new DocumentKey(document.Project.Name, path);
    }

    private static Solution AddProject(Solution solution, ProjectId id, TestProject project, ImmutableArray<DiagnosticAnalyzer> analyzers, Dictionary<TestDocument, Markup> markups)
    {
        var parseOptions = new CSharpParseOptions(project.LanguageVersion);
        bool isProgram = markups.Values.Any(markup => HasTopLevelStatements(markup.Text, parseOptions));

        // A rule that is off by default is on in its tests; .editorconfig still has the last word.
        var offByDefault = analyzers
            .SelectMany(analyzer => analyzer.SupportedDiagnostics)
            .Where(descriptor => !descriptor.IsEnabledByDefault)
            .Select(descriptor => KeyValuePair.Create(descriptor.Id, ReportDiagnostic.Warn))
            .Distinct();

        var compilationOptions = new CSharpCompilationOptions(
            isProgram ? OutputKind.ConsoleApplication : OutputKind.DynamicallyLinkedLibrary,
            allowUnsafe: true,
            nullableContextOptions: NullableContextOptions.Enable,
            specificDiagnosticOptions: offByDefault,
            concurrentBuild: true);

        IEnumerable<MetadataReference> references = ReferenceAssemblies.NetCore;
        if (project.ReferencesAspNetCore)
        {
            references = references.Concat(ReferenceAssemblies.AspNetCore);
        }

        if (project.ReferencesGranularSessions)
        {
            references = references.Append(ReferenceAssemblies.GranularSessions);
        }

        string folder = Folder(project.Name);
        solution = solution
            .AddProject(ProjectInfo.Create(id, VersionStamp.Default, project.Name, project.Name, LanguageNames.CSharp, $"{folder}/{project.Name}.csproj"))
            .WithProjectParseOptions(id, parseOptions)
            .WithProjectCompilationOptions(id, compilationOptions)
            .WithProjectDefaultNamespace(id, project.Name)
            .WithProjectMetadataReferences(id, references);

        var views = ImmutableArray.CreateBuilder<(string, string)>();
        foreach (var (document, markup) in markups)
        {
            if (document.IsGenerated)
            {
                views.Add((document.Path, markup.Text));
            }
            else
            {
                string path = $"{folder}/{document.Path}";
                solution = solution.AddDocument(
                    DocumentId.CreateNewId(id, path), Path.GetFileName(path), SourceText.From(markup.Text, Encoding.UTF8), FoldersOf(document.Path), path);
            }
        }

        if (views.Count > 0)
        {
            solution = solution.AddAnalyzerReference(id, new RazorGenerator.Reference(new RazorGenerator(views.ToImmutable())));
        }

        if (project.ImplicitUsings)
        {
            string path = $"{folder}/obj/Debug/net10.0/{project.Name}.GlobalUsings.g.cs";
            solution = solution.AddDocument(
                DocumentId.CreateNewId(id, path), Path.GetFileName(path), SourceText.From(GlobalUsings.For(project), Encoding.UTF8), ["obj", "Debug", "net10.0"], path);
        }

        if (project.EditorConfig is { } editorConfig)
        {
            string path = $"{folder}/.editorconfig";
            solution = solution.AddAnalyzerConfigDocument(DocumentId.CreateNewId(id, path), ".editorconfig", SourceText.From(editorConfig), filePath: path);
        }

        if (project.GlobalOptions.Count > 0)
        {
            string path = $"{folder}/.globalconfig";
            string options = "is_global = true\n" + string.Concat(project.GlobalOptions.Select(option => $"{option.Key} = {option.Value}\n"));
            solution = solution.AddAnalyzerConfigDocument(DocumentId.CreateNewId(id, path), ".globalconfig", SourceText.From(options), filePath: path);
        }

        return solution;
    }

    private static string Folder(string project) => "/src/" + project;

    private static string[] FoldersOf(string path) => path.Split('/')[..^1];

    private static bool HasTopLevelStatements(string text, CSharpParseOptions options) =>
        CSharpSyntaxTree.ParseText(text, options).GetCompilationUnitRoot().Members.Any(member => member is GlobalStatementSyntax);
}
