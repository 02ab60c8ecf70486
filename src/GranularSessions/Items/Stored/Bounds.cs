namespace GranularSessions.Items.Stored;

internal static class Bounds
{
    public static void Validate(long min, long max)
    {
        if (min > max)
        {
            throw new ArgumentException($"The minimum {min} is greater than the maximum {max}.", nameof(min));
        }
    }
}
