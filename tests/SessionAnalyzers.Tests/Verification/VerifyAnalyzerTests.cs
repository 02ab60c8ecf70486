using Microsoft.CodeAnalysis;
using Xunit;

namespace SessionAnalyzers.Tests.Verification;

/// <summary>A verifier that cannot fail is worth nothing: each test but the first few shows one thing it catches.</summary>
public sealed class VerifyAnalyzerTests
{
    [Fact]
    public Task A_marked_finding_passes() => Verify.Analyzer<BadFieldAnalyzer>("class C { int [|bad|], good; }");

    [Fact]
    public Task A_marked_finding_passes_by_id() => Verify.Analyzer<BadFieldAnalyzer>("class C { int {|TEST0001:bad|}; }");

    [Fact]
    public Task All_details_of_a_finding_can_be_stated() =>
        Verify.Analyzer<BadFieldAnalyzer>(
            "class C { int {|#0:bad|}, {|#1:good|}; }",
            Verify.Diagnostic("TEST0001")
                .WithLocation(0)
                .WithAdditionalLocation(1)
                .WithArguments("bad")
                .WithMessage("Field 'bad' is bad")
                .WithSeverity(DiagnosticSeverity.Warning));

    [Fact]
    public Task Source_sees_ASP_NET_Core_and_the_implicit_usings() =>
        Verify.Analyzer<BadFieldAnalyzer>(
            """
            using Microsoft.AspNetCore.Mvc;

            public class HomeController : Controller
            {
                public async Task<IActionResult> Index()
                {
                    HttpContext.Session.SetInt32("visits", 1);
                    await Task.Yield();
                    return View(new List<int>().Where(i => i > 0));
                }
            }
            """);

    [Fact]
    public Task Source_may_have_top_level_statements() =>
        Verify.Analyzer<BadFieldAnalyzer>(
            """
            var builder = WebApplication.CreateBuilder(args);
            builder.Services.AddSession();
            var app = builder.Build();
            app.UseSession();
            app.MapGet("/", (HttpContext context) => context.Session.GetInt32("visits") ?? 0);
            app.Run();
            """);

    [Fact]
    public Task Source_may_span_projects() =>
        Verify.Analyzer<BadFieldAnalyzer>(test =>
        {
            test.AddDocument("Startup.cs", "class Startup { int [|bad|] = Core.Limit; }");
            test.Project.References("Core");
            test.AddProject("Core").AddDocument("Core.cs", "public static class Core { public const int Limit = 1; static int [|bad2|]; }");
        });

    [Fact]
    public Task A_Razor_view_is_a_generated_document() =>
        Verify.Analyzer<BadFieldAnalyzer>(test => test.AddRazor("Views/Home/Index.cshtml", "int [|bad|] = Context.Session.GetInt32(\"visits\") ?? 0;"));

    [Fact]
    public Task Editorconfig_applies() =>
        Verify.Analyzer<BadFieldAnalyzer>(
            "class C { int bad; }",
            test => test.Project.EditorConfig = "root = true\n[*.cs]\ndotnet_diagnostic.TEST0001.severity = none");

    [Fact]
    public Task Global_options_apply() =>
        Verify.Analyzer<BadFieldAnalyzer>(
            "class C { int {|#0:bad|}; }",
            test =>
            {
                test.Project.GlobalOptions["dotnet_diagnostic.TEST0001.severity"] = "error";
                test.Expected.Add(Verify.Diagnostic("TEST0001").WithLocation(0).WithSeverity(DiagnosticSeverity.Error));
            });

    [Fact]
    public Task A_pragma_suppresses() => Verify.Analyzer<BadFieldAnalyzer>("#pragma warning disable TEST0001\nclass C { int bad; }");

    [Fact]
    public Task A_compiler_error_can_be_marked() => Verify.Analyzer<BadFieldAnalyzer>("class C { {|CS0246:Unknown|} good; }");

    [Fact]
    public Task Compiler_errors_can_be_expected() =>
        Verify.Analyzer<BadFieldAnalyzer>("class C { Unknown [|bad|] ", test => test.CompilerErrorsExpected = true);

    [Fact]
    public Task Without_ASP_NET_Core_its_types_are_missing() =>
        Verify.Analyzer<BadFieldAnalyzer>("class C { {|CS0246:HttpContext|}? good; }", test => test.Project.ReferencesAspNetCore = false);

    [Fact]
    public async Task Catches_an_unmarked_finding() =>
        Assert.Contains(
            "unexpected: TEST0001 at Web/Test.cs(1,15)-(1,18), Warning, \"Field 'bad' is bad\"",
            await FailureOf(() => Verify.Analyzer<BadFieldAnalyzer>("class C { int bad; }")));

    [Fact]
    public async Task Catches_a_missing_finding() =>
        Assert.Contains("missing:    TEST0001 at Web/Test.cs(1,15)-(1,19)", await FailureOf(() => Verify.Analyzer<BadFieldAnalyzer>("class C { int [|good|]; }")));

    [Fact]
    public async Task Catches_another_span() =>
        Assert.Contains("class C { int {|TEST0001:bad|}; }", await FailureOf(() => Verify.Analyzer<BadFieldAnalyzer>("class C { [|int bad|]; }")));

    [Fact]
    public async Task Catches_another_id() =>
        Assert.Contains("missing:    TEST0009", await FailureOf(() => Verify.Analyzer<BadFieldAnalyzer>("class C { int {|TEST0009:bad|}; }")));

    [Fact]
    public async Task Catches_a_finding_reported_once_but_marked_twice() =>
        Assert.Contains("missing:", await FailureOf(() => Verify.Analyzer<BadFieldAnalyzer>("class C { int [|[|bad|]|]; }")));

    [Fact]
    public async Task Catches_another_argument() => await CatchesAsync(Verify.Diagnostic("TEST0001").WithLocation(0).WithArguments("good"));

    [Fact]
    public async Task Catches_another_message() => await CatchesAsync(Verify.Diagnostic("TEST0001").WithLocation(0).WithMessage("Field 'bad' is bad."));

    [Fact]
    public async Task Catches_another_severity() => await CatchesAsync(Verify.Diagnostic("TEST0001").WithLocation(0).WithSeverity(DiagnosticSeverity.Info));

    [Fact]
    public async Task Catches_another_additional_location() => await CatchesAsync(Verify.Diagnostic("TEST0001").WithLocation(0).WithAdditionalLocation(0));

    [Fact]
    public async Task Catches_an_additional_location_too_many() => await CatchesAsync(Verify.Diagnostic("TEST0001").WithLocation(0).WithoutAdditionalLocations());

    [Fact]
    public async Task Catches_a_finding_in_the_other_document() =>
        Assert.Contains("unexpected: TEST0001 at Web/A.cs", await FailureOf(() => Verify.Analyzer<BadFieldAnalyzer>(test =>
        {
            test.AddDocument("A.cs", "class A { int bad; }");
            test.AddDocument("B.cs", "class B { int [|bad|]; }");
        })));

    [Fact]
    public async Task Catches_an_analyzer_that_throws() =>
        Assert.Contains("ThrowingAnalyzer threw System.InvalidOperationException: thrown on purpose", await FailureOf(() => Verify.Analyzer<ThrowingAnalyzer>("class C { }")));

    [Fact]
    public async Task Catches_another_rule_that_throws() =>
        Assert.Contains("ThrowingAnalyzer threw", await FailureOf(() => Verify.Analyzer<BadFieldAnalyzer>("class C { int [|bad|]; }", test => test.AllRules = [new ThrowingAnalyzer()])));

    [Fact]
    public async Task Catches_another_rule_that_throws_in_a_referenced_project() =>
        Assert.Contains("ThrowingAnalyzer threw", await FailureOf(() => Verify.Analyzer<BadFieldAnalyzer>("// empty", test =>
        {
            test.AllRules = [new ThrowingAnalyzer()];
            test.Project.References("Core");
            test.AddProject("Core").AddDocument("Core.cs", "class Core { }");
        })));

    [Fact]
    public async Task Catches_a_finding_that_an_IDE_does_not_show() =>
        Assert.Contains("Live analysis of /src/Web/Test.cs alone disagrees", await FailureOf(() => Verify.Analyzer<OnlyInBuildAnalyzer>("class [|C|] { }")));

    [Fact]
    public async Task Catches_source_that_does_not_compile() =>
        Assert.Contains("CS0246", await FailureOf(() => Verify.Analyzer<BadFieldAnalyzer>("class C { Unknown good; }")));

    [Fact]
    public async Task Catches_a_location_number_that_no_document_has() =>
        Assert.Contains("#7", await FailureOf(() => Verify.Analyzer<BadFieldAnalyzer>("class C { }", Verify.Diagnostic("TEST0001").WithLocation(7))));

    private static async Task CatchesAsync(ExpectedDiagnostic expected) =>
        Assert.Contains("missing:    TEST0001", await FailureOf(() => Verify.Analyzer<BadFieldAnalyzer>("class C { int {|#0:bad|}, {|#1:good|}; }", expected)));

    private static async Task<string> FailureOf(Func<Task> verify) => (await Assert.ThrowsAsync<VerificationException>(verify)).Message;
}
