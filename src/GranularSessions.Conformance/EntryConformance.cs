using System.Text;
using Microsoft.AspNetCore.Http;

namespace GranularSessions.Conformance;

/// <summary>What is written through ISession.</summary>
/// <param name="store">The store under test.</param>
public abstract class EntryConformance(StoreFixture store)
{
    private async Task<Visitor> VisitorWithAsync(params (string Key, string Value)[] entries)
    {
        var visitor = store.NewVisitor();
        var session = visitor.Session();
        foreach (var (key, value) in entries)
        {
            session.SetString(key, value);
        }

        await session.CommitAsync();
        return visitor;
    }

    [Fact]
    public async Task A_committed_entry_is_read_by_the_next_request()
    {
        var visitor = await VisitorWithAsync(("name", "Zoë"));

        Assert.Equal("Zoë", visitor.Session().GetString("name"));
        Assert.Equal(["name"], visitor.Session().Keys);
    }

    [Fact]
    public async Task An_uncommitted_entry_is_read_by_its_own_request_only()
    {
        var visitor = await VisitorWithAsync(("name", "before"));
        var session = visitor.Session();

        session.SetString("name", "after");

        Assert.Equal("after", session.GetString("name"));
        Assert.Equal("before", visitor.Session().GetString("name"));
    }

    [Fact]
    public async Task A_request_reads_one_snapshot()
    {
        var visitor = await VisitorWithAsync(("name", "before"));
        var session = visitor.Session();
        await session.LoadAsync();

        var other = visitor.Session();
        other.SetString("name", "after");
        await other.CommitAsync();

        Assert.Equal("before", session.GetString("name"));
    }

    [Fact]
    public async Task Commits_of_different_keys_commute_because_only_changed_keys_are_written()
    {
        var visitor = await VisitorWithAsync(("a", "0"), ("b", "0"));
        var first = visitor.Session();
        var second = visitor.Session();
        Assert.Equal(["a", "b"], first.Keys.Order());
        Assert.Equal(["a", "b"], second.Keys.Order());

        first.SetString("a", "1");
        second.SetString("b", "2");
        await second.CommitAsync();
        await first.CommitAsync();

        Assert.Equal("1", visitor.Session().GetString("a"));
        Assert.Equal("2", visitor.Session().GetString("b"));
    }

    [Fact]
    public async Task A_removed_entry_is_gone_and_the_others_stay()
    {
        var visitor = await VisitorWithAsync(("a", "0"), ("b", "0"));
        var session = visitor.Session();

        session.Remove("a");
        Assert.Null(session.GetString("a"));
        await session.CommitAsync();

        Assert.Equal(["b"], visitor.Session().Keys);
    }

    [Fact]
    public async Task Removing_what_is_not_there_creates_no_session()
    {
        var visitor = store.NewVisitor();
        var session = visitor.Session();

        session.Remove("a");
        session.Clear();
        await session.CommitAsync();

        Assert.Null(visitor.Cookie);
    }

    [Fact]
    public async Task Clear_empties_the_granular_items_too()
    {
        var visitor = await VisitorWithAsync(("a", "0"));
        await visitor.Request().Counter("visits").IncrementAsync();
        var session = visitor.Session();

        session.Clear();
        session.SetString("b", "kept");
        Assert.Equal(["b"], session.Keys);
        await session.CommitAsync();

        Assert.Equal(["b"], visitor.Session().Keys);
        Assert.Null(await visitor.Request().Counter("visits").GetOrNullAsync());
    }

    [Fact]
    public async Task Clear_keeps_its_place_among_granular_operations()
    {
        var visitor = await VisitorWithAsync(("a", "0"));
        var session = visitor.Session();
        await session.GetSessionState().Counter("before").IncrementAsync();

        session.Clear();
        await session.GetSessionState().Counter("after").IncrementAsync();
        await session.CommitAsync();

        Assert.Null(await visitor.Request().Counter("before").GetOrNullAsync());
        Assert.Equal(1, await visitor.Request().Counter("after").GetAsync());
    }

    [Fact]
    public async Task A_commit_that_fails_keeps_its_changes_for_the_next()
    {
        var visitor = await VisitorWithAsync(("a", "0"));
        var session = visitor.Session();
        session.SetString("a", "1");

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => session.CommitAsync(new CancellationToken(canceled: true)));
        await session.CommitAsync();

        Assert.Equal("1", visitor.Session().GetString("a"));
    }

    [Fact]
    public async Task Values_are_copied_in_and_out()
    {
        var visitor = store.NewVisitor();
        var session = visitor.Session();
        var bytes = Encoding.UTF8.GetBytes("abc");

        session.Set("key", bytes);
        bytes[0] = (byte)'X';
        Assert.True(session.TryGetValue("key", out var read));
        read![1] = (byte)'X';
        await session.CommitAsync();

        Assert.Equal("abc", visitor.Session().GetString("key"));
    }

    [Fact]
    public async Task The_id_is_stable_over_requests_and_regeneration_and_not_in_the_cookie()
    {
        var visitor = store.NewVisitor();
        var session = visitor.Session();
        var id = session.Id;
        session.SetString("a", "0");
        await session.CommitAsync();

        await visitor.Request().RegenerateIdAsync();

        Assert.NotEmpty(id);
        Assert.Equal(id, visitor.Session().Id);
        Assert.DoesNotContain(id, visitor.Cookie, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Entries_and_granular_items_of_one_name_do_not_disturb_each_other()
    {
        var visitor = await VisitorWithAsync(("visits", "text"));

        await visitor.Request().Counter("visits").IncrementAsync();

        Assert.Equal("text", visitor.Session().GetString("visits"));
        Assert.Equal(1, await visitor.Request().Counter("visits").GetAsync());
    }

    [Fact]
    public async Task One_session_serves_many_threads()
    {
        var visitor = store.NewVisitor();
        var session = visitor.Session();

        await Race.RunAsync(8, number =>
        {
            for (var n = 0; n < 200; n++)
            {
                session.SetInt32($"{number}-{n}", n);
            }

            return Task.CompletedTask;
        });
        await session.CommitAsync();

        Assert.Equal(1600, visitor.Session().Keys.Count());
    }
}
