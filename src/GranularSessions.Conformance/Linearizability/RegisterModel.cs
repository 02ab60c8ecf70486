namespace GranularSessions.Conformance.Linearizability;

internal enum RegisterAction
{
    Read,
    Write,
    WriteIfAbsent,
    CompareAndSwap,
    Swap,
    Take,
    Remove,
}

/// <param name="Register">The register.</param>
/// <param name="Action">What to do.</param>
/// <param name="Value">What to write: positive, and written by no other call.</param>
/// <param name="Expected">The value whose version is compared; 0 for none.</param>
internal sealed record RegisterCall(string Register, RegisterAction Action, long Value = 0, long Expected = 0);

/// <param name="Applied">Whether it was applied.</param>
/// <param name="Value">What was there; 0 for nothing, or where it is not told.</param>
internal readonly record struct RegisterAnswer(bool Applied, long Value);

/// <summary>Registers, such as values and a map's fields. As no value is written twice, comparing a version is comparing the value that had it.</summary>
internal sealed class RegisterModel : SequentialModel<long, RegisterCall, RegisterAnswer>
{
    public override long Initial => 0;

    public override string ObjectOf(RegisterCall call) => call.Register;

    public override IReadOnlyList<(long Next, RegisterAnswer Answer)> Apply(long state, RegisterCall call) =>
    [
        call.Action switch
        {
            RegisterAction.Read => (state, new(Applied: true, state)),
            RegisterAction.Write => (call.Value, new(Applied: true, Value: 0)),
            RegisterAction.WriteIfAbsent => state == 0 ? (call.Value, new(Applied: true, Value: 0)) : (state, default),
            RegisterAction.CompareAndSwap => state == call.Expected ? (call.Value, new(Applied: true, Value: 0)) : (state, default),
            RegisterAction.Swap => (call.Value, new(Applied: true, state)),
            RegisterAction.Take => (0, new(state != 0, state)),
            _ => (0, new(state != 0, Value: 0)),
        },
    ];
}
