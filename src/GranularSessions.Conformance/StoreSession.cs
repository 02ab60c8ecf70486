using GranularSessions.Cookies;
using GranularSessions.Storage;

namespace GranularSessions.Conformance;

/// <summary>One session as its store knows it, without what the core makes of the store's answers.</summary>
internal sealed class StoreSession
{
    private readonly SessionStore _store;

    private StoreSession(SessionStore store, NewSession identity)
    {
        _store = store;
        Identity = identity;
        Access = new SessionAccess(identity.Selector, identity.VerifierHash, generation: null);
    }

    public NewSession Identity { get; }

    /// <summary>What commands are run with: at first the cookie.</summary>
    public SessionAccess Access { get; set; }

    public static NewSession NewIdentity()
    {
        var credential = SessionCredential.Create();
        return new NewSession(credential.Selector, credential.VerifierHash, SessionCredential.RandomText(bytes: 16));
    }

    public static byte[] NewHash() => SessionCredential.Create().VerifierHash;

    /// <summary>A session that nothing has created yet.</summary>
    public static StoreSession Unborn(StoreFixture fixture) => new(fixture.Store, NewIdentity());

    /// <summary>A session with a counter "session" at 1.</summary>
    public static async Task<StoreSession> CreateAsync(StoreFixture fixture)
    {
        var session = Unborn(fixture);
        var created = await session.CreateAsync(Increment("session"));
        Assert.Equal(CommandStatus.Applied, created.Status);
        return session;
    }

    public static AddToCounter Increment(string key, SessionOperation? operation = null)
        => new(key, by: 1, min: long.MinValue, max: long.MaxValue, lifetime: null) { Operation = operation };

    public async Task<CommandResult> CreateAsync(SessionCommand command)
        => await _store.CreateAsync(Identity, command, TestContext.Current.CancellationToken);

    public async Task<CommandResult> RunAsync(SessionCommand command)
        => await _store.ExecuteAsync(Access, command, TestContext.Current.CancellationToken);

    public CommandResult Run(SessionCommand command) => _store.Execute(Access, command, TimeSpan.FromSeconds(10));

    /// <summary>The counter's value; null when the session has no such counter.</summary>
    public async Task<long?> ReadAsync(string counter)
    {
        var result = await RunAsync(new ReadCounter(counter));
        return result.Status == CommandStatus.Applied ? result.Number : null;
    }
}
