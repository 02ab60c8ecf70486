using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using SessionAnalyzers.Flow;
using Xunit;

namespace SessionAnalyzers.Tests.Flow;

public sealed class ControlDependenceTests
{
    private static readonly Condition Unknown = new Condition.Advances(5);
    private static readonly Statement Return = new Statement.Jump(Statement.JumpKind.Return);
    private static readonly Statement Throw = new Statement.Jump(Statement.JumpKind.Throw);

    [Fact]
    public void Condition_decides_over_its_block()
    {
        var step = Step();

        Assert.Equal(DecidedBy.FallingThrough, Decision(step, new Statement.If(Unknown, Block(step), null)));
    }

    [Fact]
    public void Condition_decides_over_its_else_block()
    {
        var step = Step();

        Assert.Equal(DecidedBy.Jumping, Decision(step, new Statement.If(Unknown, Block(Step()), Block(step))));
    }

    [Fact]
    public void Condition_does_not_decide_over_what_follows()
    {
        var step = Step();

        Assert.Equal(DecidedBy.Nothing, Decision(step, new Statement.If(Unknown, Block(Step()), null), step));
    }

    [Fact]
    public void Early_return_decides_over_what_follows()
    {
        var step = Step();

        Assert.Equal(DecidedBy.Jumping, Decision(step, new Statement.If(Unknown, Block(Return), null), step));
    }

    [Fact]
    public void Guard_that_throws_decides_over_what_follows()
    {
        var step = Step();

        Assert.Equal(DecidedBy.Jumping, Decision(step, new Statement.If(Unknown, Block(Throw), null), step));
    }

    [Fact]
    public void Loop_decides_over_its_body()
    {
        var step = Step();

        Assert.Equal(DecidedBy.FallingThrough, Decision(step, new Statement.While(Unknown, Block(step))));
    }

    [Fact]
    public void Skipping_a_round_does_not_decide_over_the_rest_of_the_body()
    {
        var step = Step();
        var skip = new Statement.If(Unknown, Block(new Statement.Jump(Statement.JumpKind.Continue)), null);

        Assert.Equal(DecidedBy.Nothing, Decision(step, new Statement.While(new Condition.Holds(1), Block(skip, step)), condition: 1));
    }

    [Fact]
    public void Return_through_a_finally_block_does_not_decide_over_it()
    {
        var step = Step();
        var body = Block(new Statement.If(Unknown, Block(Return), null), Step());

        Assert.Equal(DecidedBy.Nothing, Decision(step, new Statement.Try(body, [], Block(step))));
    }

    [Fact]
    public void Condition_decides_over_a_finally_block_in_its_block()
    {
        var step = Step();

        Assert.Equal(DecidedBy.FallingThrough, Decision(step, new Statement.If(Unknown, Block(new Statement.Try(Block(Step()), [], Block(step))), null)));
    }

    [Fact]
    public void Block_without_a_condition_decides_nothing()
    {
        var (first, second) = (Step(), Step());
        var program = new GeneratedProgram(Block(first, second));
        ControlFlowGraph graph = program.Graph();

        Assert.False(new ControlDependence(graph).Decides(BlockOf(program, graph, first), BlockOf(program, graph, second), out bool jumps));
        Assert.False(jumps);
    }

    private static DecidedBy Decision(Statement.Step step, params Statement[] statements) => Decision(step, statements, condition: 0);

    private static DecidedBy Decision(Statement.Step step, Statement statement, int condition) => Decision(step, [statement], condition);

    /// <param name="step">The step that may be decided over.</param>
    /// <param name="statements">The program.</param>
    /// <param name="condition">Which condition of the program is asked, counted from 0.</param>
    private static DecidedBy Decision(Statement.Step step, Statement[] statements, int condition)
    {
        var program = new GeneratedProgram(Block(statements));
        ControlFlowGraph graph = program.Graph();
        BasicBlock branching = graph.Blocks.Where(block => block.ConditionalSuccessor is not null).ElementAt(condition);
        BasicBlock decided = BlockOf(program, graph, step);
        var dependence = new ControlDependence(graph);

        bool decides = dependence.Decides(branching, decided, out bool jumps);

        Assert.Equal((decides, jumps), (dependence.Decides(branching, decided, out bool jumpsAgain), jumpsAgain));
        return (decides, jumps) switch
        {
            (false, _) => DecidedBy.Nothing,
            (true, true) => DecidedBy.Jumping,
            (true, false) => DecidedBy.FallingThrough,
        };
    }

    private static BasicBlock BlockOf(GeneratedProgram program, ControlFlowGraph graph, Statement.Step step) =>
        graph.Blocks.Single(block => block.Operations.Any(operation => StateMachineAnalysis.NumberOfStep(operation) == program.NumberOf(step)));

    private static Statement.Step Step() => new(0);

    private static Statement.Block Block(params Statement[] statements) => new([.. statements]);

    private enum DecidedBy
    {
        Nothing,
        Jumping,
        FallingThrough,
    }
}
