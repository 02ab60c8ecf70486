using System.Net;
using RaceLab.Tests.Support;

namespace RaceLab.Tests.Csrf;

/// <summary>A token derived from the session.</summary>
public sealed class DerivedTokenTests(SharedLab shared)
{
    private const int Racers = 20;

    [Fact]
    public async Task Parallel_submits_are_all_accepted_because_the_token_does_not_count_them()
    {
        var lab = shared.Lab;
        using var visitor = lab.NewVisitor();
        var token = await visitor.OpenFormAsync(Forms.Derived);

        var answers = await visitor.RaceSubmitsAsync(Forms.Derived, token, Racers);

        Assert.Equal(Racers, answers.Count(answer => answer == HttpStatusCode.OK));
    }

    [Fact]
    public async Task Forms_that_are_opened_in_parallel_have_the_same_token()
    {
        var lab = shared.Lab;
        using var visitor = lab.NewVisitor();
        // Atomicity begins when the client holds the cookie.
        using (await visitor.GetAsync("/csrf/consumed/form"))
        {
        }

        var tokens = await Task.WhenAll(Enumerable.Range(0, Racers).Select(_ => visitor.OpenFormAsync(Forms.Derived)));

        Assert.Single(tokens.Distinct());
    }
}
