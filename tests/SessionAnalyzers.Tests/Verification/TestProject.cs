using System.Collections.ObjectModel;
using Microsoft.CodeAnalysis.CSharp;

namespace SessionAnalyzers.Tests.Verification;

/// <summary>A project of a test solution, as <c>Microsoft.NET.Sdk.Web</c> would hand it to the compiler.</summary>
public sealed class TestProject(string name)
{
    /// <summary>Name of the project and of its assembly.</summary>
    public string Name { get; } = name;

    /// <summary>The project's sources.</summary>
    public Collection<TestDocument> Documents { get; } = [];

    /// <summary>Names of the projects it references. Types of a referenced project are source for an IDE and metadata for a build.</summary>
    public Collection<string> ProjectReferences { get; } = [];

    /// <summary>Whether it references ASP.NET Core. True unless set.</summary>
    public bool ReferencesAspNetCore { get; set; } = true;

    /// <summary>Whether it references GranularSessions. False unless set.</summary>
    public bool ReferencesGranularSessions { get; set; }

    /// <summary>Whether it gets the SDK's global usings. True unless set.</summary>
    public bool ImplicitUsings { get; set; } = true;

    /// <summary>Text of an <c>.editorconfig</c> in the project's folder; null for none.</summary>
    public string? EditorConfig { get; set; }

    /// <summary>Options of a global analyzer config, such as <c>build_property.IsPackable</c> or <c>dotnet_diagnostic.SESS1002.severity</c>.</summary>
    public IDictionary<string, string> GlobalOptions { get; } = new Dictionary<string, string>();

    /// <summary>The language version; the compiler's latest unless set.</summary>
    public LanguageVersion LanguageVersion { get; set; } = LanguageVersion.Latest;

    /// <summary>Adds a source file.</summary>
    /// <param name="path">Path below the project's folder, with forward slashes.</param>
    /// <param name="source">The text that is analyzed, with markup.</param>
    /// <param name="fixedSource">The text after the fix, with the markup of what remains; null when the fix leaves it alone.</param>
    public TestProject AddDocument(string path, string source, string? fixedSource = null)
    {
        Documents.Add(new TestDocument(path, source, fixedSource));
        return this;
    }

    /// <summary>Adds a Razor view. See <see cref="TestDocument.Razor"/>.</summary>
    public TestProject AddRazor(string path, string code)
    {
        Documents.Add(TestDocument.Razor(path, code));
        return this;
    }

    /// <summary>References other projects of the solution by name.</summary>
    public TestProject References(params string[] projects)
    {
        foreach (string project in projects)
        {
            ProjectReferences.Add(project);
        }

        return this;
    }
}
