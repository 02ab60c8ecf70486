using System.Text.RegularExpressions;
using GranularSessions.Conformance;
using GranularSessions.Redis;
using GranularSessions.Storage;
using GranularSessions.Tests.Redis;
using GranularSessions.Tests.Servers;

namespace GranularSessions.Tests.Documentation;

public sealed partial class StoresRedisPageTests() : StorePageTests("stores-redis.md", typeof(StoresRedisExamples), typeof(RedisSessionOptions))
{
    [Fact]
    public async Task The_rights_that_the_page_lists_are_enough()
    {
        await using var server = await RedisServer.StartAsync();
        var rights = Rights().Match(Page.ReplaceLineEndings(" ")).Groups[1].Value;

        // The tests' client can only sign in as the default user.
        await server.SendAsync(["ACL", "SETUSER", "default", "resetkeys", .. rights.Split(' ', StringSplitOptions.RemoveEmptyEntries)]);
        using var client = await server.ConnectAsync();
        await RedisScriptsTests.RunEverythingAsync(RedisStoreFixture.NewStore(client, "shop:"));

        var other = RedisStoreFixture.NewStore(client, "other:");
        await Assert.ThrowsAnyAsync<SessionException>(
            async () => await other.CreateAsync(StoreSession.NewIdentity(), new AddToSet("set", [1], lifetime: null), CancellationToken.None));
    }

    [GeneratedRegex("`ACL SETUSER sessions on >secret (.*?)`")]
    private static partial Regex Rights();
}
