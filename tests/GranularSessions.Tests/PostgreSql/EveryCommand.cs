using GranularSessions.Conformance;
using GranularSessions.Storage;

namespace GranularSessions.Tests.PostgreSql;

/// <summary>Runs every command once, for tests about what they need and leave behind.</summary>
internal static class EveryCommand
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);

    private static IEnumerable<SessionCommand> OnAnAnonymousSession =>
    [
        new TouchSession(), new ReadSession(withEntries: true), new SetUserAgentHint("Phone"),
        new WriteEntries(clearFirst: false, new Dictionary<string, byte[]?> { ["a"] = [1], ["b"] = null }),
        StoreSession.Increment("counter"), new ExchangeCounter("counter", 5, Lifetime), new ReadCounter("counter"), new CountItem("counter", ItemKind.Counter),
        new AddToSet("set", [1], Lifetime), new FindInSet("set", [1]), new ReadSet("set"), new RemoveFromSet("set", [1]),
        new WriteField("map", "field", "1"u8.ToArray(), WriteCondition.None, Lifetime), new AddToField("map", "field", 1, 0, 9, null),
        new ReadField("map", "field"), new ReadMap("map"), new RemoveField("map", "field"),
        new InsertIntoList("list", [1], ListEnd.Last, 1, DuplicateHandling.Keep, Lifetime),
        new InsertIntoList("list", [2], ListEnd.First, 1, DuplicateHandling.Replace, null), new ReadList("list"), new RemoveFromList("list", [2]),
        new WriteValue("value", [1], WriteCondition.IfAbsent, Lifetime), new ReadValue("value"), new TakeValue("value", expected: [1]),
        new IssueToken("tokens", new byte[32], Lifetime, 4), new ConsumeToken("tokens", new byte[32]), new RemoveItem("tokens", ItemKind.Tokens),
        StoreSession.Increment("counter", new SessionOperation(SessionOperationId.Create(), new byte[32], keepsPayload: false)),
        new ReadOperation { Operation = new SessionOperation(SessionOperationId.Create(), new byte[32], keepsPayload: false) },
        new WriteEntries(clearFirst: true, new Dictionary<string, byte[]?> { ["a"] = [2] }),
    ];

    public static async Task RunAsync(SessionStore store)
    {
        var identity = StoreSession.NewIdentity();
        var access = new SessionAccess(identity.Selector, identity.VerifierHash, generation: null);
        await store.CreateAsync(identity, StoreSession.Increment("counter"), CancellationToken.None);
        foreach (var command in OnAnAnonymousSession)
        {
            Assert.NotEqual(CommandStatus.SessionMissing, (await store.ExecuteAsync(access, command, CancellationToken.None)).Status);
        }

        var user = Guid.NewGuid().ToString();
        var verifier = StoreSession.NewHash();
        await store.ExecuteAsync(access, new RegenerateSession(verifier, TimeSpan.FromSeconds(30)), CancellationToken.None);
        access = new SessionAccess(identity.Selector, verifier, generation: null);
        var signedIn = await store.ExecuteAsync(access, new SignInSession(StoreSession.NewHash(), user, "id"), CancellationToken.None);
        access = access.EstablishedAt(signedIn.Generation);
        Assert.Single(await store.ListAsync(user, CancellationToken.None));
        Assert.Empty(await store.RevokeAsync(new Revocation(user, onlyId: "another"), CancellationToken.None));
        await store.RemoveExpiredAsync(atMost: 10, CancellationToken.None);
        Assert.Equal(CommandStatus.Applied, (await store.ExecuteAsync(access, new DestroySession(), CancellationToken.None)).Status);
    }
}
