using SessionAnalyzers.Model;
using Xunit;

namespace SessionAnalyzers.Tests.Model;

/// <summary>Keys are written with <c>*</c> for what is only known when the app runs.</summary>
public sealed class KeyPatternTests
{
    [Theory]
    [InlineData("cart", "cart", false)]
    [InlineData("cart*", "cart", true)]
    [InlineData("*_cart", "", true)]
    [InlineData("cart*_*", "cart", true)]
    public void A_pattern_has_the_text_before_its_first_gap(string key, string text, bool hasGap)
    {
        KeyPattern pattern = KeyPattern.Of(Key(key))!;

        Assert.Equal((text, hasGap), (pattern.Text, pattern.HasGap));
        Assert.Equal(key.Replace("*", "{}", StringComparison.Ordinal), pattern.ToString());
    }

    [Theory]
    [InlineData("*")]
    [InlineData("**")]
    [InlineData("")]
    public void A_key_without_text_has_no_pattern(string key) => Assert.Null(KeyPattern.Of(Key(key)));

    [Fact]
    public void A_key_that_is_not_known_has_no_pattern() => Assert.Null(KeyPattern.Of(SessionKey.Unknown));

    [Theory]
    [InlineData("cart", "cart", true)]
    [InlineData("cart", "Cart", false)]
    [InlineData("cart*", "cart*", true)]
    [InlineData("cart*", "cart", false)]
    [InlineData("cart*", "cart1", false)]
    public void A_pattern_matches_the_keys_of_its_text(string pattern, string key, bool matches) => Assert.Equal(matches, KeyPattern.Of(Key(pattern))!.Matches(Key(key)));

    [Fact]
    public void No_pattern_matches_a_key_that_is_not_known() => Assert.False(KeyPattern.Of(Key("cart"))!.Matches(SessionKey.Unknown));

    [Theory]
    [InlineData("cart", "cart", true)]
    [InlineData("cart", "carts", false)]
    [InlineData("answer*", "answer1", true)]
    [InlineData("answer*", "question1", false)]
    [InlineData("answer*", "ans", false)]
    [InlineData("*_value", "a_value", true)]
    [InlineData("*_value", "a_text", false)]
    [InlineData("a*c", "abc", true)]
    [InlineData("a*c", "abd", false)]
    [InlineData("a*c", "bbc", false)]
    [InlineData("a*", "*b", true)]
    [InlineData("a*", "ab*", true)]
    [InlineData("a*", "b*", false)]
    [InlineData("*a", "*b", false)]
    [InlineData("*a", "*ba", true)]
    [InlineData("*a", "b*", true)]
    [InlineData("a*b*", "a*", true)]
    public void A_key_of_another_pattern_may_be_the_same(string one, string other, bool may)
    {
        Assert.Equal(may, KeyPattern.Of(Key(one))!.MayAlias(Key(other)));
        Assert.Equal(may, KeyPattern.Of(Key(other))!.MayAlias(Key(one)));
    }

    [Fact]
    public void A_key_that_is_not_known_may_be_any() => Assert.True(KeyPattern.Of(Key("cart"))!.MayAlias(SessionKey.Unknown));

    [Theory]
    [InlineData("cart", "Cart", true)]
    [InlineData("cart", "cart", false)]
    [InlineData("cart", "basket", false)]
    [InlineData("cart*", "CART*", true)]
    public void Patterns_may_differ_by_case_alone(string one, string other, bool differ) => Assert.Equal(differ, KeyPattern.Of(Key(one))!.DiffersByCase(KeyPattern.Of(Key(other))!));

    private static SessionKey Key(string text) => SessionKey.Concat(text.Select(c => c == '*' ? SessionKey.Of(new KeyPart.UnresolvedName("x")) : SessionKey.Constant(c.ToString())));
}
