using System.Collections;
using System.Collections.Immutable;
using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Host.Mef;
using Microsoft.CodeAnalysis.MSBuild;
using Microsoft.CodeAnalysis.Text;

namespace SessionAnalyzers.Package.Tests.Ide;

/// <summary>
/// A solution as an IDE has it open: projects read by MSBuild, analyzers and fixes loaded as their projects reference them,
/// and the service that fills the lightbulb's menu. That service is internal to Roslyn, hence the reflection.
/// </summary>
internal sealed class Lightbulb : IDisposable
{
    // What dotnet test sets for itself would lead the workspace's MSBuild astray.
    private static readonly string[] InheritedSettings = ["MSBuildSDKsPath", "MSBUILD_EXE_PATH", "MSBuildExtensionsPath", "MSBuildLoadMicrosoftTargetsReadOnly"];

    private readonly MSBuildWorkspace _workspace;
    private readonly object _service;
    private readonly MethodInfo _streamFixes;

    private Lightbulb(MSBuildWorkspace workspace)
    {
        _workspace = workspace;
        Assembly features = Assembly.Load("Microsoft.CodeAnalysis.Features");
        Type serviceType = features.GetType("Microsoft.CodeAnalysis.CodeFixes.ICodeFixService", throwOnError: true)!;
        Type exports = typeof(MefHostServices).Assembly.GetType("Microsoft.CodeAnalysis.Host.Mef.IMefHostExportProvider", throwOnError: true)!;
        MethodInfo getExports = exports.GetMethods().Single(method => method.Name == "GetExports" && method.GetGenericArguments().Length == 1).MakeGenericMethod(serviceType);
        object lazy = ((IEnumerable)getExports.Invoke(workspace.Services.HostServices, [])!).Cast<object>().Single();
        _service = lazy.GetType().GetProperty("Value")!.GetValue(lazy)!;
        _streamFixes = serviceType.GetMethod("StreamFixesAsync")!;
    }

    public Solution Solution => _workspace.CurrentSolution;

    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    /// <summary>Opens a solution or a project that has been restored.</summary>
    public static async Task<Lightbulb> OpenAsync(string path)
    {
        foreach (string name in InheritedSettings)
        {
            Environment.SetEnvironmentVariable(name, null);
        }

        IEnumerable<Assembly> ide = ((string[])["Microsoft.CodeAnalysis.Features", "Microsoft.CodeAnalysis.CSharp.Features", "Microsoft.CodeAnalysis.Workspaces.MSBuild"]).Select(Assembly.Load);
        var workspace = MSBuildWorkspace.Create(
            new Dictionary<string, string> { ["Configuration"] = typeof(Lightbulb).Assembly.GetCustomAttribute<AssemblyConfigurationAttribute>()!.Configuration },
            MefHostServices.Create(MefHostServices.DefaultAssemblies.Union(ide)));
        if (path.EndsWith("proj", StringComparison.Ordinal))
        {
            await workspace.OpenProjectAsync(path, cancellationToken: CancellationToken);
        }
        else
        {
            await workspace.OpenSolutionAsync(path, cancellationToken: CancellationToken);
        }

        Assert.DoesNotContain(workspace.Diagnostics, diagnostic => diagnostic.Kind == WorkspaceDiagnosticKind.Failure);
        return new Lightbulb(workspace);
    }

    /// <summary>The analyzers' findings in a project, in the order of files and lines.</summary>
    public static async Task<IReadOnlyList<Diagnostic>> FindingsAsync(Project project)
    {
        ImmutableArray<DiagnosticAnalyzer> analyzers =
        [
            .. project.AnalyzerReferences
                .SelectMany(reference => reference.GetAnalyzers(LanguageNames.CSharp))
                .Where(analyzer => analyzer.GetType().Assembly.GetName().Name == "SessionAnalyzers"),
        ];
        Assert.NotEmpty(analyzers);
        Compilation compilation = (await project.GetCompilationAsync(CancellationToken))!;
        ImmutableArray<Diagnostic> findings = await compilation.WithAnalyzers(analyzers, project.AnalyzerOptions).GetAnalyzerDiagnosticsAsync(CancellationToken);
        return [.. findings.OrderBy(finding => finding.Location.GetLineSpan().Path, StringComparer.Ordinal).ThenBy(finding => finding.Location.SourceSpan.Start)];
    }

    /// <summary>The document of a finding; for a Razor file, the one that its generator wrote.</summary>
    public static async Task<Document> DocumentAsync(Project project, Diagnostic finding)
    {
        foreach (Document document in project.Documents.Concat(await project.GetSourceGeneratedDocumentsAsync(CancellationToken)))
        {
            if (await document.GetSyntaxTreeAsync(CancellationToken) == finding.Location.SourceTree)
            {
                return document;
            }
        }

        throw new InvalidOperationException($"{finding} lies in no document.");
    }

    public static async Task<IReadOnlyList<string>> CompilerErrorsAsync(Project project) =>
        [.. (await project.GetCompilationAsync(CancellationToken))!.GetDiagnostics(CancellationToken).Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).Select(error => error.ToString())];

    /// <summary>The actions of SessionAnalyzers in the menu at a finding, in the order of the menu.</summary>
    public async Task<IReadOnlyList<CodeAction>> ActionsAsync(Project project, Diagnostic finding) =>
        [.. (await ActionsAsync(await DocumentAsync(project, finding), finding.Location.SourceSpan)).Where(offer => offer.Finding.Id == finding.Id).Select(offer => offer.Action)];

    /// <summary>The actions of SessionAnalyzers for all findings in a part of a document, in the order of the menu.</summary>
    public async Task<IReadOnlyList<(Diagnostic Finding, CodeAction Action)>> ActionsAsync(Document document, TextSpan span)
    {
        var offers = new List<(Diagnostic, CodeAction)>();
        var collections = (IAsyncEnumerable<object>)_streamFixes.Invoke(_service, [document, span, null, CancellationToken])!;
        await foreach (object collection in collections)
        {
            if (Get(collection, "Provider").GetType().Assembly.GetName().Name == "SessionAnalyzers.CodeFixes")
            {
                offers.AddRange(
                    from fix in ((IEnumerable)Get(collection, "Fixes")).Cast<object>()
                    from finding in (ImmutableArray<Diagnostic>)Get(fix, "Diagnostics")
                    select (finding, (CodeAction)Get(fix, "Action")));
            }
        }

        return offers;
    }

    /// <summary>The project after an action, its texts parsed anew.</summary>
    public static async Task<Project> ApplyAsync(Project project, CodeAction action)
    {
        ImmutableArray<CodeActionOperation> operations = await action.GetOperationsAsync(CancellationToken);
        Solution changed = Assert.IsType<ApplyChangesOperation>(Assert.Single(operations)).ChangedSolution;
        Solution solution = project.Solution;
        foreach (DocumentId id in changed.GetChanges(solution).GetProjectChanges().SelectMany(change => change.GetChangedDocuments()))
        {
            solution = solution.WithDocumentText(id, SourceText.From((await changed.GetDocument(id)!.GetTextAsync(CancellationToken)).ToString()));
        }

        return solution.GetProject(project.Id)!;
    }

    public void Dispose() => _workspace.Dispose();

    private static object Get(object owner, string member) =>
        owner.GetType().GetProperty(member)?.GetValue(owner) ?? owner.GetType().GetField(member)!.GetValue(owner)!;
}
