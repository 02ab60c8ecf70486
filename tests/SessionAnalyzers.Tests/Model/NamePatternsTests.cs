using SessionAnalyzers.Model;
using Xunit;

namespace SessionAnalyzers.Tests.Model;

public sealed class NamePatternsTests
{
    [Theory]
    [InlineData("cart", "cart")]
    [InlineData("Cart", "cART")]
    [InlineData("a, cart ,b", "cart")]
    [InlineData("ui_*", "ui_")]
    [InlineData("ui_*", "UI_theme")]
    [InlineData("*_ui", "theme_ui")]
    [InlineData("*count*", "cart_count_2")]
    [InlineData("a*b*c", "a1b2c")]
    [InlineData("*", "anything")]
    [InlineData("*", "")]
    [InlineData("*count*", "count_2")]
    [InlineData("a*b*c", "abc")]
    [InlineData("a*b*b", "abb")]
    [InlineData("ab*bc", "abbc")]
    public void Matches(string patterns, string name) => Assert.True(NamePatterns.Parse(patterns).Contains(name));

    [Theory]
    [InlineData("", "cart")]
    [InlineData(" , ", "")]
    [InlineData("cart", "carts")]
    [InlineData("ui_*", "gui_theme")]
    [InlineData("*_ui", "theme_ui2")]
    [InlineData("ab*ba", "aba")]
    [InlineData("a*b*c", "acb")]
    [InlineData("a*b*c", "ac")]
    [InlineData("a*bc*c", "abc")]
    [InlineData("*a*a*", "a")]
    public void Does_not_match(string patterns, string name) => Assert.False(NamePatterns.Parse(patterns).Contains(name));
}
