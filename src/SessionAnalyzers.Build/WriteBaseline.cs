using System.Runtime.Serialization.Json;
using System.Text;
using System.Xml;
using System.Xml.Linq;
using Microsoft.Build.Framework;
using SessionAnalyzers.Baseline;
using Task = Microsoft.Build.Utilities.Task;

namespace SessionAnalyzers.Build;

/// <summary>Writes the findings of a compiler's error log as the project's baseline.</summary>
public sealed class WriteBaseline : Task
{
    private const string Header =
        """
        # Findings of SessionAnalyzers that were there when this file was written; they are suppressed, new ones are not.
        # Rewrite it with: dotnet build -p:SessionAnalyzersWriteBaseline=true
        """;

    /// <summary>The compiler's log, in SARIF 2.1.</summary>
    [Required]
    public string ErrorLog { get; set; } = "";

    /// <summary>The file to write.</summary>
    [Required]
    public string Baseline { get; set; } = "";

    /// <summary>The directory the baseline's paths are relative to.</summary>
    [Required]
    public string ProjectDirectory { get; set; } = "";

    /// <inheritdoc/>
    public override bool Execute()
    {
        try
        {
            string[] entries = [.. Findings().Select(Entry).OrderBy(entry => entry, StringComparer.Ordinal)];
            string[] lines = [.. Header.Split('\n').Select(line => line.TrimEnd('\r')), .. entries];
            File.WriteAllText(Baseline, string.Join("\n", lines) + "\n", new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
            Log.LogMessage(MessageImportance.High, "{0}: {1} findings", Baseline, entries.Length);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or XmlException)
        {
            Log.LogErrorFromException(exception);
        }

        return !Log.HasLoggedErrors;
    }

    private IEnumerable<Finding> Findings()
    {
        using XmlDictionaryReader reader = JsonReaderWriterFactory.CreateJsonReader(File.ReadAllBytes(ErrorLog), XmlDictionaryReaderQuotas.Max);
        foreach (XElement result in XElement.Load(reader).Elements("runs").Elements("item").Elements("results").Elements("item"))
        {
            var rule = (string?)result.Element("ruleId");
            XElement? location = result.Elements("locations").Elements("item").Elements("physicalLocation").FirstOrDefault();
            bool isSuppressed = result.Element("suppressions") is not null;
            if (!isSuppressed
                && rule?.StartsWith("SESS", StringComparison.Ordinal) == true
                && (string?)location?.Element("artifactLocation")?.Element("uri") is { } uri
                && (int?)location.Element("region")?.Element("startLine") is { } line)
            {
                yield return new Finding(rule, uri, line);
            }
        }
    }

    private string Entry(Finding finding)
    {
        string path = new Uri(new Uri(ProjectDirectory.TrimEnd('/', '\\') + "/"), finding.Uri).LocalPath;
        string sourceLine = File.ReadLines(path).ElementAtOrDefault(finding.Line - 1) ?? "";
        return BaselineEntry.Format(finding.Rule, ProjectDirectory, path, sourceLine);
    }

    private sealed class Finding(string rule, string uri, int line)
    {
        public string Rule { get; } = rule;

        public string Uri { get; } = uri;

        public int Line { get; } = line;
    }
}
