using GranularSessions.Storage;
using GranularSessions.Tests.InMemory;
using Microsoft.AspNetCore.Http;

namespace GranularSessions.Tests.Unit;

/// <summary>An ISession that is changed, loaded or ended while another of its calls waits for the store.</summary>
public sealed class OverlappingSessionTests
{
    private readonly ObservedStoreFixture _store = new();

    [Fact]
    public async Task A_key_removed_while_its_write_is_being_committed_is_removed()
    {
        var visitor = _store.NewVisitor();
        var session = visitor.Session();
        await session.LoadAsync(TestContext.Current.CancellationToken);
        session.SetString("key", "value");
        var sent = new TaskCompletionSource();
        _store.Observed.Gate = (_, _) => sent.Task;

        var commit = session.CommitAsync(TestContext.Current.CancellationToken);
        session.Remove("key");
        sent.SetResult();
        await commit;
        await session.CommitAsync(TestContext.Current.CancellationToken);

        Assert.Null(session.GetString("key"));
        Assert.Null(visitor.Session().GetString("key"));
    }

    [Fact]
    public async Task A_key_removed_after_a_commit_of_unknown_outcome_is_removed()
    {
        var visitor = _store.NewVisitor();
        await visitor.Request().Counter("visits").IncrementAsync();
        var session = visitor.Session();
        await session.LoadAsync(TestContext.Current.CancellationToken);
        session.SetString("key", "value");
        _store.Observed.LostAnswer = command => command is WriteEntries ? new SessionOutcomeUnknownException("The connection was reset.") : null;
        await Assert.ThrowsAsync<SessionOutcomeUnknownException>(() => session.CommitAsync(TestContext.Current.CancellationToken));
        _store.Observed.LostAnswer = _ => null;

        session.Remove("key");
        await session.CommitAsync(TestContext.Current.CancellationToken);

        Assert.Null(visitor.Session().GetString("key"));
    }

    [Fact]
    public async Task What_is_committed_during_a_load_is_read_afterwards()
    {
        var visitor = _store.NewVisitor();
        await visitor.Request().Counter("visits").IncrementAsync();
        var session = visitor.Session();
        DuringTheNextLoad(() =>
        {
            session.SetString("key", "value");
            return session.CommitAsync(TestContext.Current.CancellationToken);
        });

        await session.LoadAsync(TestContext.Current.CancellationToken);

        Assert.Equal("value", session.GetString("key"));
    }

    [Fact]
    public async Task What_a_session_held_that_is_destroyed_during_a_load_is_not_read()
    {
        var visitor = _store.NewVisitor();
        var earlier = visitor.Session();
        earlier.SetString("key", "value");
        await earlier.CommitAsync(TestContext.Current.CancellationToken);
        var session = visitor.Session();
        DuringTheNextLoad(() => session.GetSessionState().DestroyAsync());

        await session.LoadAsync(TestContext.Current.CancellationToken);

        Assert.Null(session.GetString("key"));
    }

    [Fact]
    public async Task A_session_that_is_cleared_before_it_was_read_keeps_its_id()
    {
        var visitor = _store.NewVisitor();
        await visitor.Request().Counter("visits").IncrementAsync();
        var id = visitor.Session().Id;
        var session = visitor.Session();

        session.Clear();
        await session.CommitAsync(TestContext.Current.CancellationToken);

        Assert.Equal(id, session.Id);
        Assert.Empty(session.Keys);
    }

    /// <summary>Does something when the store has read the session, and before its answer arrives.</summary>
    private void DuringTheNextLoad(Func<Task> action) => _store.Observed.LostAnswer = command =>
    {
        if (command is ReadSession)
        {
            _store.Observed.LostAnswer = _ => null;
            Assert.True(action().IsCompletedSuccessfully);
        }

        return null;
    };
}
