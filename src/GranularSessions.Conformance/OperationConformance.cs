using GranularSessions.Storage;

namespace GranularSessions.Conformance;

/// <summary>Operations with an id: executed once, however often they are sent.</summary>
/// <param name="store">The store under test.</param>
public abstract class OperationConformance(StoreFixture store)
{
    private static readonly TimeSpan LongAgo = SessionOperation.Retention;

    /// <summary>The commands that take an operation's id, by name.</summary>
    public static IEnumerable<TheoryDataRow<string>> Commands => Cases.Keys.Select(name => new TheoryDataRow<string>(name));

    /// <summary>Every command that can carry an operation, after one that makes it applicable.</summary>
    private static Dictionary<string, (ItemCommand? Before, ItemCommand Command)> Cases => new(StringComparer.Ordinal)
    {
        ["AddToCounter"] = (new ExchangeCounter("item", 5, null), new AddToCounter("item", by: 2, min: 0, max: 8, lifetime: null)),
        ["ExchangeCounter"] = (new ExchangeCounter("item", 5, null), new ExchangeCounter("item", 7, null)),
        ["ExchangeCounter, absent"] = (null, new ExchangeCounter("item", 7, null)),
        ["RemoveItem"] = (new ExchangeCounter("item", 5, null), new RemoveItem("item", ItemKind.Counter)),
        ["AddToSet"] = (null, new AddToSet("item", [1], null)),
        ["RemoveFromSet"] = (new AddToSet("item", [1], null), new RemoveFromSet("item", [1])),
        ["WriteField"] = (null, new WriteField("item", "field", [1], WriteCondition.IfAbsent, null)),
        ["RemoveField"] = (new WriteField("item", "field", [1], WriteCondition.None, null), new RemoveField("item", "field")),
        ["AddToField"] = (new WriteField("item", "field", "41"u8.ToArray(), WriteCondition.None, null), new AddToField("item", "field", 1, 0, 42, null)),
        ["InsertIntoList"] = (new InsertIntoList("item", [1], ListEnd.Last, 9, DuplicateHandling.Keep, null), new InsertIntoList("item", [1], ListEnd.Last, 9, DuplicateHandling.Keep, null)),
        ["RemoveFromList"] = (new InsertIntoList("item", [1], ListEnd.Last, 9, DuplicateHandling.Keep, null), new RemoveFromList("item", [1])),
        ["WriteValue"] = (null, new WriteValue("item", [1], WriteCondition.IfAbsent, null)),
        ["TakeValue"] = (new WriteValue("item", [1, 2, 3], WriteCondition.None, null), new TakeValue("item", expected: null)),
        ["TakeValue, expected"] = (new WriteValue("item", [1, 2, 3], WriteCondition.None, null), new TakeValue("item", expected: [1, 2, 3])),
        ["ConsumeToken"] = (new IssueToken("item", new byte[32], TimeSpan.FromMinutes(1), 4), new ConsumeToken("item", new byte[32])),
    };

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task Whatever_is_repeated_takes_effect_once_and_is_answered_alike(string name)
    {
        var (before, command) = Cases[name];
        var session = await StoreSession.CreateAsync(store);
        if (before is not null)
        {
            await session.RunAsync(before);
        }

        var operation = NewOperation();
        var first = await session.RunAsync(command with { Operation = operation });
        var repeated = await session.RunAsync(command with { Operation = operation });
        var repeatedSynchronously = session.Run(command with { Operation = operation });

        Assert.Equal((CommandStatus.Applied, false), (first.Status, first.IsReplay));
        AssertReplayOf(first, repeated);
        AssertReplayOf(first, repeatedSynchronously);
    }

    [Fact]
    public async Task One_of_racing_repetitions_takes_effect()
    {
        var session = await StoreSession.CreateAsync(store);
        var operation = NewOperation();

        var answers = await Race.RunAsync(8, _ => session.RunAsync(StoreSession.Increment("counter", operation)));

        Assert.Single(answers, answer => !answer.IsReplay);
        Assert.All(answers, answer => Assert.Equal((CommandStatus.Applied, 1L), (answer.Status, answer.Number)));
        Assert.Equal(1, await session.ReadAsync("counter"));
    }

    [Fact]
    public async Task A_repetition_is_answered_from_the_record_whatever_happened_since()
    {
        var session = await StoreSession.CreateAsync(store);
        var operation = NewOperation();
        await session.RunAsync(StoreSession.Increment("item", operation));
        await session.RunAsync(new RemoveItem("item", ItemKind.Counter));
        await session.RunAsync(new AddToSet("item", [1], null));

        var repeated = await session.RunAsync(StoreSession.Increment("item", operation));

        Assert.Equal((CommandStatus.Applied, 1L, true), (repeated.Status, repeated.Number, repeated.IsReplay));
    }

    [Fact]
    public async Task An_id_used_for_another_command_is_refused()
    {
        var session = await StoreSession.CreateAsync(store);
        var operation = NewOperation();
        await session.RunAsync(StoreSession.Increment("counter", operation));

        var other = new SessionOperation(operation.Id, StoreSession.NewHash(), keepsPayload: false);
        var refused = await session.RunAsync(new ExchangeCounter("counter", 99, null) { Operation = other });
        var refusedRead = await session.RunAsync(new ReadOperation { Operation = other });

        Assert.Equal((CommandStatus.OperationMismatch, 1L), (refused.Status, refused.Generation));
        Assert.Equal(CommandStatus.OperationMismatch, refusedRead.Status);
        Assert.Equal(1, await session.ReadAsync("counter"));
    }

    [Fact]
    public async Task What_was_not_applied_is_not_recorded()
    {
        var session = await StoreSession.CreateAsync(store);
        await session.RunAsync(new ExchangeCounter("counter", 5, null));
        var command = new AddToCounter("counter", by: 1, min: 0, max: 5, lifetime: null) { Operation = NewOperation() };
        Assert.Equal(CommandStatus.NotApplied, (await session.RunAsync(command)).Status);

        await session.RunAsync(new ExchangeCounter("counter", 3, null));
        var retried = await session.RunAsync(command);

        Assert.Equal((CommandStatus.Applied, 4L, false), (retried.Status, retried.Number, retried.IsReplay));
    }

    [Fact]
    public async Task An_operation_can_be_asked_about()
    {
        var session = await StoreSession.CreateAsync(store);
        var operation = NewOperation();

        var before = await session.RunAsync(new ReadOperation { Operation = operation });
        var applied = await session.RunAsync(StoreSession.Increment("counter", operation));
        var after = await session.RunAsync(new ReadOperation { Operation = operation });

        Assert.Equal((CommandStatus.Absent, 1L), (before.Status, before.Generation));
        AssertReplayOf(applied, after);
    }

    [Fact]
    public async Task Asking_records_nothing()
    {
        var session = await StoreSession.CreateAsync(store);
        var operation = NewOperation();
        await session.RunAsync(new ReadOperation { Operation = operation });

        var applied = await session.RunAsync(StoreSession.Increment("counter", operation));

        Assert.Equal((CommandStatus.Applied, false), (applied.Status, applied.IsReplay));
    }

    [Fact]
    public async Task A_write_that_keeps_its_payload_is_answered_with_it()
    {
        var session = await StoreSession.CreateAsync(store);
        var ofValue = NewOperation(keepsPayload: true);
        var ofField = NewOperation(keepsPayload: true);
        var value = new WriteValue("value", [1, 0, 255], WriteCondition.IfAbsent, null) { Operation = ofValue };
        var field = new WriteField("map", "field", [2, 0, 254], WriteCondition.None, null) { Operation = ofField };
        await session.RunAsync(value);
        await session.RunAsync(field);
        await session.RunAsync(new WriteValue("value", [9], WriteCondition.None, null));

        Assert.Equal([1, 0, 255], (await session.RunAsync(new ReadOperation { Operation = ofValue })).Payload);
        Assert.Equal([1, 0, 255], (await session.RunAsync(value)).Payload);
        Assert.Equal([2, 0, 254], (await session.RunAsync(field)).Payload);
    }

    [Fact]
    public async Task An_id_belongs_to_one_session()
    {
        var operation = NewOperation();

        foreach (var session in new[] { await StoreSession.CreateAsync(store), await StoreSession.CreateAsync(store) })
        {
            Assert.False((await session.RunAsync(StoreSession.Increment("counter", operation))).IsReplay);
        }
    }

    [Fact]
    public async Task The_command_that_creates_the_session_is_recorded_too()
    {
        var session = StoreSession.Unborn(store);
        var first = StoreSession.Increment("counter", NewOperation());
        Assert.Equal(CommandStatus.Applied, (await session.CreateAsync(first)).Status);

        Assert.True((await session.RunAsync(first)).IsReplay);
        Assert.Equal(1, await session.ReadAsync("counter"));
    }

    [Fact]
    public async Task Liveness_and_access_are_checked_before_the_record()
    {
        var session = await StoreSession.CreateAsync(store);
        var command = StoreSession.Increment("counter", NewOperation());
        await session.RunAsync(command);

        var verifier = StoreSession.NewHash();
        await session.RunAsync(new RegenerateSession(verifier, previousGrace: null));
        Assert.Equal(CommandStatus.Superseded, (await session.RunAsync(command)).Status);

        session.Access = new SessionAccess(session.Identity.Selector, verifier, generation: null);
        var repeated = await session.RunAsync(command);
        Assert.Equal((true, 2L), (repeated.IsReplay, repeated.Generation));

        await session.RunAsync(new DestroySession());
        Assert.Equal(CommandStatus.SessionMissing, (await session.RunAsync(command)).Status);
    }

    [Fact]
    public async Task Emptying_the_session_keeps_the_records()
    {
        var session = await StoreSession.CreateAsync(store);
        var command = StoreSession.Increment("counter", NewOperation());
        await session.RunAsync(command);

        await session.RunAsync(new WriteEntries(clearFirst: true, new Dictionary<string, byte[]?>()));

        Assert.True((await session.RunAsync(command)).IsReplay);
        Assert.Null(await session.ReadAsync("counter"));
    }

    [Fact]
    public async Task A_sign_in_keeps_the_records_unless_another_user_takes_the_session_over()
    {
        var session = await StoreSession.CreateAsync(store);
        var command = StoreSession.Increment("counter", NewOperation());
        await session.RunAsync(command);

        await SignInAsync(session, "alice", generation: 2);
        Assert.True((await session.RunAsync(command)).IsReplay);
        await SignInAsync(session, "bob", generation: 3);
        Assert.False((await session.RunAsync(command)).IsReplay);
    }

    [Fact]
    public async Task At_the_limit_an_operation_is_refused_and_none_is_forgotten()
    {
        var session = await StoreSession.CreateAsync(store);
        var operations = Enumerable.Range(0, SessionOperation.MaxPerSession).Select(_ => NewOperation()).ToArray();
        foreach (var operation in operations)
        {
            Assert.Equal(CommandStatus.Applied, (await session.RunAsync(StoreSession.Increment("counter", operation))).Status);
        }

        var refused = await session.RunAsync(StoreSession.Increment("counter", NewOperation()));

        Assert.Equal((CommandStatus.OperationLimitReached, 1L), (refused.Status, refused.Generation));
        Assert.Equal(SessionOperation.MaxPerSession, await session.ReadAsync("counter"));
        Assert.True((await session.RunAsync(StoreSession.Increment("counter", operations[0]))).IsReplay);
        Assert.Equal(CommandStatus.Absent, (await session.RunAsync(new ReadOperation { Operation = NewOperation() })).Status);
        Assert.Equal(SessionOperation.MaxPerSession + 1, (await session.RunAsync(StoreSession.Increment("counter"))).Number);
    }

    [Fact]
    public async Task Records_end_with_their_retention_and_make_room()
    {
        var session = await StoreSession.CreateAsync(store);
        for (var n = 0; n < SessionOperation.MaxPerSession; n++)
        {
            await session.RunAsync(StoreSession.Increment("counter", NewOperation()));
        }

        await store.AdvanceAsync(LongAgo);

        Assert.Equal(CommandStatus.Applied, (await session.RunAsync(StoreSession.Increment("counter", NewOperation()))).Status);
    }

    [Fact]
    public async Task An_id_older_than_the_retention_is_refused()
    {
        var session = await StoreSession.CreateAsync(store);
        var old = NewOperation(age: LongAgo);

        var refused = await session.RunAsync(StoreSession.Increment("counter", old));

        Assert.Equal((CommandStatus.OperationExpired, 1L), (refused.Status, refused.Generation));
        Assert.Equal(CommandStatus.OperationExpired, (await session.RunAsync(new ReadOperation { Operation = old })).Status);
        Assert.Null(await session.ReadAsync("counter"));
    }

    [Fact]
    public async Task An_id_younger_than_the_retention_is_accepted_and_recorded()
    {
        var session = await StoreSession.CreateAsync(store);
        var operation = NewOperation(age: LongAgo - StoreFixture.Tolerance);

        Assert.False((await session.RunAsync(StoreSession.Increment("counter", operation))).IsReplay);
        Assert.True((await session.RunAsync(StoreSession.Increment("counter", operation))).IsReplay);
    }

    [Fact]
    public async Task An_increment_sent_again_by_the_same_request_counts_once()
    {
        var state = store.NewVisitor().Request();
        await state.Counter("visits").IncrementAsync();
        var once = state.WithOperation(NewId());

        Assert.Equal(2, await once.Counter("visits").IncrementAsync());
        Assert.Equal(2, await once.Counter("visits").IncrementAsync());
        Assert.Equal(2, await state.Counter("visits").GetAsync());
    }

    [Fact]
    public async Task An_increment_sent_again_by_a_later_request_counts_once()
    {
        var visitor = await NewVisitorAsync();
        var id = NewId();

        var first = await visitor.Request().WithOperation(id).Counter("clicks").IncrementAsync();
        await visitor.Request().Counter("clicks").IncrementAsync(10);
        var again = await visitor.Request().WithOperation(id).Counter("clicks").IncrementAsync();

        Assert.Equal((1, 1), (first, again));
        Assert.Equal(11, await visitor.Request().Counter("clicks").GetAsync());
    }

    [Fact]
    public async Task An_update_sent_again_answers_with_what_it_wrote_and_does_not_run_its_function()
    {
        var visitor = await NewVisitorAsync();
        var id = NewId();
        await visitor.Request().Value<int>("number").SetAsync(5);

        var first = await visitor.Request().WithOperation(id).Value<int>("number").UpdateAsync(current => current + 1);
        await visitor.Request().Value<int>("number").SetAsync(100);
        var again = await visitor.Request().WithOperation(id).Value<int>("number").UpdateAsync(_ => throw new FormatException());

        Assert.Equal((6, 6), (first, again));
        Assert.Equal(100, await visitor.Request().Value<int>("number").GetAsync());
    }

    [Fact]
    public async Task An_update_of_a_field_sent_again_answers_alike_even_when_the_field_is_gone()
    {
        var visitor = await NewVisitorAsync();
        var id = NewId();
        var cart = visitor.Request().Map<int>("cart");
        await cart.SetAsync("tea", 1);

        var first = await visitor.Request().WithOperation(id).Map<int>("cart").TryUpdateAsync("tea", quantity => quantity + 1);
        await cart.RemoveAsync("tea");
        var again = await visitor.Request().WithOperation(id).Map<int>("cart").TryUpdateAsync("tea", quantity => quantity + 1);

        Assert.Equal((true, 2), (first.Applied, first.Value));
        Assert.Equal((true, 2), (again.Applied, again.Value));
        Assert.False(await cart.ContainsAsync("tea"));
    }

    [Fact]
    public async Task An_update_that_meets_contention_is_repeated_under_its_id_and_applied_once()
    {
        var visitor = await NewVisitorAsync();

        await Race.RunAsync(4, async _ =>
        {
            for (var n = 0; n < 20; n++)
            {
                var id = NewId();
                var counted = await visitor.Request().WithOperation(id).Value<int>("number").UpdateAsync(current => current + 1);
                Assert.Equal(counted, await visitor.Request().WithOperation(id).Value<int>("number").UpdateAsync(current => current + 1));
            }
        });

        Assert.Equal(80, await visitor.Request().Value<int>("number").GetAsync());
    }

    [Fact]
    public async Task Racing_repetitions_of_an_update_agree_on_its_result()
    {
        var visitor = await NewVisitorAsync();
        var id = NewId();

        var results = await Race.RunAsync(8, racer => visitor.Request().WithOperation(id).Map<int>("map").AddOrUpdateAsync("field", racer, _ => -1));

        Assert.Single(results.Distinct());
        Assert.Equal(results[0], await visitor.Request().Map<int>("map").GetAsync("field"));
    }

    [Fact]
    public async Task A_value_taken_again_under_the_same_id_is_still_answered()
    {
        var visitor = await NewVisitorAsync();
        var id = NewId();
        await visitor.Request().Value<string>("code").SetAsync("once");

        Assert.Equal("once", await visitor.Request().WithOperation(id).Value<string>("code").TakeAsync());
        Assert.Equal("once", await visitor.Request().WithOperation(id).Value<string>("code").TakeAsync());
        Assert.Null(await visitor.Request().Value<string>("code").TakeAsync());
    }

    [Fact]
    public async Task An_id_with_other_arguments_or_another_item_is_an_exception()
    {
        var visitor = await NewVisitorAsync();
        var once = visitor.Request().WithOperation(NewId());
        await once.Counter("clicks").IncrementAsync();

        var refused = await Assert.ThrowsAsync<SessionOperationException>(() => once.Counter("clicks").IncrementAsync(2));
        await Assert.ThrowsAsync<SessionOperationException>(() => once.Counter("other").IncrementAsync());
        await Assert.ThrowsAsync<SessionOperationException>(() => once.Value<int>("clicks").UpdateAsync(current => current + 1));

        Assert.Equal(SessionOperationRefusal.UsedForAnotherOperation, refused.Refusal);
        Assert.Equal(1, await visitor.Request().Counter("clicks").GetAsync());
    }

    [Fact]
    public async Task An_old_id_and_one_from_the_future_are_exceptions()
    {
        var state = (await NewVisitorAsync()).Request();
        var old = SessionOperationId.Create(new ClockBehind(store.Clock, LongAgo));
        var future = SessionOperationId.Create(new ClockBehind(store.Clock, TimeSpan.FromMinutes(-2)));

        var expired = await Assert.ThrowsAsync<SessionOperationException>(() => state.WithOperation(old).Counter("clicks").IncrementAsync());
        var early = Assert.Throws<SessionOperationException>(() => state.WithOperation(future));
        Assert.Throws<ArgumentException>(() => state.WithOperation(default));

        Assert.Equal(SessionOperationRefusal.Expired, expired.Refusal);
        Assert.Equal(SessionOperationRefusal.CreatedInTheFuture, early.Refusal);
    }

    [Fact]
    public async Task Reads_pass_without_the_id()
    {
        var visitor = await NewVisitorAsync();
        var once = visitor.Request().WithOperation(NewId());

        Assert.Equal(0, await once.Counter("clicks").GetAsync());
        Assert.Equal(1, await once.Counter("clicks").IncrementAsync());
        Assert.Equal(1, await once.Counter("clicks").GetAsync());
    }

    [Fact]
    public async Task What_cannot_be_answered_twice_alike_cannot_carry_an_id()
    {
        var once = (await NewVisitorAsync()).Request().WithOperation(NewId());

        await Assert.ThrowsAsync<NotSupportedException>(() => once.Tokens("form").IssueAsync(TimeSpan.FromMinutes(1)));
        await Assert.ThrowsAsync<NotSupportedException>(() => once.Value<int>("value").UpdateAsync(_ => SessionUpdate.Write(1, true)));
        await Assert.ThrowsAsync<NotSupportedException>(() => once.Map<int>("map").UpdateAsync("field", _ => SessionUpdate.Write(1, true)));
        await Assert.ThrowsAsync<NotSupportedException>(() => once.SignInAsync("alice"));
        await Assert.ThrowsAsync<NotSupportedException>(() => once.RegenerateIdAsync());
        await Assert.ThrowsAsync<NotSupportedException>(() => once.DestroyAsync());
        await Assert.ThrowsAsync<NotSupportedException>(() => once.SetUserAgentHintAsync("Phone"));
    }

    [Fact]
    public async Task An_operation_may_create_the_session()
    {
        var visitor = store.NewVisitor();
        var id = NewId();

        Assert.Equal(1, await visitor.Request().WithOperation(id).Value<int>("number").UpdateAsync(current => current + 1));
        Assert.Equal(1, await visitor.Request().WithOperation(id).Value<int>("number").UpdateAsync(current => current + 1));
    }

    private SessionOperationId NewId() => SessionOperationId.Create(store.Clock);

    private async Task<Visitor> NewVisitorAsync()
    {
        var visitor = store.NewVisitor();
        await visitor.Request().Counter("session").IncrementAsync();
        return visitor;
    }

    private SessionOperation NewOperation(bool keepsPayload = false, TimeSpan age = default)
        => new(SessionOperationId.Create(new ClockBehind(store.Clock, age)), commandHash: StoreSession.NewHash(), keepsPayload);

    private static async Task SignInAsync(StoreSession session, string userId, long generation)
    {
        var verifier = StoreSession.NewHash();
        var signedIn = await session.RunAsync(new SignInSession(verifier, userId, $"id of {userId}"));
        Assert.Equal((CommandStatus.Applied, generation), (signedIn.Status, signedIn.Generation));
        session.Access = new SessionAccess(session.Identity.Selector, verifier, generation);
    }

    private static void AssertReplayOf(CommandResult first, CommandResult repeated)
    {
        Assert.True(repeated.IsReplay);
        Assert.Equal(
            (first.Status, first.Number, first.HadValue, first.Generation),
            (repeated.Status, repeated.Number, repeated.HadValue, repeated.Generation));
        Assert.Equal(first.Payload, repeated.Payload);
    }

    private sealed class ClockBehind(TimeProvider clock, TimeSpan behind) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => clock.GetUtcNow() - behind;
    }
}
