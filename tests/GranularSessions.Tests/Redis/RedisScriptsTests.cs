using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using GranularSessions.Conformance;
using GranularSessions.Redis;
using GranularSessions.Storage;
using GranularSessions.Tests.Servers;

namespace GranularSessions.Tests.Redis;

public sealed partial class RedisScriptsTests(RedisStoreFixture store) : IClassFixture<RedisStoreFixture>
{
    private static readonly Version NewestCommand = new(6, 2, 0);

    internal static IEnumerable<RedisScript> Scripts { get; } = typeof(RedisScripts).GetProperties()
        .Where(property => property.PropertyType == typeof(RedisScript))
        .Select(property => (RedisScript)property.GetValue(null)!)
        .ToArray();

    [Fact]
    public async Task No_script_needs_a_command_newer_than_Redis_6_2()
    {
        _ = store.Store;
        var commands = Scripts.SelectMany(script => Calls().Matches(script.Text)).Select(call => call.Groups[1].Value).Distinct().ToArray();

        Assert.InRange(commands.Length, 30, 50);
        foreach (var command in commands)
        {
            var documentation = (object?[])(await store.Server.SendAsync("COMMAND", "DOCS", command))!;
            var entries = (object?[])documentation[1]!;
            var since = Version.Parse((string)entries[Array.IndexOf(entries, "since") + 1]!);
            Assert.True(since <= NewestCommand, $"{command} came with {since}");
        }
    }

    [Fact]
    public void Every_embedded_script_is_a_commands_or_part_of_one()
    {
        var texts = Scripts.Select(script => script.Text).ToArray();

        foreach (var resource in typeof(RedisScript).Assembly.GetManifestResourceNames().Where(name => name.EndsWith(".lua", StringComparison.Ordinal)))
        {
            using var reader = new StreamReader(typeof(RedisScript).Assembly.GetManifestResourceStream(resource)!);
            var text = reader.ReadToEnd();
            Assert.Contains(texts, script => script.Contains(text, StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task Scripts_touch_declared_keys_alone()
    {
        await using var server = await RedisServer.StartAsync();
        using var client = await server.ConnectAsync();
        var observed = RedisStoreFixture.NewStore(client, "test:");
        using var monitor = new TcpClient();
        await monitor.ConnectAsync(IPAddress.Loopback, server.Port);
        using var log = new StreamReader(monitor.GetStream());
        await monitor.GetStream().WriteAsync("MONITOR\r\n"u8.ToArray());
        Assert.Equal("+OK", await log.ReadLineAsync());

        await RunEverythingAsync(observed);
        await RedisClock.AdvanceAsync(server, "test:", StoreFixture.Idle);
        await observed.RemoveExpiredAsync(10, TestContext.Current.CancellationToken);
        await server.SendAsync("ECHO", "the end");

        var (declared, scripts, isOurs) = (Array.Empty<string>(), new HashSet<string>(), false);
        while (await log.ReadLineAsync() is { } line && !line.Contains("the end", StringComparison.Ordinal))
        {
            var words = Words().Matches(line).Select(word => word.Groups[1].Value).ToArray();
            if (words is [var name, var script, var count, ..] && name.StartsWith("EVAL", StringComparison.OrdinalIgnoreCase))
            {
                // The test's own, which lets time pass, declares none.
                isOurs = count != "0";
                declared = words[3..(3 + int.Parse(count, CultureInfo.InvariantCulture))];
                if (isOurs)
                {
                    scripts.Add(name.Length == "EVAL".Length ? HashOf(Unescaped(script)) : script);
                }
            }
            else if (isOurs && line.Contains(" lua] ", StringComparison.Ordinal) && words is not ["TIME"])
            {
                var keys = words[0] == "UNLINK" ? words[1..] : words[1..2];
                Assert.All(keys, key => Assert.Contains(key, declared));
            }
        }

        Assert.Equal(Scripts.Select(script => HashOf(script.Text)).Order(), scripts.Order());
    }

    [Fact]
    public async Task Scripts_forgotten_in_mid_traffic_are_sent_again()
    {
        const int callers = 4;
        const int increments = 200;
        await using var server = await RedisServer.StartAsync();
        using var client = await server.ConnectAsync();
        var flushed = RedisStoreFixture.NewStore(client, "test:");
        var identity = StoreSession.NewIdentity();
        await flushed.CreateAsync(identity, new ExchangeCounter("counter", 0, lifetime: null), TestContext.Current.CancellationToken);
        var access = new SessionAccess(identity.Selector, identity.VerifierHash, generation: 1);
        using var flushing = new CancellationTokenSource();
        var flush = Task.Run(
            async () =>
            {
                var flushes = 0;
                for (; !flushing.IsCancellationRequested; flushes++)
                {
                    await server.SendAsync("SCRIPT", "FLUSH");
                }

                return flushes;
            },
            TestContext.Current.CancellationToken);

        await Race.RunAsync(callers, async _ =>
        {
            for (var n = 0; n < increments; n++)
            {
                var result = await flushed.ExecuteAsync(access, StoreSession.Increment("counter"), CancellationToken.None);
                Assert.Equal(CommandStatus.Applied, result.Status);
            }
        });
        await flushing.CancelAsync();

        Assert.True(await flush > increments / 10, $"{await flush} flushes");
        Assert.Equal(
            callers * increments,
            (await flushed.ExecuteAsync(access, new ReadCounter("counter"), TestContext.Current.CancellationToken)).Number);
    }

    [Fact]
    public async Task Scripts_forgotten_before_a_synchronous_call_are_sent_again()
    {
        await using var server = await RedisServer.StartAsync();
        using var client = await server.ConnectAsync();
        var flushed = RedisStoreFixture.NewStore(client, "test:");
        var identity = StoreSession.NewIdentity();
        flushed.Create(identity, new ExchangeCounter("counter", 0, lifetime: null), TimeSpan.FromSeconds(10));
        var access = new SessionAccess(identity.Selector, identity.VerifierHash, generation: 1);

        for (var n = 1; n <= 20; n++)
        {
            await server.SendAsync("SCRIPT", "FLUSH");
            Assert.Equal(n, flushed.Execute(access, StoreSession.Increment("counter"), TimeSpan.FromSeconds(10)).Number);
        }
    }

    /// <summary>Every script at least once, on sessions that have everything.</summary>
    internal static async Task RunEverythingAsync(SessionStore store)
    {
        var token = CancellationToken.None;
        var identity = StoreSession.NewIdentity();
        await store.CreateAsync(identity, new WriteEntries(clearFirst: false, new Dictionary<string, byte[]?> { ["entry"] = [1] }), token);
        var access = new SessionAccess(identity.Selector, identity.VerifierHash, generation: 1);
        var operation = new SessionOperation(SessionOperationId.Create(), StoreSession.NewHash(), keepsPayload: false);
        await FillAsync();
        SessionCommand[] reads =
        [
            new TouchSession(), new ReadSession(withEntries: true), new ReadCounter("counter"), new CountItem("set", ItemKind.Set), new ReadSet("set"),
            new FindInSet("set", [1]), new ReadMap("map"), new ReadField("map", "field"), new ReadList("list"), new ReadValue("value"),
            new ReadOperation { Operation = operation }, new SetUserAgentHint("Phone"),
        ];
        SessionCommand[] removals =
        [
            new RemoveFromSet("set", [1]), new RemoveField("map", "number"), new RemoveField("map", "field"), new RemoveFromList("list", [1]),
            new TakeValue("value", expected: null), new ConsumeToken("tokens", new byte[32]), new RemoveItem("counter", ItemKind.Counter),
        ];
        foreach (var command in reads.Concat(removals))
        {
            Assert.Equal(CommandStatus.Applied, (await store.ExecuteAsync(access, command, token)).Status);
        }

        await FillAsync();
        await store.ExecuteAsync(access, new WriteEntries(clearFirst: true, new Dictionary<string, byte[]?>()), token);
        await FillAsync();
        var verifier = StoreSession.NewHash();
        await store.ExecuteAsync(access, new RegenerateSession(verifier, TimeSpan.FromSeconds(30)), token);
        access = new SessionAccess(identity.Selector, verifier, generation: null);
        foreach (var user in new[] { "alice", "bob" })
        {
            verifier = StoreSession.NewHash();
            await store.ExecuteAsync(access, new SignInSession(verifier, user, "id"), token);
            access = new SessionAccess(identity.Selector, verifier, generation: null);
            await FillAsync();
        }

        Assert.Single(await store.ListAsync("bob", token));
        Assert.Single(await store.RevokeAsync(new Revocation(userId: null), token));
        await store.CreateAsync(identity, StoreSession.Increment("counter"), token);
        await store.ExecuteAsync(new SessionAccess(identity.Selector, identity.VerifierHash, generation: null), new DestroySession(), token);
        await store.CreateAsync(StoreSession.NewIdentity(), StoreSession.Increment("counter"), token);

        async Task FillAsync()
        {
            SessionCommand[] writes =
            [
                StoreSession.Increment("counter", operation), StoreSession.Increment("counter"), new ExchangeCounter("counter", 7, lifetime: null),
                new AddToSet("set", [1], lifetime: null), new WriteField("map", "field", [1], WriteCondition.None, lifetime: null),
                new AddToField("map", "number", 1, 0, 100, lifetime: null),
                new InsertIntoList("list", [1], ListEnd.Last, 10, DuplicateHandling.Replace, lifetime: null),
                new WriteValue("value", [1], WriteCondition.None, lifetime: null),
                new IssueToken("tokens", new byte[32], TimeSpan.FromMinutes(1), maxTokens: 4),
            ];
            foreach (var command in writes)
            {
                // Not applied: it is in the set already.
                Assert.InRange((await store.ExecuteAsync(access, command, token)).Status, CommandStatus.Applied, CommandStatus.NotApplied);
            }
        }
    }

    // The server names scripts so.
    private static string HashOf(string text) => Convert.ToHexStringLower(SHA1.HashData(Encoding.UTF8.GetBytes(text)));

    // As MONITOR writes arguments.
    private static string Unescaped(string text) => Escapes().Replace(text, escape => escape.Value == "\\n" ? "\n" : escape.Value[1..]);

    [GeneratedRegex(@"\\.")]
    private static partial Regex Escapes();

    [GeneratedRegex(@"redis\.call\((?:atEnd and )?'([A-Z]+)'")]
    private static partial Regex Calls();

    [GeneratedRegex("\"((?:[^\"\\\\]|\\\\.)*)\"")]
    private static partial Regex Words();
}
