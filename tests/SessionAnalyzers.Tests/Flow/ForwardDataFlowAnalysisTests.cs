using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using SessionAnalyzers.Flow;
using SessionAnalyzers.Tests.Verification;
using Xunit;

namespace SessionAnalyzers.Tests.Flow;

public sealed class ForwardDataFlowAnalysisTests
{
    private const int ToThree = 1;
    private const int Increment = 2;
    private const int Nothing = 5;
    private const int OnlyStateZero = 0b0001;
    private const int OnlyStateOne = 0b0010;
    private const int Always = 0b1111;
    private const int NotStateThree = 0b0111;

    [Fact]
    public void Branches_join()
    {
        Observation seen = Observe(new Statement.If(new Condition.Holds(OnlyStateZero), Block(Step(ToThree)), null), new Statement.If(new Condition.Not(new Condition.Holds(OnlyStateZero)), Block(Step(Increment)), null));

        Assert.Equal(StateSet.Of(3), seen.BeforeStep[1]);
        Assert.Equal(StateSet.Of(0), seen.Exit);
    }

    [Fact]
    public void Loop_runs_to_its_fixpoint()
    {
        Observation seen = Observe(new Statement.While(new Condition.Holds(NotStateThree), Block(Step(Increment))));

        Assert.Equal(new StateSet(0b0111), seen.BeforeStep[0]);
        Assert.Equal(StateSet.Of(3), seen.Exit);
    }

    [Fact]
    public void Handler_sees_the_try_block_as_far_as_it_came()
    {
        Observation seen = Observe(new Statement.Try(
            Block(Step(Increment), Step(Increment), new Statement.Jump(Statement.JumpKind.Return)),
            [new Statement.Catch(Statement.CatchType.Exception, null, Block(Step(Increment)))],
            null));

        Assert.Equal(new StateSet(0b0111), seen.BeforeStep[2]);
    }

    [Fact]
    public void Handler_sees_what_a_condition_does_before_it_throws()
    {
        Observation seen = Observe(new Statement.Try(
            Block(new Statement.If(new Condition.Advances(ToThree), Block(new Statement.Jump(Statement.JumpKind.Return)), Block(new Statement.Jump(Statement.JumpKind.Return)))),
            [new Statement.Catch(Statement.CatchType.Exception, null, Block(Step(Increment)))],
            null));

        Assert.Equal(StateSet.Of(0) | StateSet.Of(3), seen.BeforeStep[0]);
    }

    [Fact]
    public void Filter_decides_what_its_handler_sees()
    {
        Observation seen = Observe(new Statement.Try(
            Block(Step(Increment), new Statement.Jump(Statement.JumpKind.Return)),
            [new Statement.Catch(Statement.CatchType.Exception, OnlyStateZero, Block(Step(Increment)))],
            null));

        Assert.Equal(StateSet.Of(0), seen.BeforeStep[1]);
    }

    [Fact]
    public void Return_runs_the_finally_blocks_inside_out()
    {
        Observation seen = Observe(new Statement.Try(
            Block(new Statement.Try(Block(Step(ToThree), new Statement.Jump(Statement.JumpKind.Return)), [], Block(Step(Increment)))),
            [],
            Block(Step(Increment))));

        Assert.True(StateSet.Of(0).IsSubsetOf(seen.BeforeStep[2]));
        Assert.True(StateSet.Of(1).IsSubsetOf(seen.Exit));
    }

    [Fact]
    public void Finally_block_continues_along_a_branch_that_brings_it_nothing_new()
    {
        // The second round leaves the loop in a state that the first has shown to the finally block already.
        Observation seen = Observe(new Statement.While(
            new Condition.Holds(Always),
            Block(new Statement.Try(
                Block(Step(Nothing), new Statement.If(new Condition.Holds(OnlyStateOne), Block(new Statement.Jump(Statement.JumpKind.Break)), null), Step(Increment)),
                [],
                Block(Step(Nothing))))));

        Assert.True(StateSet.Of(1).IsSubsetOf(seen.Exit));
    }

    [Fact]
    public void Code_after_a_return_is_unreachable()
    {
        Observation seen = Observe(new Statement.Jump(Statement.JumpKind.Return), Step(Increment));

        Assert.Empty(seen.BeforeStep);
        Assert.Equal(StateSet.Initial, seen.Exit);
    }

    [Fact]
    public void Method_that_only_throws_has_no_exit()
    {
        Assert.True(Observe(Step(Increment), new Statement.Jump(Statement.JumpKind.Throw)).Exit.IsEmpty);
    }

    [Fact]
    public void Straight_code_takes_a_step_a_block()
    {
        ControlFlowGraph graph = Graph(Step(Increment), Step(Increment));

        Assert.NotNull(StateMachineAnalysis.Observe(graph, budget: graph.Blocks.Length));
        Assert.Null(StateMachineAnalysis.Observe(graph, budget: graph.Blocks.Length - 1));
    }

    [Fact]
    public void Branching_code_takes_a_step_a_block()
    {
        ControlFlowGraph graph = Graph(
            new Statement.If(new Condition.Advances(Nothing), Block(Step(Increment)), Block(Step(ToThree))),
            new Statement.If(new Condition.Advances(Nothing), Block(Step(Increment)), null));

        Assert.NotNull(StateMachineAnalysis.Observe(graph, budget: graph.Blocks.Length));
        Assert.Null(StateMachineAnalysis.Observe(graph, budget: graph.Blocks.Length - 1));
    }

    [Fact]
    public void Branch_that_no_state_takes_costs_no_step()
    {
        ControlFlowGraph graph = Graph(new Statement.If(new Condition.Holds(Always), Block(Step(Increment)), null));

        Assert.NotNull(new Reached().Run(graph, "reached", new StepBudget(graph.Blocks.Length - 1), TestContext.Current.CancellationToken));
    }

    [Fact]
    public void Block_that_is_not_reached_has_the_bottom()
    {
        ControlFlowGraph graph = Graph(new Statement.Jump(Statement.JumpKind.Return), Step(Increment));

        DataFlowResult<string> result = new Reached().Run(graph, "reached", new StepBudget(100), TestContext.Current.CancellationToken)!;

        Assert.Equal("reached", result.Exit);
        Assert.Equal("unreached", result.AtEntryOf(graph.Blocks.Single(block => !block.IsReachable)));
    }

    [Fact]
    public void Budget_never_changes_what_is_seen() =>
        Properties.Hold(
            ProgramGenerator.Programs,
            program =>
            {
                ControlFlowGraph graph = program.Graph();
                string complete = StateMachineAnalysis.Observe(graph, budget: int.MaxValue)!.ToString();
                bool sufficed = false;
                for (int budget = 0; budget <= graph.Blocks.Length * 2; budget++)
                {
                    Observation? seen = StateMachineAnalysis.Observe(graph, budget);
                    Assert.True(seen is not null || !sufficed, $"a budget of {budget} is not enough, but one less was");
                    Assert.True(seen is null || seen.ToString() == complete, $"a budget of {budget} gives another result");
                    sufficed |= seen is not null;
                }
            },
            count: 50);

    [Fact]
    public void Budget_is_exhausted_when_a_step_is_refused()
    {
        var budget = new StepBudget(1);

        Assert.True(budget.TrySpend());
        Assert.False(budget.IsExhausted);
        Assert.False(budget.TrySpend());
        Assert.True(budget.IsExhausted);
    }

    [Fact]
    public void Cancellation_ends_the_run()
    {
        using var cancellation = new CancellationTokenSource();
        cancellation.Cancel();

        Assert.Throws<OperationCanceledException>(() => StateMachineAnalysis.Observe(Graph(Step(Increment)), budget: 100, cancellation.Token));
    }

    [Fact]
    public void Long_method_takes_few_steps_a_block()
    {
        var statements = ImmutableArray.CreateBuilder<Statement>();
        for (int i = 0; i < 2_000; i++)
        {
            statements.Add(new Statement.While(new Condition.Holds(NotStateThree), Block(Step(Increment))));
            statements.Add(Step(Increment));
        }

        ControlFlowGraph graph = Graph([.. statements]);

        Assert.NotNull(StateMachineAnalysis.Observe(graph, budget: graph.Blocks.Length * 8));
    }

    private static Statement.Step Step(int function) => new(function);

    private static Statement.Block Block(params Statement[] statements) => new([.. statements]);

    private static ControlFlowGraph Graph(params Statement[] statements) => new GeneratedProgram(Block(statements)).Graph();

    private static Observation Observe(params Statement[] statements) => StateMachineAnalysis.Observe(Graph(statements), budget: 1_000)!;

    /// <summary>Facts whose bottom is not their type's default; no condition is ever true.</summary>
    private sealed class Reached() : ForwardDataFlowAnalysis<string>(new Words())
    {
        protected override string Transfer(IOperation operation, string fact) => fact;

        protected override string TransferCondition(IOperation condition, bool value, string fact) => value ? Lattice.Bottom : fact;

        private sealed class Words : ILattice<string>
        {
            public string Bottom => "unreached";

            public string Join(string left, string right) => left == Bottom ? right : left;
        }
    }
}
