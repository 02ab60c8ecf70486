using SessionAnalyzers.Concurrency;
using SessionAnalyzers.Reliability;
using SessionAnalyzers.Security;
using SessionAnalyzers.Tests.Verification;
using Xunit;

namespace SessionAnalyzers.Tests.Configuration;

/// <summary>The option <c>sessionanalyzers.general.test_projects</c>.</summary>
public sealed class TestProjectTests
{
    private const string Host = """
        class Host
        {
            void Configure(IServiceCollection services) => services.AddSession();
        }
        """;

    private const string ReportedHost = """
        class Host
        {
            void Configure(IServiceCollection services) => services.[|AddSession|]();
        }
        """;

    private const string ReportedVisitCounter = """
        class VisitTests
        {
            void Counts(ISession session) => [|session.SetInt32("visits", (session.GetInt32("visits") ?? 0) + 1)|];
        }
        """;

    private const string VisitCounter = """
        class VisitTests
        {
            void Counts(ISession session) => session.SetInt32("visits", (session.GetInt32("visits") ?? 0) + 1);
        }
        """;

    [Theory]
    [InlineData("IsTestProject")]
    [InlineData("IsTestingPlatformApplication")]
    public Task Security_is_not_reported_in_a_test_project(string property) => Verify.Analyzer<InsecureSessionCookie>(
        Host,
        test => test.Project.GlobalOptions[$"build_property.{property}"] = "true");

    [Fact]
    public Task Security_is_reported_in_a_project_that_says_it_is_no_test_project() => Verify.Analyzer<InsecureSessionCookie>(
        ReportedHost,
        test => test.Project.GlobalOptions["build_property.IsTestProject"] = "false");

    [Fact]
    public Task What_only_a_deployment_loses_is_not_reported_in_a_test_project() => Verify.Analyzer<SessionInProcessMemoryOnly>(
        """
        class Host
        {
            void Configure(IServiceCollection services)
            {
                services.AddDistributedMemoryCache();
                services.AddSession();
            }
        }
        """,
        test => test.Project.GlobalOptions["build_property.IsTestProject"] = "true");

    [Fact]
    public Task Code_that_does_not_work_is_reported_in_a_test_project() => Verify.Analyzer<ReadModifyWrite>(
        ReportedVisitCounter,
        test => test.Project.GlobalOptions["build_property.IsTestProject"] = "true");

    [Fact]
    public Task All_rules_can_be_turned_on() => Verify.Analyzer<InsecureSessionCookie>(
        ReportedHost,
        test => ConfigureTestProject(test, "all"));

    [Fact]
    public Task All_rules_can_be_turned_off() => Verify.Analyzer<ReadModifyWrite>(
        VisitCounter,
        test => ConfigureTestProject(test, "none"));

    [Fact]
    public Task The_option_holds_for_the_files_of_its_section() => Verify.Analyzer<InsecureSessionCookie>(test =>
    {
        test.AddDocument("unit/Host.cs", Host);
        test.AddDocument("hosted/Host.cs", ReportedHost.Replace("class Host", "class SecureHost", StringComparison.Ordinal));
        ConfigureTestProject(test, "all", "hosted/**.cs");
    });

    [Fact]
    public Task The_option_says_nothing_about_other_projects() => Verify.Analyzer<ReadModifyWrite>(
        ReportedVisitCounter,
        test => test.Project.EditorConfig = "root = true\n[*.cs]\nsessionanalyzers.general.test_projects = none");

    private static void ConfigureTestProject(AnalyzerTest test, string rules, string section = "*.cs")
    {
        test.Project.GlobalOptions["build_property.IsTestProject"] = "true";
        test.Project.EditorConfig = $"root = true\n[{section}]\nsessionanalyzers.general.test_projects = {rules}";
    }
}
