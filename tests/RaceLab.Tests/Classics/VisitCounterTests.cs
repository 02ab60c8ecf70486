using System.Net;
using Microsoft.Extensions.DependencyInjection;
using RaceLab.Classics;
using RaceLab.Classics.Wrong;
using RaceLab.Tests.Support;

namespace RaceLab.Tests.Classics;

public sealed class VisitCounterTests(SharedLab shared)
{
    private const string Right = "/classics/visits";
    private const string Stock = "/classics/wrong/visits";

    [Theory]
    [InlineData(Right)]
    [InlineData(Stock)]
    public async Task Two_visitors_count_and_clear_each_for_themselves(string path)
    {
        var lab = shared.Lab;
        using var ada = lab.NewVisitor();
        using var grace = lab.NewVisitor();

        await IncrementAsync(ada, path);
        await IncrementAsync(ada, path);
        await IncrementAsync(grace, path);
        Assert.Equal((2, 1), (await CountAsync(ada, path), await CountAsync(grace, path)));

        using (await ada.PostAsync(path + "/clear"))
        {
        }

        Assert.Equal((0, 1), (await CountAsync(ada, path), await CountAsync(grace, path)));
    }

    [Fact]
    public async Task Parallel_visits_of_one_visitor_all_count()
    {
        const int racers = 50;
        var lab = shared.Lab;
        using var visitor = lab.NewVisitor();
        await IncrementAsync(visitor, Right);

        await Race.RunAsync(racers, _ => visitor.PostAsync(Right + "/increment"));

        Assert.Equal(1 + racers, await CountAsync(visitor, Right));
    }

    [Fact]
    public async Task Stock_visits_that_overlap_count_as_one()
    {
        const int racers = 8;
        await using var lab = await RunningLab.StartAsync(services => services.AddSingleton<SlowDisk>(new MeetingDisk(new Meeting(racers))));
        using var visitor = lab.NewVisitor();
        using (await visitor.PostAsync(Stock + "/clear"))
        {
        }

        await visitor.SignInAsync(SignIns.Ada, "/classics/wrong/login");
        var answers = await Race.RunAsync(racers, _ => visitor.PostAsync(Stock + "/increment"));

        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.OK, answer));
        Assert.Equal(1, await CountAsync(visitor, Stock));
    }

    [Fact]
    public async Task Looking_at_the_counter_begins_no_session()
    {
        var lab = shared.Lab;
        using var visitor = lab.NewVisitor();

        Assert.Equal(0, await CountAsync(visitor, Right));

        Assert.Empty(visitor.Cookies);
    }

    private static async Task IncrementAsync(Visitor visitor, string path)
    {
        using var response = await visitor.PostAsync(path + "/increment");
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    private static async Task<long> CountAsync(Visitor visitor, string path) => (await visitor.GetAsync<VisitCount>(path)).Visits;
}
