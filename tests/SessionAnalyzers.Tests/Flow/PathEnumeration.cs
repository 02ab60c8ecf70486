using System.Runtime.CompilerServices;

namespace SessionAnalyzers.Tests.Flow;

/// <summary>
/// Walks every path of a generated program by its syntax, knowing nothing of control-flow graphs. A loop is walked until
/// one more round brings no new state, which is soon, as there are few: that is the bound.
/// </summary>
/// <param name="program">The program.</param>
internal sealed class PathEnumeration(GeneratedProgram program)
{
    private readonly SortedDictionary<int, StateSet> _beforeStep = [];

    public static Observation Observe(GeneratedProgram program)
    {
        var enumeration = new PathEnumeration(program);
        Outcome outcome = enumeration.Walk(program.Body, StateSet.Initial);
        return new Observation(enumeration._beforeStep, outcome.Completed | outcome.Returned);
    }

    private Outcome Walk(Statement? statement, StateSet states)
    {
        if (states.IsEmpty)
        {
            return default;
        }

        return statement switch
        {
            null => new Outcome { Completed = states },
            Statement.Step step => WalkStep(step, states),
            Statement.Block block => WalkBlock(block, states),
            Statement.If(var condition, var then, var otherwise) => WalkIf(Test(condition, states), then, otherwise),
            Statement.While(var condition, var body) => WalkLoop(body, condition, states, testsFirst: true),
            Statement.DoWhile(var body, var condition) => WalkLoop(body, condition, states, testsFirst: false),
            Statement.ForEach(var body) => WalkFinally(WalkLoop(body, condition: null, states, testsFirst: true), null) | new Outcome { Thrown = states },
            Statement.Switch(var sections) =>
                sections.Aggregate(new Outcome { Thrown = states }, (outcome, section) => outcome | Walk(section, states)),
            Statement.Try @try => WalkTry(@try, states),
            Statement.Lock(var body) => WalkFinally(Walk(body, states) | new Outcome { Thrown = states }, null),
            Statement.Using(var body) => WalkFinally(Walk(body, states) | new Outcome { Thrown = states }, null),
            Statement.Jump(var kind) => kind switch
            {
                Statement.JumpKind.Return => new Outcome { Returned = states },
                Statement.JumpKind.Throw => new Outcome { Thrown = states },
                Statement.JumpKind.Break => new Outcome { Broken = states },
                _ => new Outcome { Continued = states },
            },
            _ => throw new SwitchExpressionException(statement),
        };
    }

    private Outcome WalkStep(Statement.Step step, StateSet states)
    {
        int number = program.NumberOf(step);
        _beforeStep[number] = _beforeStep.GetValueOrDefault(number) | states;
        StateSet next = states.Advance(step.Function);
        return new Outcome { Completed = next, Thrown = states | next };
    }

    private Outcome WalkBlock(Statement.Block block, StateSet states)
    {
        var outcome = new Outcome { Completed = states };
        foreach (Statement statement in block.Statements)
        {
            outcome = outcome with { Completed = default } | Walk(statement, outcome.Completed);
        }

        return outcome;
    }

    private Outcome WalkIf(Verdict verdict, Statement then, Statement? otherwise) =>
        Walk(then, verdict.True) | Walk(otherwise, verdict.False) | new Outcome { Thrown = verdict.Thrown };

    private Outcome WalkLoop(Statement body, Condition? condition, StateSet states, bool testsFirst)
    {
        Verdict verdict = testsFirst ? Test(condition, states) : new Verdict { True = states };
        var outcome = new Outcome { Thrown = verdict.Thrown, Completed = verdict.False };
        StateSet entered = verdict.True;
        for (StateSet pending = entered; !pending.IsEmpty;)
        {
            Outcome round = Walk(body, pending);
            verdict = Test(condition, round.Completed | round.Continued);
            outcome |= new Outcome { Thrown = round.Thrown | verdict.Thrown, Returned = round.Returned, Completed = round.Broken | verdict.False };
            pending = verdict.True.IsSubsetOf(entered) ? default : verdict.True;
            entered |= verdict.True;
        }

        return outcome;
    }

    private Outcome WalkTry(Statement.Try @try, StateSet states)
    {
        // A path may fail as soon as it is inside the try block.
        Outcome body = Walk(@try.Body, states);
        StateSet thrown = body.Thrown | states;
        Outcome outcome = body with { Thrown = default };
        bool escapes = true;
        foreach (var (type, filter, handler) in @try.Catches)
        {
            outcome |= Walk(handler, filter is { } mask ? thrown.Where(state => StateMachine.Holds(mask, state)) : thrown);
            escapes &= type == Statement.CatchType.Some || filter is not null;
        }

        if (escapes)
        {
            outcome |= new Outcome { Thrown = thrown };
        }

        return @try.Finally is null ? outcome : WalkFinally(outcome, @try.Finally);
    }

    private Outcome WalkFinally(Outcome inner, Statement.Block? body)
    {
        Outcome completed = Walk(body, inner.Completed);
        Outcome thrown = Walk(body, inner.Thrown);
        Outcome returned = Walk(body, inner.Returned);
        Outcome broken = Walk(body, inner.Broken);
        Outcome continued = Walk(body, inner.Continued);
        return new Outcome
        {
            Completed = completed.Completed,
            Thrown = thrown.Completed | completed.Thrown | thrown.Thrown | returned.Thrown | broken.Thrown | continued.Thrown,
            Returned = returned.Completed,
            Broken = broken.Completed,
            Continued = continued.Completed,
        };
    }

    /// <summary>Evaluates a condition; no condition may have either value.</summary>
    private static Verdict Test(Condition? condition, StateSet states)
    {
        switch (condition)
        {
            case null:
                return new Verdict { True = states, False = states, Thrown = states };
            case Condition.Holds(var mask):
                return new Verdict
                {
                    True = states.Where(state => StateMachine.Holds(mask, state)),
                    False = states.Where(state => !StateMachine.Holds(mask, state)),
                    Thrown = states,
                };
            case Condition.Advances(var function):
                StateSet next = states.Advance(function);
                return new Verdict { True = next, False = next, Thrown = states | next };
            case Condition.Not(var operand):
                Verdict inverse = Test(operand, states);
                return inverse with { True = inverse.False, False = inverse.True };
            case Condition.And(var left, var right):
                Verdict first = Test(left, states);
                Verdict second = Test(right, first.True);
                return new Verdict { True = second.True, False = first.False | second.False, Thrown = first.Thrown | second.Thrown };
            case Condition.Or(var left, var right):
                Verdict one = Test(left, states);
                Verdict other = Test(right, one.False);
                return new Verdict { True = one.True | other.True, False = other.False, Thrown = one.Thrown | other.Thrown };
            default:
                throw new SwitchExpressionException(condition);
        }
    }

    /// <summary>The states after a condition, by its value.</summary>
    private readonly record struct Verdict
    {
        public StateSet True { get; init; }

        public StateSet False { get; init; }

        public StateSet Thrown { get; init; }
    }

    /// <summary>The last states of the paths through a statement, by how they leave it.</summary>
    private readonly record struct Outcome
    {
        public StateSet Completed { get; init; }

        public StateSet Thrown { get; init; }

        public StateSet Returned { get; init; }

        public StateSet Broken { get; init; }

        public StateSet Continued { get; init; }

        public StateSet All => Completed | Thrown | Returned | Broken | Continued;

        public static Outcome operator |(Outcome left, Outcome right) => new()
        {
            Completed = left.Completed | right.Completed,
            Thrown = left.Thrown | right.Thrown,
            Returned = left.Returned | right.Returned,
            Broken = left.Broken | right.Broken,
            Continued = left.Continued | right.Continued,
        };
    }
}
