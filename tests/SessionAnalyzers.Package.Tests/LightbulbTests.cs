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
        Assert.Equal(RuleExamples.Actions(rule), actions.Select(action => action.Title));
    }

    /// <remarks>
    /// Roslyn 5.9's service adds the findings of analyzers that look at a whole tree (semantic model actions) to those it already has
    /// each time it is asked about an unchanged document, and hands all of them, equal as they are, to one and the same fix provider.
    /// </remarks>
    [Theory]
    [MemberData(nameof(FixableRules))]
    public async Task The_menu_is_the_same_when_it_is_opened_again(string rule)
    {
        Diagnostic finding = await FirstFindingAsync(rule);

        for (int opened = 0; opened < 3; opened++)
        {
            Assert.Equal(RuleExamples.Actions(rule), (await examples.Lightbulb.ActionsAsync(examples[rule], finding)).Select(action => action.Title));
        }
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
