using System.Collections.Immutable;

namespace SessionAnalyzers.Tests.Flow;

/// <summary>A statement of a generated program.</summary>
internal abstract record Statement
{
    private Statement()
    {
    }

    /// <summary>Changes the state. Any step may throw, before or after it has its effect.</summary>
    public sealed record Step(int Function) : Statement;

    public sealed record Block(ImmutableArray<Statement> Statements) : Statement;

    public sealed record If(Condition Condition, Block Then, Block? Else) : Statement;

    public sealed record While(Condition Condition, Block Body) : Statement;

    public sealed record DoWhile(Block Body, Condition Condition) : Statement;

    /// <summary>Runs its body any number of times; disposes of an enumerator.</summary>
    public sealed record ForEach(Block Body) : Statement;

    /// <summary>Runs any of its sections.</summary>
    public sealed record Switch(ImmutableArray<Block> Sections) : Statement;

    public sealed record Try(Block Body, ImmutableArray<Catch> Catches, Block? Finally) : Statement;

    public sealed record Lock(Block Body) : Statement;

    public sealed record Using(Block Body) : Statement;

    public sealed record Jump(JumpKind Kind) : Statement;

    /// <param name="Type">Which exceptions it catches.</param>
    /// <param name="Filter">The states in which it does, as the mask of a condition; null for all.</param>
    /// <param name="Body">What it does.</param>
    public sealed record Catch(CatchType Type, int? Filter, Block Body);

    public enum JumpKind
    {
        Return,
        Throw,
        Break,
        Continue,
    }

    public enum CatchType
    {
        Some,
        Exception,
        Everything,
    }
}

/// <summary>A condition on the state.</summary>
internal abstract record Condition
{
    private Condition()
    {
    }

    public sealed record Holds(int Mask) : Condition;

    /// <summary>Changes the state and has either value. Like a step it may throw, before or after it has its effect.</summary>
    public sealed record Advances(int Function) : Condition;

    public sealed record Not(Condition Operand) : Condition;

    public sealed record And(Condition Left, Condition Right) : Condition;

    public sealed record Or(Condition Left, Condition Right) : Condition;
}
