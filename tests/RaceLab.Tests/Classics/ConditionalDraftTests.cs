using System.Net;
using Microsoft.Extensions.DependencyInjection;
using RaceLab.Classics;
using RaceLab.Classics.Wrong;
using RaceLab.Tests.Support;

namespace RaceLab.Tests.Classics;

public sealed class ConditionalDraftTests(SharedLab shared)
{
    private const string Right = "/classics/draft";
    private const string Stock = "/classics/wrong/draft";
    private static readonly (string, string) IfThereIsNone = ("If-None-Match", "*");

    [Fact]
    public async Task An_unchanged_draft_is_not_sent_again()
    {
        var lab = shared.Lab;
        using var visitor = lab.NewVisitor();
        await PutAsync(visitor, Right, "first", IfThereIsNone);
        var tag = await TagAsync(visitor, Right);

        using var again = await visitor.GetAsync(Right, ("If-None-Match", tag));

        Assert.Equal(HttpStatusCode.NotModified, again.StatusCode);
        Assert.Equal(tag, again.Headers.ETag!.ToString());
        Assert.Equal(0, again.Content.Headers.ContentLength ?? 0);
    }

    [Fact]
    public async Task A_changed_draft_is_sent_with_another_tag()
    {
        var lab = shared.Lab;
        using var visitor = lab.NewVisitor();
        await PutAsync(visitor, Right, "first", IfThereIsNone);
        var tag = await TagAsync(visitor, Right);

        Assert.Equal(HttpStatusCode.NoContent, await PutAsync(visitor, Right, "second", ("If-Match", tag)));
        using var changed = await visitor.GetAsync(Right, ("If-None-Match", tag));

        Assert.Equal("second", (await Visitor.ReadAsync<Draft>(changed)).Text);
        Assert.NotEqual(tag, changed.Headers.ETag!.ToString());
    }

    [Fact]
    public async Task A_change_of_an_older_draft_is_refused()
    {
        var lab = shared.Lab;
        using var visitor = lab.NewVisitor();
        await PutAsync(visitor, Right, "first", IfThereIsNone);
        var tag = await TagAsync(visitor, Right);
        await PutAsync(visitor, Right, "second", ("If-Match", tag));

        Assert.Equal(HttpStatusCode.PreconditionFailed, await PutAsync(visitor, Right, "third", ("If-Match", tag)));

        Assert.Equal("second", (await visitor.GetAsync<Draft>(Right)).Text);
    }

    [Fact]
    public async Task Of_parallel_changes_of_one_draft_one_is_accepted()
    {
        const int racers = 20;
        var lab = shared.Lab;
        using var visitor = lab.NewVisitor();
        await PutAsync(visitor, Right, "first", IfThereIsNone);
        var tag = await TagAsync(visitor, Right);

        var answers = await Race.RunAsync(racers, racer => visitor.PutAsync(Right, new Draft($"by {racer}"), ("If-Match", tag)));

        Assert.Single(answers, HttpStatusCode.NoContent);
        Assert.Equal(racers - 1, answers.Count(answer => answer == HttpStatusCode.PreconditionFailed));
    }

    [Fact]
    public async Task Of_parallel_first_drafts_one_is_accepted()
    {
        const int racers = 20;
        var lab = shared.Lab;
        using var visitor = lab.NewVisitor();
        using (await visitor.PostAsync("/classics/visits/increment"))
        {
        }

        var answers = await Race.RunAsync(racers, racer => visitor.PutAsync(Right, new Draft($"by {racer}"), IfThereIsNone));

        Assert.Single(answers, HttpStatusCode.NoContent);
    }

    [Fact]
    public async Task A_change_that_names_no_draft_is_asked_to()
    {
        var lab = shared.Lab;
        using var visitor = lab.NewVisitor();

        using var response = await visitor.PutAsync(Right, new Draft("first"));

        Assert.Equal(HttpStatusCode.PreconditionRequired, response.StatusCode);
    }

    [Fact]
    public async Task Any_draft_matches_an_asterisk_and_none_matches_nothing()
    {
        var lab = shared.Lab;
        using var visitor = lab.NewVisitor();

        Assert.Equal(HttpStatusCode.PreconditionFailed, await PutAsync(visitor, Right, "first", ("If-Match", "*")));
        await PutAsync(visitor, Right, "first", IfThereIsNone);
        Assert.Equal(HttpStatusCode.NoContent, await PutAsync(visitor, Right, "second", ("If-Match", "*")));
    }

    [Fact]
    public async Task Another_sessions_tag_does_not_match_although_its_version_does()
    {
        var lab = shared.Lab;
        using var first = lab.NewVisitor();
        using var next = lab.NewVisitor();
        await PutAsync(first, Right, "the first visitor's", IfThereIsNone);
        await PutAsync(next, Right, "the next one's", IfThereIsNone);

        using var response = await next.GetAsync(Right, ("If-None-Match", await TagAsync(first, Right)));

        Assert.Equal("the next one's", (await Visitor.ReadAsync<Draft>(response)).Text);
    }

    [Fact]
    public async Task A_browser_may_keep_the_draft_and_caches_on_the_way_may_not()
    {
        var lab = shared.Lab;
        using var visitor = lab.NewVisitor();
        await PutAsync(visitor, Right, "first", IfThereIsNone);

        using var response = await visitor.GetAsync(Right);

        Assert.True(response.Headers.CacheControl is { Private: true, NoCache: true });
    }

    [Fact]
    public async Task Stock_changes_that_overlap_are_all_accepted_and_one_is_kept()
    {
        const int racers = 4;
        await using var lab = await RunningLab.StartAsync(services => services.AddSingleton<SlowDisk>(new MeetingDisk(new Meeting(racers))));
        using var visitor = lab.NewVisitor();
        await visitor.SignInAsync(SignIns.Ada, "/classics/wrong/login");

        var answers = await Race.RunAsync(racers, racer => visitor.PutAsync(Stock, new Draft($"by {racer}")));

        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.NoContent, answer));
        Assert.Equal(1, (await visitor.GetAsync<NumberedDraft>(Stock)).Version);
    }

    [Fact]
    public async Task Another_sessions_stock_tag_matches_so_that_the_browser_shows_its_draft()
    {
        var lab = shared.Lab;
        using var first = lab.NewVisitor();
        using var next = lab.NewVisitor();
        await PutAsync(first, Stock, "the first visitor's");
        await PutAsync(next, Stock, "the next one's");

        using var response = await next.GetAsync(Stock, ("If-None-Match", await TagAsync(first, Stock)));

        Assert.Equal(HttpStatusCode.NotModified, response.StatusCode);
    }

    private static async Task<HttpStatusCode> PutAsync(Visitor visitor, string path, string text, params (string Name, string Value)[] headers)
    {
        using var response = await visitor.PutAsync(path, new Draft(text), headers);
        return response.StatusCode;
    }

    private static async Task<string> TagAsync(Visitor visitor, string path)
    {
        using var response = await visitor.GetAsync(path);
        return response.Headers.ETag!.ToString();
    }
}
