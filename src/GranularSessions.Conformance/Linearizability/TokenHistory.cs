using System.Collections.Concurrent;

namespace GranularSessions.Conformance.Linearizability;

internal static class TokenHistory
{
    // No more than the fixture's limit, so that none is forgotten.
    private const int TokensOfAKey = 4;
    private const int NeverIssued = 63;
    private static readonly string[] Keys = ["first", "second"];
    private static readonly string Invented = new('A', 43);

    public static async Task<string?> CheckAsync(StoreFixture store, int seed)
    {
        var visitor = await SeededHistory.NewVisitorAsync(store).ConfigureAwait(false);
        var issued = Keys.ToDictionary(key => key, _ => new ConcurrentDictionary<int, string>());
        var lastToken = Keys.ToDictionary(key => key, _ => new StrongBox());
        return await SeededHistory.CheckAsync(new TokenModel(), seed, (_, random) =>
        {
            var state = visitor.Copy().Request();
            return () =>
            {
                var key = Keys[random.Next(Keys.Length)];
                var call = Draw(random, key, lastToken[key], issued[key]);
                return (call, () => SendAsync(state.Tokens(key), call, issued[key]));
            };
        }).ConfigureAwait(false);
    }

    private static TokenCall Draw(Random random, string key, StrongBox lastToken, ConcurrentDictionary<int, string> issued)
    {
        var action = random.Next(10);
        if (action < 3 && Interlocked.Increment(ref lastToken.Value) is <= TokensOfAKey and var token)
        {
            return new(key, TokenAction.Issue, token);
        }

        if (action == 9)
        {
            return new(key, TokenAction.Clear);
        }

        var known = issued.Keys.ToArray();
        return new(key, TokenAction.Consume, known.Length == 0 || action == 3 ? NeverIssued : known[random.Next(known.Length)]);
    }

    private static async Task<TokenAnswer> SendAsync(SessionTokens tokens, TokenCall call, ConcurrentDictionary<int, string> issued)
    {
        switch (call.Action)
        {
            case TokenAction.Issue:
                issued[call.Token] = await tokens.IssueAsync(TimeSpan.FromMinutes(5)).ConfigureAwait(false);
                return default;
            case TokenAction.Clear:
                return new(Cleared: await tokens.ClearAsync().ConfigureAwait(false));
            default:
                return new(await tokens.ConsumeAsync(issued.GetValueOrDefault(call.Token, Invented)).ConfigureAwait(false));
        }
    }

    private sealed class StrongBox
    {
        public int Value;
    }
}
