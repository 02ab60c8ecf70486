namespace GranularSessions.Conformance.Linearizability;

internal enum TokenAction
{
    Issue,
    Consume,
    Clear,
}

/// <param name="Key">The tokens' key.</param>
/// <param name="Action">What to do.</param>
/// <param name="Token">The token's number, 0 to 63.</param>
internal sealed record TokenCall(string Key, TokenAction Action, int Token = 0);

/// <param name="Consumption">What became of a token.</param>
/// <param name="Cleared">Whether there were tokens to clear.</param>
internal readonly record struct TokenAnswer(TokenConsumption? Consumption = null, bool Cleared = false);

internal readonly record struct TokenState(ulong Issued, ulong Consumed);

/// <summary>One-time tokens.</summary>
internal sealed class TokenModel : SequentialModel<TokenState, TokenCall, TokenAnswer>
{
    public override TokenState Initial => default;

    public override string ObjectOf(TokenCall call) => call.Key;

    public override IReadOnlyList<(TokenState Next, TokenAnswer Answer)> Apply(TokenState state, TokenCall call)
    {
        var token = 1UL << call.Token;
        return [call.Action switch
        {
            TokenAction.Issue => (state with { Issued = state.Issued | token }, default),
            TokenAction.Clear => (default, new(Cleared: state.Issued != 0)),
            _ when (state.Issued & token) == 0 => (state, new(TokenConsumption.Unknown)),
            _ when (state.Consumed & token) != 0 => (state, new(TokenConsumption.AlreadyConsumed)),
            _ => (state with { Consumed = state.Consumed | token }, new(TokenConsumption.Consumed)),
        }];
    }
}
