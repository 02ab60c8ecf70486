using System.Collections;
using GranularSessions.Storage;
using GranularSessions.Storage.InMemory;

namespace GranularSessions.Tests.Unit;

public sealed class InMemorySessionTests
{
    private static readonly DateTimeOffset Now = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly NewSession Identity = new("selector", new byte[32], "id");
    private static readonly SessionAccess Access = new("selector", new byte[32], generation: 1);

    private readonly InMemoryUserIndex _users = new();

    private InMemorySession NewSession()
        => new(Identity, new SessionTimeouts(new GranularSessionOptions { AbsoluteTimeout = TimeSpan.FromHours(1) }), _users, Now);

    private InMemorySession NewSessionOf(string userId)
    {
        var session = NewSession();
        var signedIn = session.Run(Access, new SignInSession(Identity.VerifierHash, userId, "new id"), Now);
        Assert.Equal(CommandStatus.Applied, signedIn.Status);
        return session;
    }

    [Fact]
    public void A_command_that_found_the_session_before_its_end_is_refused_because_Run_checks_IsAlive()
    {
        var session = NewSession();
        session.Run(Access, new DestroySession(), Now);

        var late = session.Run(Access, new AddToCounter("visits", 1, long.MinValue, long.MaxValue, null), Now);

        Assert.Equal(CommandStatus.SessionMissing, late.Status);
    }

    [Fact]
    public void A_command_waits_for_the_one_under_way_because_Run_holds_the_lock()
    {
        var session = NewSession();
        var overtook = false;
        var underWay = new Dictionary<string, byte[]?> { ["key"] = [1] }.Select(entry =>
        {
            // Runs inside the first command; only the lock keeps the second from completing now.
            var second = Task.Factory.StartNew(
                () => session.Run(Access, new TouchSession(), Now), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
            overtook = second.Wait(TimeSpan.FromMilliseconds(500));
            return entry;
        });

        session.Run(Access, new WriteEntries(clearFirst: false, new LazyEntries(underWay)), Now);

        Assert.False(overtook);
    }

    [Fact]
    public void A_command_that_found_the_session_before_the_clean_up_is_refused()
    {
        var session = NewSession();
        Assert.True(session.RemoveExpired(Now.AddMinutes(20)));

        // A clock that was set back does not revive what the clean-up has dropped.
        Assert.Equal(CommandStatus.SessionMissing, session.Run(Access, new TouchSession(), Now).Status);
    }

    [Fact]
    public void A_command_that_found_the_session_before_its_revocation_is_refused_because_Revoke_ends_it()
    {
        var session = NewSessionOf("alice");
        Assert.NotNull(session.Revoke(new Revocation("alice"), Now));

        var late = session.Run(new SessionAccess("selector", Identity.VerifierHash, generation: null), new TouchSession(), Now);

        Assert.Equal(CommandStatus.SessionMissing, late.Status);
    }

    [Fact]
    public void A_session_that_ends_leaves_its_users_index()
    {
        var destroyed = NewSessionOf("alice");
        Assert.Equal(["selector"], _users.SelectorsOf("alice"));
        destroyed.Run(new SessionAccess("selector", Identity.VerifierHash, generation: null), new DestroySession(), Now);
        Assert.Empty(_users.AllSelectors());

        NewSessionOf("bob").RemoveExpired(Now.AddMinutes(20));
        Assert.Empty(_users.AllSelectors());

        NewSessionOf("carol").Run(
            new SessionAccess("selector", Identity.VerifierHash, generation: null), new SignInSession(Identity.VerifierHash, "dave", "new id"), Now);
        Assert.Empty(_users.SelectorsOf("carol"));
    }

    [Fact]
    public void A_wrong_verifier_is_superseded_because_Run_authenticates_every_access()
    {
        var guess = new SessionAccess("selector", Enumerable.Repeat((byte)1, 32).ToArray(), generation: null);

        Assert.Equal(CommandStatus.Superseded, NewSession().Run(guess, new TouchSession(), Now).Status);
    }

    [Fact]
    public void Clean_up_drops_expired_items_of_a_living_session()
    {
        var items = new InMemoryItems();
        items.Run(new AddToSet("set", [1], TimeSpan.FromMinutes(1)), Now);
        items.Run(new IssueToken("tokens", [1], TimeSpan.FromMinutes(1), 10), Now);

        items.RemoveExpired(Now.AddMinutes(1));

        Assert.Equal(0, items.Run(new CountItem("set", ItemKind.Set), Now).Number);
        Assert.Equal(0, items.Run(new CountItem("tokens", ItemKind.Tokens), Now).Number);
    }

    /// <summary>Entries that come into being while the store enumerates them.</summary>
    private sealed class LazyEntries(IEnumerable<KeyValuePair<string, byte[]?>> entries) : IReadOnlyDictionary<string, byte[]?>
    {
        public IEnumerable<string> Keys => throw new NotSupportedException();

        public IEnumerable<byte[]?> Values => throw new NotSupportedException();

        public int Count => throw new NotSupportedException();

        public byte[]? this[string key] => throw new NotSupportedException();

        public bool ContainsKey(string key) => throw new NotSupportedException();

        public bool TryGetValue(string key, out byte[]? value) => throw new NotSupportedException();

        public IEnumerator<KeyValuePair<string, byte[]?>> GetEnumerator() => entries.GetEnumerator();

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
