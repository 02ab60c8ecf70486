using GranularSessions.Storage;

namespace GranularSessions.Conformance;

/// <summary>What <see cref="SessionStore"/> demands beyond what an application sees.</summary>
/// <param name="store">The store under test.</param>
public abstract class ContractConformance(StoreFixture store)
{
    [Fact]
    public void The_name_is_lower_case_and_constant()
    {
        Assert.Matches("^[a-z0-9_.]+$", store.Store.Name);
        Assert.Equal(store.Store.Name, store.Store.Name);
    }

    [Fact]
    public async Task A_created_session_has_the_first_generation_and_every_answer_says_so()
    {
        var session = StoreSession.Unborn(store);

        var created = await session.CreateAsync(StoreSession.Increment("counter"));
        var read = await session.RunAsync(new ReadCounter("counter"));
        var absent = await session.RunAsync(new ReadCounter("other"));

        Assert.Equal((CommandStatus.Applied, 1L, 1L), (created.Status, created.Number, created.Generation));
        Assert.Equal((CommandStatus.Applied, 1L, 1L), (read.Status, read.Number, read.Generation));
        Assert.Equal((CommandStatus.Absent, 1L), (absent.Status, absent.Generation));
    }

    [Fact]
    public async Task A_first_command_that_is_not_applied_creates_nothing()
    {
        var session = StoreSession.Unborn(store);
        var refused = new AddToCounter("counter", by: 5, min: 0, max: 4, lifetime: null);

        Assert.Equal(CommandStatus.NotApplied, (await session.CreateAsync(refused)).Status);

        Assert.Equal(CommandStatus.SessionMissing, (await session.RunAsync(new TouchSession())).Status);
        Assert.Equal(CommandStatus.Applied, (await session.CreateAsync(StoreSession.Increment("counter"))).Status);
    }

    [Fact]
    public async Task A_selector_in_use_is_refused_and_its_session_is_untouched()
    {
        var session = await StoreSession.CreateAsync(store);

        Assert.Equal(CommandStatus.SessionExists, (await session.CreateAsync(StoreSession.Increment("session"))).Status);
        Assert.Equal(CommandStatus.SessionExists, store.Store.Create(session.Identity, StoreSession.Increment("session"), TimeSpan.FromSeconds(10)).Status);

        Assert.Equal(1, await session.ReadAsync("session"));
    }

    [Fact]
    public async Task Of_racing_creators_under_one_selector_one_creates()
    {
        var session = StoreSession.Unborn(store);

        var answers = await Race.RunAsync(8, _ => session.CreateAsync(StoreSession.Increment("session")));

        Assert.Single(answers, answer => answer.Status == CommandStatus.Applied);
        Assert.Equal(7, answers.Count(answer => answer.Status == CommandStatus.SessionExists));
        Assert.Equal(1, await session.ReadAsync("session"));
    }

    [Fact]
    public async Task The_synchronous_forms_do_the_same()
    {
        var session = StoreSession.Unborn(store);

        var created = store.Store.Create(session.Identity, StoreSession.Increment("counter"), TimeSpan.FromSeconds(10));
        var incremented = session.Run(StoreSession.Increment("counter"));
        var snapshot = session.Run(new ReadSession(withEntries: true));

        Assert.Equal((CommandStatus.Applied, 1L), (created.Status, created.Number));
        Assert.Equal((CommandStatus.Applied, 2L), (incremented.Status, incremented.Number));
        Assert.Equal(session.Identity.Id, snapshot.Session!.Id);
        Assert.Equal(2, await session.ReadAsync("counter"));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    [InlineData(long.MaxValue)]
    public async Task A_generation_that_is_not_the_sessions_is_superseded(long generation)
    {
        var session = await StoreSession.CreateAsync(store);
        session.Access = new SessionAccess(session.Identity.Selector, session.Identity.VerifierHash, generation);

        Assert.Equal(CommandStatus.Superseded, (await session.RunAsync(new TouchSession())).Status);
        Assert.Equal(CommandStatus.Superseded, (await session.RunAsync(new DestroySession())).Status);
        Assert.Equal(CommandStatus.Superseded, session.Run(StoreSession.Increment("session")).Status);
    }

    [Fact]
    public async Task A_wrong_verifier_is_superseded_whatever_it_asks_for()
    {
        var session = await StoreSession.CreateAsync(store);
        session.Access = new SessionAccess(session.Identity.Selector, StoreSession.NewHash(), generation: null);

        SessionCommand[] commands =
        [
            new TouchSession(), new ReadSession(withEntries: true), new DestroySession(), StoreSession.Increment("session"),
            new ReadCounter("session"), new RegenerateSession(StoreSession.NewHash(), previousGrace: null),
            new SignInSession(StoreSession.NewHash(), "alice", "id"), new WriteEntries(clearFirst: true, new Dictionary<string, byte[]?>()),
        ];
        foreach (var command in commands)
        {
            Assert.Equal(CommandStatus.Superseded, (await session.RunAsync(command)).Status);
        }
    }

    [Fact]
    public async Task An_established_access_outlives_its_cookie_by_no_generation()
    {
        var session = await StoreSession.CreateAsync(store);
        var verifier = StoreSession.NewHash();
        var regenerated = await session.RunAsync(new RegenerateSession(verifier, previousGrace: null));
        Assert.Equal((CommandStatus.Applied, 2L), (regenerated.Status, regenerated.Generation));

        Assert.Equal(CommandStatus.Superseded, (await session.RunAsync(new TouchSession())).Status);
        session.Access = session.Access.EstablishedAt(1);
        Assert.Equal(CommandStatus.Superseded, (await session.RunAsync(new TouchSession())).Status);
        session.Access = new SessionAccess(session.Identity.Selector, verifier, generation: null);
        Assert.Equal((CommandStatus.Applied, 2L), Outcome(await session.RunAsync(new TouchSession())));
    }

    [Fact]
    public async Task An_access_of_the_previous_generation_in_its_grace_cannot_regenerate_or_sign_in_but_can_destroy()
    {
        var session = await StoreSession.CreateAsync(store);
        await session.RunAsync(new RegenerateSession(StoreSession.NewHash(), TimeSpan.FromSeconds(30)));

        Assert.Equal((CommandStatus.Applied, 1L), Outcome(await session.RunAsync(new TouchSession())));
        Assert.Equal(CommandStatus.NotApplied, (await session.RunAsync(new RegenerateSession(StoreSession.NewHash(), previousGrace: null))).Status);
        Assert.Equal(CommandStatus.Superseded, (await session.RunAsync(new SignInSession(StoreSession.NewHash(), "alice", "id"))).Status);
        Assert.Equal(CommandStatus.Applied, (await session.RunAsync(new DestroySession())).Status);
        Assert.Equal(CommandStatus.SessionMissing, (await session.RunAsync(new TouchSession())).Status);
    }

    [Fact]
    public async Task Destroying_answers_with_the_session_as_it_was()
    {
        var session = await StoreSession.CreateAsync(store);
        var verifier = StoreSession.NewHash();
        await session.RunAsync(new SetUserAgentHint("Phone"));
        await session.RunAsync(new SignInSession(verifier, "alice", "another id"));
        session.Access = new SessionAccess(session.Identity.Selector, verifier, generation: 2);

        var destroyed = await session.RunAsync(new DestroySession());

        Assert.Equal((session.Identity.Id, "alice", "Phone"), (destroyed.Session!.Id, destroyed.Session.UserId, destroyed.Session.UserAgentHint));
    }

    [Fact]
    public async Task A_command_cancelled_before_it_is_sent_does_nothing()
    {
        var session = await StoreSession.CreateAsync(store);
        var unborn = StoreSession.Unborn(store);
        var cancelled = new CancellationToken(canceled: true);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            async () => await store.Store.ExecuteAsync(session.Access, StoreSession.Increment("session"), cancelled));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            async () => await store.Store.CreateAsync(unborn.Identity, StoreSession.Increment("session"), cancelled));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await store.Store.ListAsync("alice", cancelled));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await store.Store.RevokeAsync(new Revocation("alice"), cancelled));

        Assert.Equal(1, await session.ReadAsync("session"));
        Assert.Equal(CommandStatus.SessionMissing, (await unborn.RunAsync(new TouchSession())).Status);
    }

    [Fact]
    public async Task Many_entries_are_written_and_removed_in_one_step()
    {
        var session = await StoreSession.CreateAsync(store);
        var written = Enumerable.Range(0, 200).ToDictionary(n => $"key {n}", n => (byte[]?)BitConverter.GetBytes(n), StringComparer.Ordinal);
        var removed = written.Keys.Where((_, index) => index % 2 == 0).ToDictionary(key => key, _ => (byte[]?)null, StringComparer.Ordinal);
        removed["new"] = [];

        await session.RunAsync(new WriteEntries(clearFirst: false, written));
        await session.RunAsync(new WriteEntries(clearFirst: false, removed));

        var entries = (await session.RunAsync(new ReadSession(withEntries: true))).Session!.Entries;
        Assert.Equal(101, entries.Count);
        Assert.Empty(entries["new"]);
        Assert.Equal(BitConverter.GetBytes(199), entries["key 199"]);
        Assert.False(entries.ContainsKey("key 198"));
    }

    [Fact]
    public async Task Entries_keep_every_byte()
    {
        var session = await StoreSession.CreateAsync(store);
        var bytes = Enumerable.Range(0, 256).Select(value => (byte)value).ToArray();

        await session.RunAsync(new WriteEntries(clearFirst: false, new Dictionary<string, byte[]?> { ["all"] = bytes }));

        Assert.Equal(bytes, (await session.RunAsync(new ReadSession(withEntries: true))).Session!.Entries["all"]);
    }

    [Fact]
    public async Task Entries_are_read_only_when_they_are_asked_for()
    {
        var session = await StoreSession.CreateAsync(store);
        await session.RunAsync(new WriteEntries(clearFirst: false, new Dictionary<string, byte[]?> { ["key"] = [1] }));

        Assert.Empty((await session.RunAsync(new ReadSession(withEntries: false))).Session!.Entries);
    }

    private static (CommandStatus Status, long Generation) Outcome(CommandResult result) => (result.Status, result.Generation);
}
