using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using SessionAnalyzers.Package.Tests.Ide;
using Project = Microsoft.CodeAnalysis.Project;

namespace SessionAnalyzers.Package.Tests;

/// <summary>The menu of the IDE's lightbulb at the examples of the rule pages, with the packages installed.</summary>
[Collection(typeof(RuleExamplesCollection))]
public class LightbulbTests(RuleExamples examples)
{
    public static TheoryData<string> FixableRules => [.. RuleExamples.FixableRules];

    [Theory]
    [MemberData(nameof(FixableRules))]
    public async Task The_menu_shows_the_actions_that_the_page_of_the_rule_names_the_safest_first(string rule)
    {
        Diagnostic finding = await FirstFindingAsync(rule);

        IReadOnlyList<CodeAction> actions = await examples.Lightbulb.ActionsAsync(examples[rule], finding);

        // The first is the one that dotnet format takes.
        // The service now and then loads the package's fixes twice in this host; a menu shows equal actions once.
        Assert.Equal(RuleExamples.Actions(rule), actions.Select(action => action.Title).Distinct());
    }

    [Theory]
    [MemberData(nameof(FixableRules))]
    public async Task The_first_action_removes_the_finding_and_the_result_compiles(string rule)
    {
        Diagnostic finding = await FirstFindingAsync(rule);
        IReadOnlyList<CodeAction> actions = await examples.Lightbulb.ActionsAsync(examples[rule], finding);

        Project changed = await Lightbulb.ApplyAsync(examples[rule], actions[0]);

        Assert.Empty(await Lightbulb.CompilerErrorsAsync(changed));
        int before = (await Lightbulb.FindingsAsync(examples[rule])).Count(other => other.Id == rule);
        int after = (await Lightbulb.FindingsAsync(changed)).Count(other => other.Id == rule);
        Assert.True(after < before, $"{before} findings, and {after} after \"{actions[0].Title}\".");
    }

    private async Task<Diagnostic> FirstFindingAsync(string rule) => (await Lightbulb.FindingsAsync(examples[rule])).First(finding => finding.Id == rule);
}
