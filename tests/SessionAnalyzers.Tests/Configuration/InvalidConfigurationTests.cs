using SessionAnalyzers.Configuration;
using SessionAnalyzers.Tests.Verification;
using Xunit;

namespace SessionAnalyzers.Tests.Configuration;

public sealed class InvalidConfigurationTests
{
    [Fact]
    public Task A_value_that_is_no_duration_is_reported() => Reported(
        "sessionanalyzers.sess2010.max_idle_timeout = soon",
        "The value 'soon' of 'sessionanalyzers.sess2010.max_idle_timeout' is no duration: write for instance 45m, 12h, 30d or 12:00:00; the default is used");

    [Fact]
    public Task A_number_without_a_unit_is_reported() => Reported(
        "sessionanalyzers.sess2010.max_lifetime = 30",
        "The value '30' of 'sessionanalyzers.sess2010.max_lifetime' is no duration: write for instance 45m, 12h, 30d or 12:00:00; the default is used");

    [Fact]
    public Task A_duration_of_nothing_is_reported() => Reported(
        "sessionanalyzers.sess2010.max_lifetime = 0d",
        "The value '0d' of 'sessionanalyzers.sess2010.max_lifetime' is not longer than nothing; the default is used");

    [Fact]
    public Task A_method_with_parentheses_is_reported() => Reported(
        "sessionanalyzers.general.regenerate_methods = Renew, Sessions.Replace()",
        "The value 'Renew, Sessions.Replace()' of 'sessionanalyzers.general.regenerate_methods' names no method with 'Sessions.Replace()': write Method, Type.Method or Namespace.Type.Method, without parentheses; the default is used");

    [Fact]
    public Task A_word_that_is_none_of_the_option_s_is_reported_with_those_that_are() => Reported(
        "sessionanalyzers.general.test_projects = off",
        "The value 'off' of 'sessionanalyzers.general.test_projects' is none of all, correctness and none; the default is used");

    [Fact]
    public Task A_misspelt_name_is_reported_with_those_of_its_rule() => Reported(
        "sessionanalyzers.sess2010.max_idle = 12h",
        "There is no option 'sessionanalyzers.sess2010.max_idle'; those there are: sessionanalyzers.sess2010.max_idle_timeout, sessionanalyzers.sess2010.max_lifetime");

    [Theory]
    [InlineData("sessionanalyzers.sess9999.limit")]
    [InlineData("sessionanalyzers.limit")]
    public Task A_name_of_no_rule_is_reported_with_all_there_are(string name) => Reported(
        $"{name} = 1",
        $"There is no option '{name}'; those there are: sessionanalyzers.sess2005.script_readable_cookies, sessionanalyzers.sess2010.max_idle_timeout, sessionanalyzers.sess2010.max_lifetime, "
        + "sessionanalyzers.general.identity_keys, sessionanalyzers.general.regenerate_methods, sessionanalyzers.general.destroy_methods, sessionanalyzers.general.read_methods, "
        + "sessionanalyzers.general.write_methods, sessionanalyzers.general.public_api, sessionanalyzers.general.test_projects");

    [Fact]
    public Task A_word_for_the_public_API_is_reported_with_those_there_are() => Reported(
        "sessionanalyzers.general.public_api = open",
        "The value 'open' of 'sessionanalyzers.general.public_api' is neither fixed nor changeable; the default is used");

    [Fact]
    public Task Every_invalid_option_is_reported() => Verify.Analyzer<InvalidConfiguration>("class One;", test =>
    {
        test.Project.EditorConfig = "root = true\n[*.cs]\nsessionanalyzers.sess2010.max_lifetime = long\nsessionanalyzers.sess2010.max_idle_timeout = 20m\nsessionanalyzers.general.public_api = open";
        test.Expected.Add(Verify.Diagnostic("SESS0001"));
        test.Expected.Add(Verify.Diagnostic("SESS0001"));
    });

    [Fact]
    public Task An_invalid_option_is_reported_once_for_all_files() => Verify.Analyzer<InvalidConfiguration>(test =>
    {
        test.AddDocument("One.cs", "class One;");
        test.AddDocument("Two.cs", "class Two;");
        test.Project.EditorConfig = "root = true\n[*.cs]\nsessionanalyzers.sess2010.max_lifetime = long";
        test.Expected.Add(Verify.Diagnostic("SESS0001"));
    });

    [Fact]
    public Task A_global_config_is_checked_too() => Verify.Analyzer<InvalidConfiguration>("class One;", test =>
    {
        test.Project.GlobalOptions["sessionanalyzers.sess2010.max_lifetime"] = "long";
        test.Expected.Add(Verify.Diagnostic("SESS0001"));
    });

    [Theory]
    [InlineData("sessionanalyzers.sess2010.max_idle_timeout = 45m")]
    [InlineData("sessionanalyzers.sess2010.max_idle_timeout = 0.5h")]
    [InlineData("sessionanalyzers.sess2010.max_lifetime = 30.00:00:00")]
    [InlineData("SessionAnalyzers.SESS2010.Max_Lifetime = 90D")]
    [InlineData("sessionanalyzers.sess2005.script_readable_cookies = cart_count, ui_*")]
    [InlineData("sessionanalyzers.general.regenerate_methods = Sessions.Renew, MyApp.Security.Sessions.Replace")]
    [InlineData("sessionanalyzers.general.identity_keys =")]
    [InlineData("sessionanalyzers.general.test_projects = Correctness")]
    [InlineData("another_analyzer.sess2010.max_lifetime = long")]
    public Task A_valid_option_is_not_reported(string option) => Verify.Analyzer<InvalidConfiguration>("class One;", test =>
        test.Project.EditorConfig = $"root = true\n[*.cs]\n{option}");

    [Fact]
    public Task A_project_without_sessions_is_left_alone() => Verify.Analyzer<InvalidConfiguration>("class One;", test =>
    {
        test.Project.ReferencesAspNetCore = false;
        test.Project.EditorConfig = "root = true\n[*.cs]\nsessionanalyzers.sess2010.max_lifetime = long";
    });

    private static Task Reported(string option, string message) => Verify.Analyzer<InvalidConfiguration>("class One;", test =>
    {
        test.Project.EditorConfig = $"root = true\n[*.cs]\n{option}";
        test.Expected.Add(Verify.Diagnostic("SESS0001").WithMessage(message));
    });
}
