using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace GranularSessions.Tests.Documentation;

/// <summary>Compiles a page's examples against the assemblies that the tests run on.</summary>
internal static class GuideCompiler
{
    // What the project templates of the web SDK and the packages of the page bring into scope.
    private const string Usings = """
        global using System;
        global using System.Collections.Generic;
        global using System.Linq;
        global using System.Net;
        global using System.Net.Http;
        global using System.Security.Cryptography;
        global using System.Text;
        global using System.Text.Json;
        global using System.Text.Json.Serialization;
        global using System.Threading;
        global using System.Threading.Tasks;
        global using GranularSessions;
        global using GranularSessions.Conformance;
        global using GranularSessions.Conformance.Linearizability;
        global using GranularSessions.PostgreSql;
        global using GranularSessions.Redis;
        global using GranularSessions.Storage;
        global using Microsoft.AspNetCore.Builder;
        global using Microsoft.AspNetCore.Http;
        global using Microsoft.AspNetCore.Mvc;
        global using Microsoft.AspNetCore.TestHost;
        global using Microsoft.Extensions.Configuration;
        global using Microsoft.Extensions.DependencyInjection;
        global using Microsoft.Extensions.Logging;
        global using Npgsql;
        global using OpenTelemetry;
        global using OpenTelemetry.Metrics;
        global using OpenTelemetry.Trace;
        global using StackExchange.Redis;
        global using Xunit;
        global using CommandStatus = GranularSessions.Storage.CommandStatus;
        """;

    // The names that the pages say are meant.
    private const string Parameters
        = "WebApplicationBuilder builder, WebApplication app, HttpContext context, SessionState state, CancellationToken cancellation";

    private static readonly CSharpParseOptions ParseOptions = new(LanguageVersion.Latest);

    private static readonly MetadataReference[] References = [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
        .Split(Path.PathSeparator)
        .Select(path => MetadataReference.CreateFromFile(path))];

    private static readonly Lazy<ISourceGenerator[]> Generators = new(LoadGenerators);

    /// <summary>One compilation for all types and method bodies of the page, and one for each whole program.</summary>
    public static IReadOnlyList<CSharpCompilation> Compile(GuidePage page)
    {
        var types = page.Examples.Where(example => example.Kind == "types").Select(example => Parse(page, example, "", "")).ToArray();
        var bodies = page.Examples.Where(example => example.Kind.Length == 0).Select((example, n) => Parse(
            page, example, $"public static class Example{n} {{ public static async Task RunAsync({Parameters}) {{\n", "\nawait Task.CompletedTask; } }"));
        return
        [
            Create([.. types, .. bodies], OutputKind.DynamicallyLinkedLibrary),
            .. page.Examples.Where(example => example.Kind == "program").Select(example => Create([.. types, Parse(page, example, "", "")], OutputKind.ConsoleApplication)),
        ];
    }

    /// <summary>Errors and warnings, at their places in the page.</summary>
    public static IReadOnlyList<string> Problems(CSharpCompilation compilation)
        => [.. Generate(compilation).GetDiagnostics().Where(problem => problem.Severity >= DiagnosticSeverity.Warning).Select(problem =>
            $"{problem.Location.GetMappedLineSpan().Path}:{problem.Location.GetMappedLineSpan().StartLinePosition.Line + 1}: {problem.Id} {problem.GetMessage()}")];

    private static SyntaxTree Parse(GuidePage page, GuideExample example, string before, string after)
        => CSharpSyntaxTree.ParseText(
            $"{before}#line {example.Line} \"{page.Name}\"\n{example.Code}{after}", ParseOptions, $"{page.Name}-{example.Line}.cs");

    private static CSharpCompilation Create(IEnumerable<SyntaxTree> trees, OutputKind kind)
        => CSharpCompilation.Create(
            "Guide",
            [CSharpSyntaxTree.ParseText(Usings, ParseOptions), .. trees],
            References,
            new CSharpCompilationOptions(kind, nullableContextOptions: NullableContextOptions.Enable));

    /// <summary>Adds what the SDK's generators make of the examples, such as the members of a JSON context.</summary>
    private static Compilation Generate(CSharpCompilation compilation)
    {
        CSharpGeneratorDriver.Create([.. Generators.Value], parseOptions: ParseOptions).RunGeneratorsAndUpdateCompilation(compilation, out var generated, out _);
        return generated;
    }

    private static ISourceGenerator[] LoadGenerators()
    {
        var path = typeof(GuideCompiler).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(fact => fact.Key == "JsonGenerator").Value!;
        var reference = new AnalyzerFileReference(path, new Loader());
        return [.. reference.GetGenerators(LanguageNames.CSharp)];
    }

    private sealed class Loader : IAnalyzerAssemblyLoader
    {
        public void AddDependencyLocation(string fullPath)
        {
        }

        public Assembly LoadFromPath(string fullPath) => Assembly.LoadFrom(fullPath);
    }
}
