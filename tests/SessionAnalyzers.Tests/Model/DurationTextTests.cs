using SessionAnalyzers.Model;
using Xunit;

namespace SessionAnalyzers.Tests.Model;

public sealed class DurationTextTests
{
    [Theory]
    [InlineData("45s", "00:00:45")]
    [InlineData("45m", "00:45:00")]
    [InlineData("12h", "12:00:00")]
    [InlineData("30d", "30.00:00:00")]
    [InlineData("1.5H", "01:30:00")]
    [InlineData(" 2m ", "00:02:00")]
    [InlineData("00:20:00", "00:20:00")]
    [InlineData("1.00:00:00", "1.00:00:00")]
    public void A_duration_has_a_unit_or_colons(string text, string duration) => Assert.Equal(TimeSpan.Parse(duration), DurationText.Parse(text).Value);

    [Theory]
    [InlineData("")]
    [InlineData("m")]
    [InlineData("30")]
    [InlineData("d30")]
    [InlineData("12x")]
    [InlineData("1e300d")]
    [InlineData("NaNm")]
    [InlineData("12:xx")]
    public void Anything_else_is_none(string text) => Assert.Equal("is no duration: write for instance 45m, 12h, 30d or 12:00:00", DurationText.Parse(text).Problem);

    [Theory]
    [InlineData("0m")]
    [InlineData("-5m")]
    [InlineData("00:00:00")]
    [InlineData("-00:00:01")]
    public void A_duration_is_longer_than_nothing(string text) => Assert.Equal("is not longer than nothing", DurationText.Parse(text).Problem);
}
