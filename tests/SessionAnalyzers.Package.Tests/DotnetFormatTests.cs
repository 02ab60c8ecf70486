using Microsoft.CodeAnalysis;
using SessionAnalyzers.Package.Tests.Ide;
using Project = Microsoft.CodeAnalysis.Project;

namespace SessionAnalyzers.Package.Tests;

/// <summary><c>dotnet format analyzers</c> over the examples of the rule pages: it applies the first action of the menu to all findings.</summary>
[Collection(typeof(RuleExamplesCollection))]
public class DotnetFormatTests(RuleExamples examples)
{
    public static TheoryData<string> FixableRules => [.. RuleExamples.FixableRules];

    [Theory]
    [MemberData(nameof(FixableRules))]
    public async Task It_removes_the_findings_of_a_rule_and_the_result_compiles(string rule)
    {
        Assert.Contains(await Lightbulb.FindingsAsync(examples[rule]), finding => finding.Id == rule);

        Project formatted = await examples.FormattedAsync(rule);

        Assert.Empty(await Lightbulb.CompilerErrorsAsync(formatted));
        Assert.DoesNotContain(await Lightbulb.FindingsAsync(formatted), finding => finding.Id == rule);
    }
}
