using System.Globalization;

namespace GranularSessions.Tests.Linearizability;

/// <summary>How many histories of a kind are recorded on a server: 500, or what <c>SESSION_TESTS_HISTORIES</c> says for a long run.</summary>
internal static class ManyHistories
{
    public static int OfAKind { get; }
        = int.TryParse(Environment.GetEnvironmentVariable("SESSION_TESTS_HISTORIES"), NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : 500;
}
