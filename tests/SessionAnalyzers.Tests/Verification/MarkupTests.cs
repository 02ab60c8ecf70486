using Microsoft.CodeAnalysis.Text;
using Xunit;

namespace SessionAnalyzers.Tests.Verification;

public sealed class MarkupTests
{
    [Fact]
    public void Markup_is_taken_out_of_the_text()
    {
        Markup markup = Markup.Parse("a [|b|] {|SESS1001:c|} {|#3:d|} e");

        Assert.Equal("a b c d e", markup.Text);
        Assert.Equal([new TextSpan(2, 1)], markup.Unnamed);
        Assert.Equal([("SESS1001", new TextSpan(4, 1))], markup.Named);
        Assert.Equal(new TextSpan(6, 1), markup.Numbered[3]);
    }

    [Fact]
    public void Markup_nests()
    {
        Markup markup = Markup.Parse("{|#0:a[|b|]c|}");

        Assert.Equal("abc", markup.Text);
        Assert.Equal(new TextSpan(0, 3), markup.Numbered[0]);
        Assert.Equal([new TextSpan(1, 1)], markup.Unnamed);
    }

    [Theory]
    [InlineData("if (x is [1, ..] || y) { }")]
    [InlineData("var all = new[] { a|b };")]
    [InlineData("$\"{x}|}\"")]
    public void Code_that_only_resembles_markup_stays(string code) => Assert.Equal(code, Markup.Parse(code).Text);

    [Theory]
    [InlineData("[|a")]
    [InlineData("{|SESS1001:a|]")]
    public void Unclosed_markup_is_an_error(string source) => Assert.Throws<VerificationException>(() => Markup.Parse(source));

    [Fact]
    public void A_number_twice_is_an_error() => Assert.Throws<VerificationException>(() => Markup.Parse("{|#0:a|} {|#0:b|}"));
}
