namespace GranularSessions.Conformance;

/// <summary>One-time tokens.</summary>
/// <param name="store">The store under test.</param>
public abstract class TokenConformance(StoreFixture store)
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);

    [Fact]
    public async Task A_token_is_consumed_once_and_then_known_as_consumed()
    {
        var tokens = store.NewVisitor().Request().Tokens("form");
        var token = await tokens.IssueAsync(Lifetime);

        Assert.Equal(TokenConsumption.Consumed, await tokens.ConsumeAsync(token));
        Assert.Equal(TokenConsumption.AlreadyConsumed, await tokens.ConsumeAsync(token));
    }

    [Fact]
    public async Task One_of_racing_consumers_consumes_because_a_consumed_token_is_marked()
    {
        var tokens = store.NewVisitor().Request().Tokens("form");

        for (var round = 0; round < 50; round++)
        {
            var token = await tokens.IssueAsync(Lifetime);
            var outcomes = await Race.RunAsync(4, _ => tokens.ConsumeAsync(token));

            Assert.Single(outcomes, TokenConsumption.Consumed);
            Assert.Equal(3, outcomes.Count(outcome => outcome == TokenConsumption.AlreadyConsumed));
        }
    }

    [Fact]
    public async Task Unknown_tokens_are_refused_whatever_they_look_like()
    {
        var tokens = store.NewVisitor().Request().Tokens("form");
        var token = await tokens.IssueAsync(Lifetime);

        Assert.Equal(TokenConsumption.Unknown, await tokens.ConsumeAsync(null));
        Assert.Equal(TokenConsumption.Unknown, await tokens.ConsumeAsync(""));
        Assert.Equal(TokenConsumption.Unknown, await tokens.ConsumeAsync(token[..^1]));
        Assert.Equal(TokenConsumption.Unknown, await tokens.ConsumeAsync(new string('A', token.Length)));
        Assert.Equal(TokenConsumption.Unknown, await tokens.ConsumeAsync(new string('\0', 100_000)));
    }

    [Fact]
    public async Task A_token_of_another_session_or_key_is_unknown()
    {
        var state = store.NewVisitor().Request();
        var token = await state.Tokens("form").IssueAsync(Lifetime);
        var other = store.NewVisitor().Request();
        await other.Tokens("form").IssueAsync(Lifetime);

        Assert.Equal(TokenConsumption.Unknown, await other.Tokens("form").ConsumeAsync(token));
        Assert.Equal(TokenConsumption.Unknown, await state.Tokens("other").ConsumeAsync(token));
    }

    [Fact]
    public async Task A_token_expires()
    {
        var tokens = store.NewVisitor().Request().Tokens("form");
        var token = await tokens.IssueAsync(Lifetime);
        var consumed = await tokens.IssueAsync(Lifetime);
        await tokens.ConsumeAsync(consumed);

        await store.AdvanceAsync(Lifetime);

        Assert.Equal(TokenConsumption.Unknown, await tokens.ConsumeAsync(token));
        Assert.Equal(TokenConsumption.Unknown, await tokens.ConsumeAsync(consumed));
    }

    [Fact]
    public async Task Beyond_the_limit_the_token_that_expires_first_is_forgotten()
    {
        var tokens = store.NewVisitor().Request().Tokens("form");
        var brief = await tokens.IssueAsync(Lifetime / 2);
        var kept = new List<string>();
        for (var n = 0; n < 4; n++)
        {
            kept.Add(await tokens.IssueAsync(Lifetime));
        }

        Assert.Equal(TokenConsumption.Unknown, await tokens.ConsumeAsync(brief));
        foreach (var token in kept)
        {
            Assert.Equal(TokenConsumption.Consumed, await tokens.ConsumeAsync(token));
        }
    }

    [Fact]
    public async Task ConsumeOrThrow_says_why()
    {
        var tokens = store.NewVisitor().Request().Tokens("form");
        var token = await tokens.IssueAsync(Lifetime);
        await tokens.ConsumeOrThrowAsync(token);

        var consumed = await Assert.ThrowsAsync<SessionTokenException>(() => tokens.ConsumeOrThrowAsync(token));
        var unknown = await Assert.ThrowsAsync<SessionTokenException>(() => tokens.ConsumeOrThrowAsync("guess"));

        Assert.Equal(TokenConsumption.AlreadyConsumed, consumed.Outcome);
        Assert.Equal(TokenConsumption.Unknown, unknown.Outcome);
    }

    [Fact]
    public async Task Consuming_without_a_session_creates_none()
    {
        var visitor = store.NewVisitor();

        Assert.Equal(TokenConsumption.Unknown, await visitor.Request().Tokens("form").ConsumeAsync(new string('A', 43)));
        Assert.Null(visitor.Cookie);
    }

    [Fact]
    public async Task Cleared_tokens_are_unknown()
    {
        var tokens = store.NewVisitor().Request().Tokens("form");
        var token = await tokens.IssueAsync(Lifetime);

        Assert.True(await tokens.ClearAsync());
        Assert.Equal(TokenConsumption.Unknown, await tokens.ConsumeAsync(token));
    }

    [Fact]
    public async Task Tokens_do_not_repeat_and_suit_a_url()
    {
        var tokens = store.NewVisitor().Request().Tokens("form");

        var first = await tokens.IssueAsync(Lifetime);
        var second = await tokens.IssueAsync(Lifetime);

        Assert.NotEqual(first, second);
        Assert.Equal(first, Uri.EscapeDataString(first));
    }

    [Fact]
    public async Task A_lifetime_must_be_positive()
        => await Assert.ThrowsAsync<ArgumentOutOfRangeException>(
            () => store.NewVisitor().Request().Tokens("form").IssueAsync(TimeSpan.Zero));
}
