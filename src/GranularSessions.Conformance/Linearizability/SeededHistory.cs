namespace GranularSessions.Conformance.Linearizability;

/// <summary>One history: some clients that make calls at the same time, what each asks drawn from a seed.</summary>
internal static class SeededHistory
{
    private const int Clients = 4;
    private const int CallsOfAClient = 6;

    /// <param name="model">What the called objects should do.</param>
    /// <param name="seed">Decides what is asked, though not in which order it arrives.</param>
    /// <param name="newClient">Makes a client, by its number: draws the next call and how to send it.</param>
    /// <returns>What is wrong with the history; null when it is linearizable.</returns>
    public static async Task<string?> CheckAsync<TState, TCall, TAnswer>(
        SequentialModel<TState, TCall, TAnswer> model, int seed, Func<int, Random, Func<(TCall Call, Func<Task<TAnswer>> Send)>> newClient)
        where TState : notnull, IEquatable<TState>
        where TCall : notnull
        where TAnswer : notnull
    {
        var recorder = new HistoryRecorder<TCall, TAnswer>();
        var start = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var clients = Enumerable.Range(0, Clients).Select(number => Task.Run(async () =>
        {
            var random = new Random((seed * Clients) + number);
            var draw = newClient(number, random);
            await start.Task.ConfigureAwait(false);
            for (var made = 0; made < CallsOfAClient; made++)
            {
                if (random.Next(2) == 0)
                {
                    // A store that answers at once would otherwise serve one client after the other.
                    await Task.Yield();
                }

                var (call, send) = draw();
                await recorder.CallAsync(number, call, send).ConfigureAwait(false);
            }
        })).ToArray();
        start.SetResult();
        await Task.WhenAll(clients).ConfigureAwait(false);
        return LinearizabilityChecker.FindViolation(model, recorder.History) is { } violation ? $"Seed {seed}. {violation}" : null;
    }

    public static async Task<Visitor> NewVisitorAsync(StoreFixture store)
    {
        var visitor = store.NewVisitor();
        await visitor.Request().Counter("session").IncrementAsync().ConfigureAwait(false);
        return visitor;
    }
}
