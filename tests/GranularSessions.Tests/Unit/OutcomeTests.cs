using GranularSessions.Sessions;
using GranularSessions.Storage;
using GranularSessions.Storage.InMemory;
using GranularSessions.Tests.InMemory;
using GranularSessions.Tests.Support;

namespace GranularSessions.Tests.Unit;

/// <summary>What a caller learns of an operation whose store failed, and what a retry does.</summary>
public sealed class OutcomeTests
{
    private readonly ObservedStoreFixture _store = new();

    private void LoseAnswersTo<TCommand>(int answers = 1)
        where TCommand : SessionCommand
        => _store.Observed.LostAnswer = command => command is TCommand && answers-- > 0
            ? new SessionOutcomeUnknownException("The connection was reset.")
            : null;

    private void FailBefore<TCommand>(int calls = 1)
        where TCommand : SessionCommand
        => _store.Observed.Failure = command => command is TCommand && calls-- > 0
            ? new SessionOutcomeUnknownException("The connection was reset.")
            : null;

    private async Task<Conformance.Visitor> NewVisitorAsync()
    {
        var visitor = _store.NewVisitor();
        await visitor.Request().Counter("visits").IncrementAsync();
        return visitor;
    }

    [Fact]
    public async Task Without_an_id_the_exception_says_that_a_retry_may_apply_it_twice()
    {
        var visitor = await NewVisitorAsync();
        var counter = visitor.Request().Counter("visits");
        LoseAnswersTo<AddToCounter>();

        var failure = await Assert.ThrowsAsync<SessionOutcomeUnknownException>(() => counter.IncrementAsync());

        Assert.False(failure.IsRetrySafe);
        Assert.Contains("a retry may apply it twice", failure.Message, StringComparison.Ordinal);
        Assert.Equal(3, await counter.IncrementAsync());
    }

    [Fact]
    public async Task With_an_id_a_retry_is_safe_and_applies_it_once()
    {
        var visitor = await NewVisitorAsync();
        var counter = visitor.Request().WithOperation(SessionOperationId.Create(_store.Clock)).Counter("visits");
        LoseAnswersTo<AddToCounter>();

        var failure = await Assert.ThrowsAsync<SessionOutcomeUnknownException>(() => counter.IncrementAsync());

        Assert.True(failure.IsRetrySafe);
        Assert.Contains("Repeating it is safe", failure.Message, StringComparison.Ordinal);
        Assert.Equal(2, await counter.IncrementAsync());
        Assert.Equal(2, await visitor.Request().Counter("visits").GetAsync());
    }

    [Fact]
    public async Task With_an_id_a_retry_applies_what_was_not_applied()
    {
        var counter = (await NewVisitorAsync()).Request().WithOperation(SessionOperationId.Create(_store.Clock)).Counter("visits");
        FailBefore<AddToCounter>();

        await Assert.ThrowsAsync<SessionOutcomeUnknownException>(() => counter.IncrementAsync());

        Assert.Equal(2, await counter.IncrementAsync());
    }

    [Fact]
    public async Task An_update_whose_answer_was_lost_is_repeated_safely()
    {
        var visitor = await NewVisitorAsync();
        var number = visitor.Request().WithOperation(SessionOperationId.Create(_store.Clock)).Value<int>("number");
        LoseAnswersTo<WriteValue>();

        var failure = await Assert.ThrowsAsync<SessionOutcomeUnknownException>(() => number.UpdateAsync(current => current + 1));
        Assert.True(failure.IsRetrySafe);

        Assert.Equal(1, await number.UpdateAsync(current => current + 1));
        Assert.Equal(1, await visitor.Request().Value<int>("number").GetAsync());
    }

    [Fact]
    public async Task A_read_whose_answer_was_lost_has_changed_nothing()
    {
        var counter = (await NewVisitorAsync()).Request().Counter("visits");
        LoseAnswersTo<ReadCounter>();

        await Assert.ThrowsAsync<SessionUnavailableException>(() => counter.GetAsync());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_creation_of_unknown_outcome_is_retried_and_leaves_one_session(bool happened)
    {
        var visitor = _store.NewVisitor();
        var counter = visitor.Request().WithOperation(SessionOperationId.Create(_store.Clock)).Counter("visits");
        if (happened)
        {
            LoseAnswersTo<AddToCounter>();
        }
        else
        {
            FailBefore<AddToCounter>();
        }

        await Assert.ThrowsAsync<SessionOutcomeUnknownException>(() => counter.IncrementAsync());
        Assert.Equal(0, visitor.CookiesReceived);

        Assert.Equal(1, await counter.IncrementAsync());
        Assert.Equal(1, visitor.CookiesReceived);
        Assert.Equal(1, await visitor.Request().Counter("visits").GetAsync());
        await _store.AdvanceAsync(Conformance.StoreFixture.Idle);
        Assert.Equal(1, await _store.Store.RemoveExpiredAsync(atMost: 10, TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_sign_in_of_unknown_outcome_can_be_retried_by_the_same_request(bool happened)
    {
        var visitor = await NewVisitorAsync();
        var state = visitor.Request();
        await state.Counter("visits").GetAsync();
        if (happened)
        {
            LoseAnswersTo<SignInSession>();
        }
        else
        {
            FailBefore<SignInSession>();
        }

        await Assert.ThrowsAsync<SessionOutcomeUnknownException>(() => state.SignInAsync("alice"));
        await state.SignInAsync("alice");

        Assert.Equal("alice", await visitor.Request().GetUserIdAsync());
        Assert.Equal(1, await visitor.Request().Counter("visits").GetAsync());
    }

    [Fact]
    public async Task After_a_regeneration_of_unknown_outcome_the_request_goes_on_and_the_client_gets_the_id_that_is_valid()
    {
        var visitor = await NewVisitorAsync();
        var state = visitor.Request();
        await state.Counter("visits").GetAsync();
        LoseAnswersTo<RegenerateSession>();

        await Assert.ThrowsAsync<SessionOutcomeUnknownException>(() => state.RegenerateIdAsync());
        Assert.Equal(2, await state.Counter("visits").IncrementAsync());

        Assert.Equal(2, await visitor.Request().Counter("visits").GetAsync());
    }

    [Fact]
    public async Task A_regeneration_of_unknown_outcome_takes_no_session_from_the_one_who_did_regenerate_it()
    {
        var visitor = await NewVisitorAsync();
        var state = visitor.Request();
        await state.Counter("visits").GetAsync();
        FailBefore<RegenerateSession>();
        await Assert.ThrowsAsync<SessionOutcomeUnknownException>(() => state.RegenerateIdAsync());

        var other = visitor.Copy();
        await other.Request().RegenerateIdAsync();
        await Assert.ThrowsAsync<SessionSupersededException>(() => state.Counter("visits").IncrementAsync());

        Assert.Equal(1, visitor.CookiesReceived);
        Assert.Equal(1, await other.Request().Counter("visits").GetAsync());
    }

    [Fact]
    public async Task After_a_regeneration_of_unknown_outcome_the_session_can_be_destroyed()
    {
        var visitor = await NewVisitorAsync();
        var state = visitor.Request();
        await state.SignInAsync("alice");
        LoseAnswersTo<RegenerateSession>();
        await Assert.ThrowsAsync<SessionOutcomeUnknownException>(() => state.RegenerateIdAsync());

        await state.DestroyAsync();

        Assert.Null(visitor.Cookie);
        Assert.Empty(await _store.Registry.ListAsync("alice"));
    }

    [Fact]
    public async Task Destroying_again_is_safe()
    {
        var visitor = await NewVisitorAsync();
        var state = visitor.Request();
        LoseAnswersTo<DestroySession>();

        var failure = await Assert.ThrowsAsync<SessionOutcomeUnknownException>(() => state.DestroyAsync());
        Assert.True(failure.IsRetrySafe);

        await state.DestroyAsync();
        Assert.Null(visitor.Cookie);
    }

    [Fact]
    public async Task A_call_beyond_its_time_that_was_not_applied_is_unavailable()
    {
        var clock = new ManualTimeProvider();
        var (client, store) = NewClient(clock);
        var waiting = new TaskCompletionSource();
        store.Gate = async (_, cancellationToken) =>
        {
            waiting.SetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
        };

        var call = client.ExecuteAsync(new SessionAccess("selector", new byte[32], null), new TouchSession(), synchronously: false, CancellationToken.None);
        await waiting.Task;
        clock.Advance(TimeSpan.FromSeconds(10));

        var failure = await Assert.ThrowsAsync<SessionUnavailableException>(async () => await call);
        Assert.IsAssignableFrom<OperationCanceledException>(failure.InnerException);
        Assert.Contains("00:00:10", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_call_that_the_caller_cancels_is_cancelled_with_the_callers_token()
    {
        var (client, store) = NewClient(new ManualTimeProvider());
        using var cancel = new CancellationTokenSource();
        store.Gate = async (_, cancellationToken) =>
        {
            await cancel.CancelAsync();
            cancellationToken.ThrowIfCancellationRequested();
        };

        var failure = await Assert.ThrowsAsync<OperationCanceledException>(async () => await client.CreateAsync(
            new NewSession("selector", new byte[32], "id"), new SetUserAgentHint("Phone"), synchronously: false, cancel.Token));

        Assert.Equal(cancel.Token, failure.CancellationToken);
    }

    [Fact]
    public async Task A_synchronous_load_is_given_the_same_time_and_its_failure_throws()
    {
        var visitor = await NewVisitorAsync();
        var session = visitor.Session();
        _store.Observed.Failure = command => command is ReadSession ? new SessionUnavailableException("The store did not answer in time.") : null;

        Assert.Throws<SessionUnavailableException>(() => session.Keys);
        Assert.Equal(TimeSpan.FromSeconds(10), _store.Observed.SynchronousTimeout);
    }

    private static (StoreClient Client, ObservedStore Store) NewClient(TimeProvider clock)
    {
        var options = Conformance.StoreFixture.Options;
        var store = new ObservedStore(new InMemorySessionStore(options, clock));
        return (new StoreClient(store, options, clock, StoreDoubles.NewTelemetry()), store);
    }
}
