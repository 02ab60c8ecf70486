using System.Net;
using RaceLab.Tests.Support;

namespace RaceLab.Tests.Csrf;

/// <summary>A token in the session, consumed atomically.</summary>
public sealed class ConsumedTokenTests(SharedLab shared)
{
    private const int Racers = 20;

    [Fact]
    public async Task Of_parallel_submits_one_is_accepted_and_the_others_are_told()
    {
        var lab = shared.Lab;
        using var visitor = lab.NewVisitor();
        var token = await visitor.OpenFormAsync(Forms.Consumed);

        var answers = await visitor.RaceSubmitsAsync(Forms.Consumed, token, Racers);

        Assert.Single(answers, HttpStatusCode.OK);
        Assert.Equal(Racers - 1, answers.Count(answer => answer == HttpStatusCode.Conflict));
    }

    [Fact]
    public async Task Each_of_several_open_forms_is_accepted_once()
    {
        var lab = shared.Lab;
        using var visitor = lab.NewVisitor();
        var first = await visitor.OpenFormAsync(Forms.Consumed);
        var second = await visitor.OpenFormAsync(Forms.Consumed);

        Assert.Equal(HttpStatusCode.OK, await visitor.SubmitOnceAsync(Forms.Consumed, second));
        Assert.Equal(HttpStatusCode.OK, await visitor.SubmitOnceAsync(Forms.Consumed, first));
        Assert.Equal(HttpStatusCode.Conflict, await visitor.SubmitOnceAsync(Forms.Consumed, first));
    }
}
