namespace SessionAnalyzers.Tests.Flow;

/// <summary>What the statements and conditions of a generated program do to the one state that it has.</summary>
internal static class StateMachine
{
    public const int States = 4;

    public const int Functions = 6;

    /// <summary>The next state; some functions lose information, some only permute, one does nothing.</summary>
    public static int Step(int function, int state) => function switch
    {
        0 => 0,
        1 => 3,
        2 => (state + 1) % States,
        3 => state ^ 1,
        4 => state / 2,
        _ => state,
    };

    /// <summary>Whether a condition holds in a state: <paramref name="mask"/> has a bit a state.</summary>
    public static bool Holds(int mask, int state) => (mask & (1 << state)) != 0;
}
