using System.Net;
using Microsoft.Extensions.DependencyInjection;
using RaceLab.Csrf;
using RaceLab.Tests.Support;

namespace RaceLab.Tests.Csrf;

/// <summary>A token in the stock session, compared and then removed.</summary>
public sealed class ComparedTokenTests(SharedLab shared)
{
    [Fact]
    public async Task Submits_that_overlap_are_all_accepted()
    {
        const int racers = 8;
        await using var lab = await RunningLab.StartAsync(services => services.AddSingleton<OrderDesk>(new MeetingOrderDesk(new Meeting(racers))));
        using var visitor = lab.NewVisitor();
        var token = await visitor.OpenFormAsync(Forms.Compared);

        var answers = await visitor.RaceSubmitsAsync(Forms.Compared, token, racers);

        Assert.Equal(racers, answers.Count(answer => answer == HttpStatusCode.OK));
    }

    [Fact]
    public async Task One_after_the_other_only_the_first_is_accepted()
    {
        var lab = shared.Lab;
        using var visitor = lab.NewVisitor();
        var token = await visitor.OpenFormAsync(Forms.Compared);

        Assert.Equal(HttpStatusCode.OK, await visitor.SubmitOnceAsync(Forms.Compared, token));
        Assert.Equal(HttpStatusCode.Forbidden, await visitor.SubmitOnceAsync(Forms.Compared, token));
    }
}
