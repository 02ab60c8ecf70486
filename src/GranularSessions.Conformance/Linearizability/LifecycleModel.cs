using GranularSessions.Storage;

namespace GranularSessions.Conformance.Linearizability;

internal enum LifecycleAction
{
    Create,
    Increment,
    Read,
    Regenerate,
    RegenerateWithGrace,
    SignIn,
    Destroy,
    List,
    Revoke,
}

/// <param name="Action">What to do.</param>
/// <param name="Verifier">The number of the verifier that is presented, if no generation is.</param>
/// <param name="Generation">The generation that is presented.</param>
/// <param name="NewVerifier">The number of the verifier that takes its place.</param>
/// <param name="User">Who signs in, is listed or is revoked.</param>
internal sealed record LifecycleCall(
    LifecycleAction Action, int Verifier = 0, long? Generation = null, int NewVerifier = 0, string? User = null);

/// <param name="Status">What became of the command.</param>
/// <param name="Generation">Under which generation it ran.</param>
/// <param name="Number">The counter, or how many sessions were listed or revoked.</param>
internal readonly record struct LifecycleAnswer(CommandStatus Status, long Generation, long Number);

/// <param name="IsBorn">Whether the session was created.</param>
/// <param name="IsAlive">Whether it is alive.</param>
/// <param name="Verifier">The verifier's number.</param>
/// <param name="PreviousVerifier">The number of the previous one in its grace; 0 for none.</param>
/// <param name="Generation">The generation.</param>
/// <param name="User">The user.</param>
/// <param name="Counter">The counter; 0 when absent.</param>
internal readonly record struct LifecycleState(
    bool IsBorn, bool IsAlive, int Verifier, int PreviousVerifier, long Generation, string? User, long Counter);

/// <summary>One session with a counter in it, whose clients present what they know of its identity.</summary>
internal sealed class LifecycleModel : SequentialModel<LifecycleState, LifecycleCall, LifecycleAnswer>
{
    public const int FirstVerifier = 1;

    private static readonly LifecycleAnswer Missing = new(CommandStatus.SessionMissing, 0, 0);
    private static readonly LifecycleAnswer Superseded = new(CommandStatus.Superseded, 0, 0);

    public override LifecycleState Initial => default;

    public override IReadOnlyList<(LifecycleState Next, LifecycleAnswer Answer)> Apply(LifecycleState state, LifecycleCall call)
    {
        var isOfUser = state.IsAlive && state.User is not null && state.User == call.User;
        switch (call.Action)
        {
            case LifecycleAction.List:
                return [(state, new(CommandStatus.Applied, 0, isOfUser ? 1 : 0))];
            case LifecycleAction.Revoke:
                return [(isOfUser ? state with { IsAlive = false } : state, new(CommandStatus.Applied, 0, isOfUser ? 1 : 0))];
            case LifecycleAction.Create:
                return [state.IsBorn
                    ? (state, new(CommandStatus.SessionExists, 0, 0))
                    : (new(IsBorn: true, IsAlive: true, FirstVerifier, PreviousVerifier: 0, Generation: 1, User: null, Counter: 1), new(CommandStatus.Applied, 1, 1))];
        }

        if (!state.IsAlive)
        {
            return [(state, Missing)];
        }

        var presentsCurrent = call.Generation is null && call.Verifier == state.Verifier;
        var presentsPrevious = state.PreviousVerifier != 0
            && (call.Generation is { } known ? known == state.Generation - 1 : call.Verifier == state.PreviousVerifier);
        if (presentsCurrent)
        {
            state = state with { PreviousVerifier = 0 };
        }

        var isCurrent = presentsCurrent || call.Generation == state.Generation;
        return isCurrent ? Run(state, call, state.Generation)
            : presentsPrevious ? Run(state, call, state.Generation - 1)
            : [(state, Superseded)];
    }

    private static IReadOnlyList<(LifecycleState Next, LifecycleAnswer Answer)> Run(LifecycleState state, LifecycleCall call, long generation)
    {
        var isCurrent = generation == state.Generation;
        var raised = state with { Generation = state.Generation + 1, Verifier = call.NewVerifier, PreviousVerifier = 0 };
        switch (call.Action)
        {
            case LifecycleAction.Increment:
                return [(state with { Counter = state.Counter + 1 }, new(CommandStatus.Applied, generation, state.Counter + 1))];
            case LifecycleAction.Read:
                return [(state, new(state.Counter == 0 ? CommandStatus.Absent : CommandStatus.Applied, generation, state.Counter))];
            case LifecycleAction.Destroy:
                return [(state with { IsAlive = false }, new(CommandStatus.Applied, generation, 0))];
            case LifecycleAction.SignIn when !isCurrent:
                return [(state, Superseded)];
            case LifecycleAction.SignIn:
                var emptied = state.User is not null && state.User != call.User;
                return
                [
                    (raised with { User = call.User, Counter = emptied ? 0 : state.Counter }, new(CommandStatus.Applied, raised.Generation, 0)),

                    // Overtaken by a revocation of the same user, a sign-in may end the session instead.
                    (state with { IsAlive = false }, Missing),
                ];
            case LifecycleAction.Regenerate or LifecycleAction.RegenerateWithGrace when !isCurrent:
                return [(state, new(CommandStatus.NotApplied, generation, 0))];
            case LifecycleAction.RegenerateWithGrace:
                return [(raised with { PreviousVerifier = state.Verifier }, new(CommandStatus.Applied, raised.Generation, 0))];
            default:
                return [(raised, new(CommandStatus.Applied, raised.Generation, 0))];
        }
    }
}
