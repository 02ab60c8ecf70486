namespace GranularSessions.Conformance.Linearizability;

internal static class CounterHistory
{
    private static readonly string[] Keys = ["first", "second"];

    public static async Task<string?> CheckAsync(StoreFixture store, int seed)
    {
        var visitor = await SeededHistory.NewVisitorAsync(store).ConfigureAwait(false);
        var ids = Keys.SelectMany(key => new[] { (key, 0L), (key, 1L) }).ToDictionary(operation => operation, _ => SessionOperationId.Create(store.Clock));
        return await SeededHistory.CheckAsync(new CounterModel(), seed, (_, random) =>
        {
            var state = visitor.Copy().Request();
            return () =>
            {
                var call = Draw(random);
                return (call, () => SendAsync(state, call, call.Action == CounterAction.AddOnce ? ids[(call.Key, call.Number)] : default));
            };
        }).ConfigureAwait(false);
    }

    private static CounterCall Draw(Random random)
    {
        var key = Keys[random.Next(Keys.Length)];
        return random.Next(10) switch
        {
            < 3 => new(key, CounterAction.Add, random.Next(1, 4)),
            3 => new(key, CounterAction.Add, random.Next(1, 4), Max: random.Next(20)),
            4 or 5 => new(key, CounterAction.AddOnce, random.Next(2)),
            6 => new(key, CounterAction.Exchange, random.Next(100)),
            7 => new(key, CounterAction.Remove),
            _ => new(key, CounterAction.Read),
        };
    }

    private static async Task<CounterAnswer> SendAsync(SessionState state, CounterCall call, SessionOperationId id)
    {
        switch (call.Action)
        {
            case CounterAction.Add:
                var update = await state.Counter(call.Key).TryIncrementAsync(call.Number, max: call.Max).ConfigureAwait(false);
                return new(update.Applied, update.Value);
            case CounterAction.AddOnce:
                var by = CounterModel.FirstOperationAdds + call.Number;
                return new(Applied: true, await state.WithOperation(id).Counter(call.Key).IncrementAsync(by).ConfigureAwait(false));
            case CounterAction.Exchange:
                return new(Applied: true, await state.Counter(call.Key).ExchangeAsync(call.Number).ConfigureAwait(false));
            case CounterAction.Remove:
                return new(await state.Counter(call.Key).RemoveAsync().ConfigureAwait(false), Value: null);
            default:
                return new(Applied: true, await state.Counter(call.Key).GetOrNullAsync().ConfigureAwait(false));
        }
    }
}
