using System.Text.Json.Nodes;
using SessionAnalyzers.Package.Tests.Support;

namespace SessionAnalyzers.Package.Tests;

/// <summary>What a code scanning service reads: the compiler's SARIF log.</summary>
public class ErrorLogTests(BuildTests.VisitsProject visits) : IClassFixture<BuildTests.VisitsProject>
{
    private readonly Project _project = visits.Project;

    [Fact]
    public async Task The_log_is_SARIF_2_1_with_the_finding_on_its_line()
    {
        JsonNode run = await RunAsync();

        JsonNode result = Assert.Single(run["results"]!.AsArray(), IsLostUpdate)!;
        JsonNode location = result["locations"]![0]!["physicalLocation"]!;
        Assert.Equal("SESS1002", (string?)result["ruleId"]);
        Assert.Equal("warning", (string?)result["level"]);
        Assert.EndsWith(VisitCounter.Path, (string?)location["artifactLocation"]!["uri"], StringComparison.Ordinal);
        Assert.Equal(10, (int?)location["region"]!["startLine"]);
    }

    [Fact]
    public async Task The_read_that_the_write_came_from_is_a_related_location()
    {
        JsonNode run = await RunAsync();

        JsonNode result = Assert.Single(run["results"]!.AsArray(), IsLostUpdate)!;
        JsonNode related = Assert.Single(result["relatedLocations"]!.AsArray())!;
        Assert.Equal(9, (int?)related["physicalLocation"]!["region"]!["startLine"]);
    }

    [Fact]
    public async Task The_rule_comes_with_title_description_category_and_page()
    {
        JsonNode run = await RunAsync();

        JsonNode rule = Assert.Single(run["tool"]!["driver"]!["rules"]!.AsArray(), rule => (string?)rule!["id"] == "SESS1002")!;
        Assert.Equal("Session value is read, modified and written back", (string?)rule["shortDescription"]!["text"]);
        Assert.NotEmpty((string?)rule["fullDescription"]!["text"] ?? "");
        Assert.EndsWith("docs/rules/SESS1002.md", (string?)rule["helpUri"], StringComparison.Ordinal);
        Assert.Equal("Concurrency", (string?)rule["properties"]!["category"]);
    }

    private static bool IsLostUpdate(JsonNode? result) => (string?)result!["ruleId"] == "SESS1002";

    private async Task<JsonNode> RunAsync()
    {
        (await _project.BuildAsync("-p:ErrorLog=findings.sarif%2cversion=2.1")).Succeeded();
        JsonNode log = JsonNode.Parse(_project.Read("findings.sarif"))!;
        Assert.Equal("2.1.0", (string?)log["version"]);
        return Assert.Single(log["runs"]!.AsArray())!;
    }
}
