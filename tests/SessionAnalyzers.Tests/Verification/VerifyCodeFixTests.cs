using Xunit;

namespace SessionAnalyzers.Tests.Verification;

/// <summary>What a verification of a code fix accepts, and what it catches.</summary>
public sealed class VerifyCodeFixTests
{
    private const string Source = "class C\n{\n    int [|bad|], [|bad2|];\n}\n";
    private const string Fixed = "class C\n{\n    int good, good2;\n}\n";

    [Fact]
    public Task A_right_fix_passes() => Verify.CodeFix<BadFieldAnalyzer, RenameFix>(Source, Fixed);

    [Fact]
    public Task A_fix_may_span_documents_and_projects() =>
        Verify.CodeFix<BadFieldAnalyzer, RenameFix>(test =>
        {
            test.AddDocument("A.cs", "class A { int [|bad|]; }", "class A { int good; }");
            test.AddDocument("B.cs", "class B { int [|bad|]; }", "class B { int good; }");
            test.AddDocument("Untouched.cs", "class Untouched { }");
            test.AddProject("Core").AddDocument("C.cs", "class C { int [|bad|]; }", "class C { int good; }");
        });

    [Fact]
    public Task A_finding_in_a_view_stays() =>
        Verify.CodeFix<BadFieldAnalyzer, RenameFix>(Source, Fixed, test => test.AddRazor("Views/Home/Index.cshtml", "int [|bad|] = 0;"));

    [Fact]
    public Task An_action_can_be_chosen_by_key_and_title() =>
        Verify.CodeFix<BadFieldAnalyzer, RenameFix>(Source, Fixed, test => (test.EquivalenceKey, test.Title) = ("Rename", "Rename"));

    [Fact]
    public Task A_fix_without_Fix_All_can_be_accepted() =>
        Verify.CodeFix<BadFieldAnalyzer, NoFixAllFix>(Source, Fixed, test => test.HasFixAll = false);

    [Fact]
    public Task A_fix_that_is_not_offered_passes_as_such() => Verify.NoCodeFix<BadFieldAnalyzer, NeverOfferedFix>(Source);

    [Fact]
    public async Task Catches_another_text() =>
        Assert.Contains("- ····int··good,·good2;", await FailureOf(() => Verify.CodeFix<BadFieldAnalyzer, RenameFix>(Source, Fixed.Replace("int ", "int  "))));

    [Fact]
    public async Task Catches_a_fix_that_is_offered_in_a_view() =>
        Assert.Contains("No fix was expected", await FailureOf(() => Verify.CodeFix<BadFieldAnalyzer, ViewFix>(
            Source, Fixed, test => test.AddRazor("Views/Home/Index.cshtml", "int [|bad|] = 0;"))));

    [Fact]
    public async Task Catches_a_change_to_another_document() =>
        Assert.Contains("Web/Other.cs is not the expected text", await FailureOf(() => Verify.CodeFix<BadFieldAnalyzer, RenameFix>(
            Source, Fixed, test => test.AddDocument("Other.cs", "class Other { int [|bad|]; }"))));

    [Fact]
    public async Task Catches_a_fix_that_is_not_offered() =>
        Assert.Contains("NeverOfferedFix is offered for none of", await FailureOf(() => Verify.CodeFix<BadFieldAnalyzer, NeverOfferedFix>(Source, Fixed)));

    [Fact]
    public async Task Catches_a_fix_offered_against_expectation() =>
        Assert.Contains("is offered \"Rename\"", await FailureOf(() => Verify.NoCodeFix<BadFieldAnalyzer, RenameFix>(Source)));

    [Fact]
    public async Task Catches_a_test_without_a_fixable_finding() =>
        Assert.Contains("shows nothing", await FailureOf(() => Verify.NoCodeFix<BadFieldAnalyzer, NeverOfferedFix>("class C { }")));

    [Fact]
    public async Task Catches_a_fix_that_does_not_remove_its_finding() =>
        Assert.Contains("is still offered", await FailureOf(() => Verify.CodeFix<BadFieldAnalyzer, IneffectiveFix>(Source, Fixed)));

    [Fact]
    public async Task Catches_a_finding_that_remains() =>
        Assert.Contains("unexpected: TEST0001", await FailureOf(() => Verify.CodeFix<BadFieldAnalyzer, RenameFix>(
            Source, Fixed, test => test.AddRazor("Views/Home/Index.cshtml", "int bad = 0;"))));

    [Fact]
    public async Task Catches_fixed_code_that_does_not_compile() =>
        Assert.Contains(
            "causes a compiler error",
            await FailureOf(() => Verify.CodeFix<BadFieldAnalyzer, NotCompilingFix>("class C { int [|bad|]; }", "class C { int 1; }")));

    [Fact]
    public async Task Catches_a_new_compiler_warning() =>
        Assert.Contains(
            "CS8625",
            await FailureOf(() => Verify.CodeFix<BadFieldAnalyzer, WarningFix>(
                "class C { string [|bad|] = \"\"; }",
                "class C { string good = null, other = \"\"; }")));

    [Fact]
    public async Task Catches_another_rule_that_throws() =>
        Assert.Contains("ThrowingAnalyzer threw", await FailureOf(() => Verify.CodeFix<BadFieldAnalyzer, RenameFix>(Source, Fixed, test => test.AllRules = [new ThrowingAnalyzer()])));

    [Fact]
    public async Task Catches_another_rule_that_throws_on_the_fixed_source() =>
        Assert.Contains("ThrowingOnGoodFieldAnalyzer threw", await FailureOf(() => Verify.CodeFix<BadFieldAnalyzer, RenameFix>(
            Source, Fixed, test => test.AllRules = [new ThrowingOnGoodFieldAnalyzer()])));

    [Fact]
    public async Task Catches_another_rule_that_throws_where_no_fix_is_offered() =>
        Assert.Contains("ThrowingAnalyzer threw", await FailureOf(() => Verify.NoCodeFix<BadFieldAnalyzer, NeverOfferedFix>(Source, test => test.AllRules = [new ThrowingAnalyzer()])));

    [Fact]
    public async Task Catches_a_line_feed_among_CRLF() =>
        Assert.Contains("CRLF", await FailureOf(() => Verify.CodeFix<BadFieldAnalyzer, LineFeedFix>(
            "class C\n{\n    int [|bad|];\n}\n",
            "class C\n{\n    int \n        good;\n}\n")));

    [Fact]
    public async Task Catches_a_missing_Fix_All() =>
        Assert.Contains("has no Fix All", await FailureOf(() => Verify.CodeFix<BadFieldAnalyzer, NoFixAllFix>(Source, Fixed)));

    [Fact]
    public async Task Catches_a_Fix_All_that_disagrees() =>
        Assert.Contains("Fixed by Fix All in Document", await FailureOf(() => Verify.CodeFix<BadFieldAnalyzer, DisagreeingFixAllFix>(Source, Fixed)));

    [Fact]
    public async Task Catches_an_action_that_is_offered_once_for_each_time_its_finding_is_handed_over() =>
        Assert.Contains("and so is \"Rename\" offered", await FailureOf(() => Verify.CodeFix<BadFieldAnalyzer, RepeatingFix>(Source, Fixed)));

    [Fact]
    public async Task Catches_an_action_without_equivalence_key() =>
        Assert.Contains("no equivalence key", await FailureOf(() => Verify.CodeFix<BadFieldAnalyzer, NoEquivalenceKeyFix>(Source, Fixed)));

    [Fact]
    public async Task Catches_a_Fix_All_that_wants_an_equivalence_key() =>
        Assert.Contains("with a null equivalence key threw", await FailureOf(() => Verify.CodeFix<BadFieldAnalyzer, NullKeyIntolerantFix>(Source, Fixed)));

    [Fact]
    public async Task Catches_an_added_document() =>
        Assert.Contains("changes the documents or references", await FailureOf(() => Verify.CodeFix<BadFieldAnalyzer, DocumentAddingFix>(Source, Fixed)));

    [Fact]
    public async Task Catches_another_title() =>
        Assert.Contains("is titled \"Rename\"", await FailureOf(() => Verify.CodeFix<BadFieldAnalyzer, RenameFix>(Source, Fixed, test => test.Title = "Rename it")));

    private static async Task<string> FailureOf(Func<Task> verify) => (await Assert.ThrowsAsync<VerificationException>(verify)).Message;
}
