namespace GranularSessions.Tests.Servers;

/// <summary>What becomes of tests whose server is not installed.</summary>
internal static class ServerTests
{
    private const string RequireServers = "SESSION_TESTS_REQUIRE_SERVERS";

    /// <summary>Skips the running test, or fails it where <c>SESSION_TESTS_REQUIRE_SERVERS=1</c> demands its server.</summary>
    public static void NoServer(string reason)
    {
        if (Environment.GetEnvironmentVariable(RequireServers) == "1")
        {
            Assert.Fail($"{reason} {RequireServers}=1 demands it.");
        }

        Assert.Skip(reason);
    }
}
