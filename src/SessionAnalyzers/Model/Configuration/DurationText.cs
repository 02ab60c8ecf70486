using System.Globalization;

namespace SessionAnalyzers.Model;

/// <summary>Reads durations as people write them in configuration: <c>45m</c>, <c>12h</c>, <c>30d</c>, <c>12:00:00</c>, <c>30.00:00:00</c>.</summary>
internal static class DurationText
{
    public static OptionValue<TimeSpan> Parse(string text)
    {
        text = text.Trim();
        if (!TryParse(text, out var duration))
        {
            return OptionValue<TimeSpan>.Invalid("is no duration: write for instance 45m, 12h, 30d or 12:00:00");
        }

        return duration > TimeSpan.Zero ? duration : OptionValue<TimeSpan>.Invalid("is not longer than nothing");
    }

    private static bool TryParse(string text, out TimeSpan duration)
    {
        // A plain number would be taken for days.
        if (text.IndexOf(':') >= 0)
        {
            return TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out duration);
        }

        duration = default;
        if (text.Length < 2 || !double.TryParse(text.Substring(0, text.Length - 1), NumberStyles.Float, CultureInfo.InvariantCulture, out var number))
        {
            return false;
        }

        var seconds = char.ToLowerInvariant(text[text.Length - 1]) switch
        {
            's' => number,
            'm' => number * 60,
            'h' => number * 3600,
            'd' => number * 86400,
            _ => double.NaN,
        };
        if (!(Math.Abs(seconds) < TimeSpan.MaxValue.TotalSeconds))
        {
            return false;
        }

        duration = TimeSpan.FromSeconds(seconds);
        return true;
    }
}
