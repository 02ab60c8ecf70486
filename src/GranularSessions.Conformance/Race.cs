namespace GranularSessions.Conformance;

internal static class Race
{
    /// <summary>Runs racers on threads of their own, started together.</summary>
    public static async Task<TResult[]> RunAsync<TResult>(int racers, Func<int, Task<TResult>> racer)
    {
        using var start = new Barrier(racers);
        var tasks = Enumerable.Range(0, racers).Select(number => Task.Factory.StartNew(
            async () =>
            {
                start.SignalAndWait();
                return await racer(number);
            },
            CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).Unwrap());
        return await Task.WhenAll(tasks);
    }

    public static Task RunAsync(int racers, Func<int, Task> racer)
        => RunAsync(racers, async number =>
        {
            await racer(number);
            return true;
        });
}
