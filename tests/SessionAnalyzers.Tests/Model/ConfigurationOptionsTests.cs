using SessionAnalyzers.Model;
using Xunit;

namespace SessionAnalyzers.Tests.Model;

public sealed class ConfigurationOptionsTests
{
    [Theory]
    [InlineData("fixed", true)]
    [InlineData(" Fixed ", true)]
    [InlineData("changeable", false)]
    [InlineData("Changeable", false)]
    public void A_public_API_is_fixed_or_changeable(string text, bool isFixed)
    {
        Assert.Equal(isFixed, ConfigurationOptions.PublicApiIsFixed.Read(text));
        Assert.Null(ConfigurationOptions.PublicApiIsFixed.WhyInvalid(text));
    }

    [Theory]
    [InlineData("all", "All")]
    [InlineData(" ALL ", "All")]
    [InlineData("correctness", "Correctness")]
    [InlineData("none", "None")]
    public void Test_projects_have_all_rules_some_or_none(string text, string rules)
    {
        Assert.Equal(Enum.Parse<TestProjectRules>(rules), ConfigurationOptions.TestProjects.Read(text));
        Assert.Null(ConfigurationOptions.TestProjects.WhyInvalid(text));
    }

    [Fact]
    public void What_is_invalid_leaves_the_default()
    {
        Assert.False(ConfigurationOptions.PublicApiIsFixed.Read("open"));
        Assert.Equal("is neither fixed nor changeable", ConfigurationOptions.PublicApiIsFixed.WhyInvalid("open"));
        Assert.Equal(TestProjectRules.Correctness, ConfigurationOptions.TestProjects.Read("off"));
        Assert.Equal(TimeSpan.FromHours(12), ConfigurationOptions.MaxIdleTimeout.Read("long"));
        Assert.Equal(TimeSpan.FromDays(30), ConfigurationOptions.MaxLifetime.Read("0d"));
        Assert.Same(MethodNames.None, ConfigurationOptions.DestroyMethods.Read("End()"));
    }

    [Fact]
    public void What_is_valid_is_read()
    {
        Assert.Equal(TimeSpan.FromMinutes(20), ConfigurationOptions.MaxIdleTimeout.Read("20m"));
        Assert.True(ConfigurationOptions.ScriptReadableCookies.Read("ui_*").Contains("ui_theme"));
        Assert.Contains("End", ConfigurationOptions.DestroyMethods.Read("Sessions.End").Simple);
    }
}
