namespace GranularSessions.Conformance.Linearizability;

internal static class SetHistory
{
    private const int Members = 4;
    private static readonly string[] Keys = ["first", "second"];

    public static async Task<string?> CheckAsync(StoreFixture store, int seed)
    {
        var visitor = await SeededHistory.NewVisitorAsync(store).ConfigureAwait(false);
        return await SeededHistory.CheckAsync(new SetModel(), seed, (_, random) =>
        {
            var state = visitor.Copy().Request();
            return () =>
            {
                var call = Draw(random);
                return (call, () => SendAsync(state.Set<int>(call.Key), call));
            };
        }).ConfigureAwait(false);
    }

    private static SetCall Draw(Random random)
    {
        var action = random.Next(10) switch
        {
            < 4 => SetAction.Add,
            4 or 5 => SetAction.Remove,
            6 => SetAction.Contains,
            7 => SetAction.Count,
            8 => SetAction.Read,
            _ => SetAction.Clear,
        };
        return new(Keys[random.Next(Keys.Length)], action, random.Next(Members));
    }

    private static async Task<SetAnswer> SendAsync(SessionSet<int> set, SetCall call) => call.Action switch
    {
        SetAction.Add => YesOrNo(await set.AddAsync(call.Member).ConfigureAwait(false)),
        SetAction.Remove => YesOrNo(await set.RemoveAsync(call.Member).ConfigureAwait(false)),
        SetAction.Contains => YesOrNo(await set.ContainsAsync(call.Member).ConfigureAwait(false)),
        SetAction.Count => new((ulong)await set.CountAsync().ConfigureAwait(false)),
        SetAction.Read => new((await set.GetAllAsync().ConfigureAwait(false)).Aggregate(0UL, (bits, member) => bits | (1UL << member))),
        _ => YesOrNo(await set.ClearAsync().ConfigureAwait(false)),
    };

    private static SetAnswer YesOrNo(bool yes) => new(yes ? 1UL : 0UL);
}
