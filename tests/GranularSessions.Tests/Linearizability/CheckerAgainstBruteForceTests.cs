using GranularSessions.Conformance.Linearizability;

namespace GranularSessions.Tests.Linearizability;

public sealed class CheckerAgainstBruteForceTests
{
    private static readonly RegisterModel Model = new();

    [Fact]
    public void Both_give_the_same_verdict_on_random_histories()
    {
        var linearizable = 0;
        for (var seed = 1; seed <= 3_000; seed++)
        {
            var history = RandomHistory(new Random(seed));
            var expected = CanBeOrdered(history, state: 0);

            Assert.True(expected == LinearizabilityChecker.FindViolation(Model, history) is null, $"Seed {seed}: {string.Join("; ", history)}");
            linearizable += expected ? 1 : 0;
        }

        Assert.InRange(linearizable, 300, 2_700);
    }

    /// <summary>Tries every order, call by call, as the definition says.</summary>
    private static bool CanBeOrdered(List<RecordedCall<RegisterCall, RegisterAnswer>> rest, long state)
    {
        if (rest.All(call => !call.HasAnswer))
        {
            return true;
        }

        var firstAnswer = rest.Min(call => call.Returned);
        return rest.Where(call => call.Invoked < firstAnswer).Any(call =>
        {
            var (next, answer) = Model.Apply(state, call.Call)[0];
            return (!call.HasAnswer || answer == call.Answer) && CanBeOrdered([.. rest.Where(other => other != call)], next);
        });
    }

    private static List<RecordedCall<RegisterCall, RegisterAnswer>> RandomHistory(Random random)
    {
        var times = Enumerable.Range(1, 100).OrderBy(_ => random.Next()).Take(12).Order().ToArray();
        var pairs = Enumerable.Range(0, 6).Select(n => (Start: times[n], End: times[n + random.Next(1, 7)])).ToArray();
        return [.. pairs.Select((time, caller) => Call(caller, time.Start, (time.End * 10) + caller, random))];
    }

    private static RecordedCall<RegisterCall, RegisterAnswer> Call(int caller, long invoked, long returned, Random random)
    {
        var isRead = random.Next(2) == 0;
        var call = new RegisterCall("x", isRead ? RegisterAction.Read : RegisterAction.Write, isRead ? 0 : caller + 1);
        var answer = new RegisterAnswer(Applied: true, isRead ? random.Next(4) : 0);
        return random.Next(5) == 0 ? new(caller, call, invoked * 10) : new(caller, call, invoked * 10, returned, answer);
    }
}
