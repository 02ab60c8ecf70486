using Microsoft.AspNetCore.Http;

namespace GranularSessions.Conformance;

/// <summary>What is refused, and what only looks as if it should be.</summary>
/// <param name="store">The store under test.</param>
public abstract class BadInputConformance(StoreFixture store)
{
    /// <summary>What is no key.</summary>
    public static IEnumerable<TheoryDataRow<string?>> RefusedKeys
        => new[] { null, "", new string('k', 1025), new string('é', 513), "a\0b" }.Select(key => new TheoryDataRow<string?>(key));

    [Theory]
    [MemberData(nameof(RefusedKeys))]
    public async Task Keys_that_are_empty_too_long_or_no_text_are_refused(string? key)
    {
        var state = store.NewVisitor().Request();

        Assert.ThrowsAny<ArgumentException>(() => state.Counter(key!));
        Assert.ThrowsAny<ArgumentException>(() => state.Set<int>(key!));
        Assert.ThrowsAny<ArgumentException>(() => state.Map<int>(key!));
        Assert.ThrowsAny<ArgumentException>(() => state.List<int>(key!));
        Assert.ThrowsAny<ArgumentException>(() => state.Value<int>(key!));
        Assert.ThrowsAny<ArgumentException>(() => state.Tokens(key!));
        await Assert.ThrowsAnyAsync<ArgumentException>(() => state.Map<int>("map").SetAsync(key!, 1));
        await Assert.ThrowsAnyAsync<ArgumentException>(() => state.Map<int>("map").IncrementAsync(key!));
        await Assert.ThrowsAnyAsync<ArgumentException>(() => state.SignInAsync(key!));
    }

    // Not a theory row: the runner cannot carry half a surrogate pair.
    [Fact]
    public void A_key_that_is_no_Unicode_is_refused()
        => Assert.Throws<ArgumentException>(() => store.NewVisitor().Request().Counter("\ud800"));

    [Theory]
    [InlineData("a b")]
    [InlineData("ключ:{1}")]
    [InlineData("'; drop table sessions; --")]
    [InlineData("line\nbreak")]
    public async Task Any_other_text_is_a_key(string key)
    {
        var visitor = store.NewVisitor();

        await visitor.Request().Counter(key).IncrementAsync();
        await visitor.Request().Map<int>("map").SetAsync(key, 7);

        Assert.Equal(1, await visitor.Request().Counter(key).GetAsync());
        Assert.Equal(7, await visitor.Request().Map<int>("map").GetAsync(key));
    }

    [Fact]
    public async Task The_longest_key_fits()
        => Assert.Equal(1, await store.NewVisitor().Request().Counter(new string('k', 1024)).IncrementAsync());

    [Fact]
    public void A_lifetime_must_be_positive()
    {
        var state = store.NewVisitor().Request();

        Assert.Throws<ArgumentOutOfRangeException>(() => state.Counter("a", TimeSpan.Zero));
        Assert.Throws<ArgumentOutOfRangeException>(() => state.Value<int>("a", TimeSpan.FromTicks(-1)));
    }

    [Fact]
    public async Task The_longest_lifetime_does_not_overflow()
    {
        var counter = store.NewVisitor().Request().Counter("a", TimeSpan.MaxValue);

        await counter.IncrementAsync();

        Assert.Equal(1, await counter.GetAsync());
    }

    [Fact]
    public async Task A_key_of_another_kind_is_an_exception_that_names_both()
    {
        var state = store.NewVisitor().Request();
        await state.Counter("key").IncrementAsync();

        var refused = await Assert.ThrowsAsync<SessionItemKindException>(() => state.Set<int>("key").AddAsync(1));
        await Assert.ThrowsAsync<SessionItemKindException>(() => state.Set<int>("key").GetAllAsync());
        await Assert.ThrowsAsync<SessionItemKindException>(() => state.Map<int>("key").RemoveAsync("field"));
        await Assert.ThrowsAsync<SessionItemKindException>(() => state.List<int>("key").CountAsync());
        await Assert.ThrowsAsync<SessionItemKindException>(() => state.Value<int>("key").RemoveAsync());
        await Assert.ThrowsAsync<SessionItemKindException>(() => state.Tokens("key").IssueAsync(TimeSpan.FromMinutes(1)));

        Assert.Equal("key", refused.Key);
        Assert.Contains("Counter", refused.Message, StringComparison.Ordinal);
        Assert.Contains("Set", refused.Message, StringComparison.Ordinal);
        Assert.Equal(1, await state.Counter("key").GetAsync());
    }

    [Fact]
    public async Task A_counter_never_counts_on_an_item_of_another_kind()
    {
        var state = store.NewVisitor().Request();
        await state.Value<int>("number").SetAsync(5);
        await state.Set<int>("set").AddAsync(5);

        await Assert.ThrowsAsync<SessionItemKindException>(() => state.Counter("number").IncrementAsync());
        await Assert.ThrowsAsync<SessionItemKindException>(() => state.Counter("set").IncrementAsync());

        Assert.Equal(5, await state.Value<int>("number").GetAsync());
        Assert.Equal([5], await state.Set<int>("set").GetAllAsync());
    }

    [Fact]
    public async Task A_value_that_is_no_JSON_is_refused_before_a_session_is_created()
    {
        var visitor = store.NewVisitor();
        var circle = new Circular();
        circle.Self = circle;

        await Assert.ThrowsAsync<SessionSerializationException>(() => visitor.Request().Value<Circular>("a").SetAsync(circle));
        await Assert.ThrowsAsync<SessionSerializationException>(() => visitor.Request().Value<Action>("a").SetAsync(() => { }));
        await Assert.ThrowsAsync<SessionSerializationException>(() => visitor.Request().List<double>("a").AppendAsync(double.NaN));

        Assert.Null(visitor.Cookie);
    }

    [Fact]
    public async Task A_null_value_is_refused()
    {
        var state = store.NewVisitor().Request();

        await Assert.ThrowsAsync<ArgumentNullException>(() => state.Value<string>("a").SetAsync(null!));
        await Assert.ThrowsAsync<ArgumentNullException>(() => state.Set<string>("a").AddAsync(null!));
        await Assert.ThrowsAsync<ArgumentNullException>(() => state.Value<string>("a").UpdateAsync(null!));
        Assert.Throws<ArgumentNullException>(() => store.NewVisitor().Session().Set("a", null!));
    }

    [Fact]
    public async Task A_value_beyond_the_limit_is_refused_before_a_session_is_created()
    {
        var visitor = store.NewVisitor();
        var large = new string('x', 1024 * 1024);

        await Assert.ThrowsAsync<SessionValueTooLargeException>(() => visitor.Request().Value<string>("a").SetAsync(large));
        await Assert.ThrowsAsync<SessionValueTooLargeException>(() => visitor.Request().Map<string>("a").SetAsync("f", large));
        Assert.Throws<SessionValueTooLargeException>(() => visitor.Session().Set("a", new byte[(1024 * 1024) + 1]));

        Assert.Null(visitor.Cookie);
    }

    [Fact]
    public async Task A_large_value_within_the_limit_is_kept()
    {
        var visitor = store.NewVisitor();
        var large = new string('x', (1024 * 1024) - 2);

        await visitor.Request().Value<string>("a").SetAsync(large);

        Assert.Equal(large, await visitor.Request().Value<string>("a").GetAsync());
    }

    [Fact]
    public async Task A_tampered_truncated_or_invented_cookie_is_no_session()
    {
        var visitor = store.NewVisitor();
        await visitor.Request().Counter("visits").IncrementAsync();
        var cookie = visitor.Cookie!;
        var tampered = cookie[..^2] + (cookie[^2] == 'A' ? 'B' : 'A') + cookie[^1];
        string[] bad = ["", ".", cookie[..^1], cookie + "A", cookie.Replace('.', '-'), cookie[..22], tampered, new string('.', 66), "é" + cookie[1..]];

        foreach (var value in bad)
        {
            Assert.Equal(0, await new Visitor(store) { Cookie = value }.Request().Counter("visits").GetAsync());
        }

        Assert.Equal(1, await visitor.Request().Counter("visits").GetAsync());
    }

    [Fact]
    public async Task A_session_is_never_created_under_an_id_that_the_client_invented()
    {
        var invented = Cookies.SessionCredential.Create().CookieValue;
        var visitor = new Visitor(store) { Cookie = invented };

        await visitor.Request().Counter("visits").IncrementAsync();

        Assert.NotEqual(invented[..22], visitor.Cookie![..22]);
        Assert.Equal(0, await new Visitor(store) { Cookie = invented }.Request().Counter("visits").GetAsync());
    }

    [Fact]
    public async Task A_cancelled_operation_does_nothing()
    {
        var visitor = store.NewVisitor();
        await visitor.Request().Counter("visits").IncrementAsync();
        var cancelled = new CancellationToken(canceled: true);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => visitor.Request().Counter("visits").IncrementAsync(cancellationToken: cancelled));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => visitor.Request().DestroyAsync(cancelled));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => visitor.Request().RegenerateIdAsync(cancellationToken: cancelled));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => store.NewVisitor().Request().Counter("a").IncrementAsync(cancellationToken: cancelled));

        Assert.Equal(1, await visitor.Request().Counter("visits").GetAsync());
    }

    [Fact]
    public async Task The_empty_key_that_ISession_allows_works_there()
    {
        var visitor = store.NewVisitor();
        var session = visitor.Session();

        session.SetString("", "empty");
        await session.CommitAsync();

        Assert.Equal("empty", visitor.Session().GetString(""));
    }

    private sealed class Circular
    {
        public Circular? Self { get; set; }
    }
}
