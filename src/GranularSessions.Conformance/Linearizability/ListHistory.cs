namespace GranularSessions.Conformance.Linearizability;

internal static class ListHistory
{
    private const int Letters = 4;
    private const int SmallMaxLength = 3;
    private static readonly string[] Keys = ["first", "second"];

    public static async Task<string?> CheckAsync(StoreFixture store, int seed)
    {
        var visitor = await SeededHistory.NewVisitorAsync(store).ConfigureAwait(false);
        var ids = Keys.ToDictionary(key => key, _ => SessionOperationId.Create(store.Clock));
        return await SeededHistory.CheckAsync(new ListModel(), seed, (_, random) =>
        {
            var state = visitor.Copy().Request();
            return () =>
            {
                var call = Draw(random);
                return (call, () => SendAsync(call.Action == ListAction.AppendOnce ? state.WithOperation(ids[call.Key]) : state, call));
            };
        }).ConfigureAwait(false);
    }

    private static ListCall Draw(Random random)
    {
        var key = Keys[random.Next(Keys.Length)];
        var letter = (char)('a' + random.Next(Letters));
        var maxLength = random.Next(3) == 0 ? SmallMaxLength : int.MaxValue;
        return random.Next(16) switch
        {
            < 3 => new(key, ListAction.Append, letter, maxLength),
            < 5 => new(key, ListAction.Prepend, letter, maxLength),
            5 => new(key, ListAction.MoveToFront, letter, maxLength),
            6 => new(key, ListAction.AppendIfAbsent, letter),
            7 or 8 => new(key, ListAction.AppendOnce, 'o'),
            < 11 => new(key, ListAction.Remove, letter),
            < 14 => new(key, ListAction.Read),
            14 => new(key, ListAction.Count),
            _ => new(key, ListAction.Clear),
        };
    }

    private static async Task<ListAnswer> SendAsync(SessionState state, ListCall call)
    {
        var list = state.List<char>(call.Key);
        switch (call.Action)
        {
            case ListAction.Append:
                return new(await list.AppendAsync(call.Element, call.MaxLength).ConfigureAwait(false));
            case ListAction.AppendOnce:
                return new(await list.AppendAsync(call.Element).ConfigureAwait(false));
            case ListAction.Prepend:
                return new(await list.PrependAsync(call.Element, call.MaxLength).ConfigureAwait(false));
            case ListAction.MoveToFront:
                return new(await list.MoveToFrontAsync(call.Element, call.MaxLength).ConfigureAwait(false));
            case ListAction.AppendIfAbsent:
                return YesOrNo(await list.AppendIfAbsentAsync(call.Element).ConfigureAwait(false));
            case ListAction.Remove:
                return YesOrNo(await list.RemoveAsync(call.Element).ConfigureAwait(false));
            case ListAction.Read:
                var elements = await list.GetAllAsync().ConfigureAwait(false);
                return new(elements.Count, string.Concat(elements));
            case ListAction.Count:
                return new(await list.CountAsync().ConfigureAwait(false));
            default:
                return YesOrNo(await list.ClearAsync().ConfigureAwait(false));
        }
    }

    private static ListAnswer YesOrNo(bool yes) => new(yes ? 1 : 0);
}
