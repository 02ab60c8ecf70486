using System.Net;
using RaceLab.Tests.Support;

namespace RaceLab.Tests.Csrf;

/// <summary>A token in a cookie, sealed for one session.</summary>
public sealed class DoubleSubmitCookieTests(SharedLab shared)
{
    private const int Racers = 20;

    [Fact]
    public async Task Parallel_submits_are_all_accepted_because_the_cookie_does_not_count_them()
    {
        var lab = shared.Lab;
        using var visitor = lab.NewVisitor();
        var token = await visitor.OpenFormAsync(Forms.DoubleSubmit);

        var answers = await visitor.RaceSubmitsAsync(Forms.DoubleSubmit, token, Racers);

        Assert.Equal(Racers, answers.Count(answer => answer == HttpStatusCode.OK));
    }

    [Fact]
    public async Task A_planted_cookie_does_not_count_although_the_header_repeats_it()
    {
        var lab = shared.Lab;
        using var visitor = lab.NewVisitor();
        using var attacker = lab.NewVisitor();
        await visitor.OpenFormAsync(Forms.DoubleSubmit);
        var token = await attacker.OpenFormAsync(Forms.DoubleSubmit);

        visitor.Cookies["XSRF-TOKEN"] = attacker.Cookies["XSRF-TOKEN"];

        Assert.Equal(HttpStatusCode.Forbidden, await visitor.SubmitOnceAsync(Forms.DoubleSubmit, token));
    }

    [Fact]
    public async Task A_header_without_the_cookie_is_refused()
    {
        var lab = shared.Lab;
        using var visitor = lab.NewVisitor();
        var token = await visitor.OpenFormAsync(Forms.DoubleSubmit);

        visitor.Cookies.Remove("XSRF-TOKEN");

        Assert.Equal(HttpStatusCode.Forbidden, await visitor.SubmitOnceAsync(Forms.DoubleSubmit, token));
    }
}
