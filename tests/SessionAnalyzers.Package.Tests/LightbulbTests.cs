using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using SessionAnalyzers.Package.Tests.Ide;
using Project = Microsoft.CodeAnalysis.Project;

namespace SessionAnalyzers.Package.Tests;

/// <summary>The menu of the IDE's lightbulb at the examples of the rule pages, with the packages installed.</summary>
[Collection(typeof(RuleExamplesCollection))]
public class LightbulbTests(RuleExamples examples)
{
    /// <summary>What the menu shows at the findings of a rule's page, the safest first: <c>dotnet format</c> takes the first.</summary>
    private static readonly IReadOnlyDictionary<string, string[]> Menu = new Dictionary<string, string[]>
    {
        ["SESS1001"] = ["Move session key 'quotes' to a granular item"],
        ["SESS1002"] = ["Move session key 'visits' to a granular item"],
        ["SESS1003"] = ["Move session key 'voted' to a granular item"],
        ["SESS1004"] = ["Move session key 'samples' to a granular item"],
        ["SESS1005"] = ["Read the session's values before"],
        ["SESS2001"] = ["Regenerate the session id", "Sign the user in to the session"],
        ["SESS2002"] = ["End the session"],
        ["SESS2003"] = ["Set SecurePolicy of the session cookie"],
        ["SESS2004"] = ["Set Secure of the cookie"],
        ["SESS2005"] = ["Set HttpOnly of the cookie"],
        ["SESS2006"] = ["Set Secure of the cookie"],
        ["SESS2007"] = ["Set Path to \"/\""],
        ["SESS2012"] = ["Do not cache the response"],
        ["SESS3001"] = ["Write the object back to the session"],
        ["SESS3002"] = ["Read the session's values before"],
        ["SESS3003"] = ["Write before the response starts"],
        ["SESS3004"] = ["Await the call"],
        ["SESS3005"] = ["Read and write 'Table' alike"],
        ["SESS3007"] = ["Load the session with LoadAsync"],
        ["SESS3008"] = ["Store the text with SetString and GetString"],
        ["SESS3009"] = ["Move UseSession up"],
        ["SESS3010"] = ["Send the session cookie without consent (IsEssential = true)"],
        ["SESS3013"] = ["Return early when the session has expired, as elsewhere in the class"],
        ["SESS3014"] = ["Move session key 'visits' to a granular item"],
        ["SESS3015"] = ["Set these options in AddSession"],
    };

    public static TheoryData<string> FixableRules => [.. RuleExamples.FixableRules];

    [Theory]
    [MemberData(nameof(FixableRules))]
    public async Task The_menu_shows_the_actions_of_the_rule_the_safest_first(string rule)
    {
        Diagnostic finding = await FirstFindingAsync(rule);

        IReadOnlyList<CodeAction> actions = await examples.Lightbulb.ActionsAsync(examples[rule], finding);

        // The service now and then loads the package's fixes twice in this host; a menu shows equal actions once.
        Assert.Equal(Menu[rule], actions.Select(action => action.Title).Distinct());
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
