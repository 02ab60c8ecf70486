using System.Collections.Immutable;
using System.Diagnostics;
using FsCheck;
using FsCheck.Fluent;

namespace SessionAnalyzers.Tests.Flow;

/// <summary>Generates programs that compile.</summary>
internal static class ProgramGenerator
{
    private static readonly Gen<int> Masks = Gen.Choose(0, (1 << StateMachine.States) - 1);

    private static readonly Gen<Statement.Step> Steps = Gen.Choose(0, StateMachine.Functions - 1).Select(function => new Statement.Step(function));

    public static Gen<GeneratedProgram> Programs { get; } =
        Gen.Sized(size => Blocks(Math.Min(size, 40), new Context(CanReturn: true, CanBreak: false, CanContinue: false))).Select(body => new GeneratedProgram(body));

    /// <summary>Programs with one statement less, or with a statement in place of what it is part of.</summary>
    public static IEnumerable<GeneratedProgram> Shrink(GeneratedProgram program) =>
        Shrink(program.Body, first: 0).Select(body => new GeneratedProgram(body)).Where(Compiles);

    private static Gen<Statement.Block> Blocks(int size, Context context) =>
        from length in Gen.Choose(1, 3)
        from statements in Gen.CollectToArray(Enumerable.Repeat(Statements(size / length, context), length))
        select new Statement.Block([.. statements]);

    /// <summary>A block that cannot help being able to throw, for the blocks of a try statement.</summary>
    private static Gen<Statement.Block> ThrowingBlocks(int size, Context context) =>
        from first in Steps
        from rest in Blocks(size - 1, context)
        select new Statement.Block(rest.Statements.Insert(0, first));

    private static Gen<Statement> Statements(int size, Context context)
    {
        if (size <= 1)
        {
            return Gen.Frequency((5, Steps.Select(step => (Statement)step)), (1, Jumps(context)));
        }

        Context inLoop = context with { CanBreak = true, CanContinue = true };
        return Either(
            (3, () => Steps.Select(step => (Statement)step)),
            (1, () => Jumps(context)),
            (3, () => from condition in Conditions(2)
                from then in Blocks(size / 2, context)
                from otherwise in Gen.Or(Gen.Constant<Statement.Block?>(null), Blocks(size / 2, context).Select(block => (Statement.Block?)block))
                select (Statement)new Statement.If(condition, then, otherwise)),
            (2, () => from condition in Conditions(2)
                from body in Blocks(size / 2, inLoop)
                select (Statement)new Statement.While(condition, body)),
            (1, () => from body in Blocks(size / 2, inLoop)
                from condition in Conditions(2)
                select (Statement)new Statement.DoWhile(body, condition)),
            (1, () => Blocks(size / 2, inLoop).Select(body => (Statement)new Statement.ForEach(body))),
            (1, () => from sections in Gen.CollectToArray(Enumerable.Repeat(Blocks(size / 3, context with { CanBreak = false }), 3))
                select (Statement)new Statement.Switch([.. sections])),
            (5, () => Tries(size, context)),
            (1, () => Blocks(size / 2, context).Select(body => (Statement)new Statement.Lock(body))),
            (1, () => ThrowingBlocks(size / 2, context).Select(body => (Statement)new Statement.Using(body))));
    }

    private static Gen<Statement> Tries(int size, Context context)
    {
        var inFinally = new Context(CanReturn: false, CanBreak: false, CanContinue: false);
        Gen<Statement.Block> finallies = ThrowingBlocks(size / 3, inFinally);
        Gen<ImmutableArray<Statement.Catch>> catches =
            from filtered in Gen.Elements(false, true)
            from first in Catches(size / 3, context, filtered)
            from last in Catches(size / 3, context, filtered: false)
            from count in Gen.Choose(1, 2)
            select count == 1 ? ImmutableArray.Create(last) : [first with { Type = Statement.CatchType.Some }, last with { Type = last.Type == Statement.CatchType.Some ? Statement.CatchType.Exception : last.Type }];
        return
            from kind in Gen.Choose(0, 2)
            from body in ThrowingBlocks(size / 2, context)
            from handlers in catches
            from @finally in finallies
            select (Statement)new Statement.Try(body, kind == 0 ? [] : handlers, kind == 1 ? null : @finally);
    }

    private static Gen<Statement.Catch> Catches(int size, Context context, bool filtered) =>
        from type in Gen.Elements(Statement.CatchType.Some, Statement.CatchType.Exception, Statement.CatchType.Everything)
        from mask in Masks
        from body in ThrowingBlocks(size, context)
        select new Statement.Catch(type, filtered ? mask : null, body);

    private static Gen<Statement> Jumps(Context context)
    {
        var kinds = new List<Statement.JumpKind> { Statement.JumpKind.Throw };
        if (context.CanReturn)
        {
            kinds.Add(Statement.JumpKind.Return);
        }

        if (context.CanBreak)
        {
            kinds.Add(Statement.JumpKind.Break);
        }

        if (context.CanContinue)
        {
            kinds.Add(Statement.JumpKind.Continue);
        }

        return Gen.Elements(kinds.ToArray()).Select(kind => (Statement)new Statement.Jump(kind));
    }

    /// <summary>Like <c>Gen.Frequency</c>, but makes only the generator that it picks: a tree of all of them would be exponential.</summary>
    private static Gen<T> Either<T>(params (int Weight, Func<Gen<T>> Make)[] choices) =>
        Gen.Choose(1, choices.Sum(choice => choice.Weight)).SelectMany(pick =>
        {
            foreach (var (weight, make) in choices)
            {
                pick -= weight;
                if (pick <= 0)
                {
                    return make();
                }
            }

            throw new UnreachableException();
        });

    private static Gen<Condition> Conditions(int depth)
    {
        Gen<Condition> simple = Gen.Frequency(
            (3, Masks.Select(mask => (Condition)new Condition.Holds(mask))),
            (1, Gen.Choose(0, StateMachine.Functions - 1).Select(function => (Condition)new Condition.Advances(function))));
        return depth == 0
            ? simple
            : Gen.Frequency(
                (3, simple),
                (1, Conditions(depth - 1).Select(operand => (Condition)new Condition.Not(operand))),
                (1, Conditions(depth - 1).Two().Select(operands => (Condition)new Condition.And(operands.Item1, operands.Item2))),
                (1, Conditions(depth - 1).Two().Select(operands => (Condition)new Condition.Or(operands.Item1, operands.Item2))));
    }

    private static IEnumerable<Statement.Block> Shrink(Statement.Block block, int first)
    {
        for (int i = first; i < block.Statements.Length; i++)
        {
            yield return new Statement.Block(block.Statements.RemoveAt(i));
        }

        for (int i = 0; i < block.Statements.Length; i++)
        {
            foreach (Statement smaller in Shrink(block.Statements[i]))
            {
                yield return new Statement.Block(smaller is Statement.Block inner
                    ? block.Statements.RemoveAt(i).InsertRange(i, inner.Statements)
                    : block.Statements.SetItem(i, smaller));
            }
        }
    }

    private static IEnumerable<Statement> Shrink(Statement statement) => statement switch
    {
        Statement.If(var condition, var then, var otherwise) =>
            [then, .. otherwise is null ? [] : new Statement[] { otherwise, new Statement.If(condition, then, null) }, .. Shrink(then, 0).Select(body => new Statement.If(condition, body, otherwise))],
        Statement.While(var condition, var body) => [body, .. Shrink(body, 0).Select(smaller => new Statement.While(condition, smaller))],
        Statement.DoWhile(var body, var condition) => [body, .. Shrink(body, 0).Select(smaller => new Statement.DoWhile(smaller, condition))],
        Statement.ForEach(var body) => [body, .. Shrink(body, 0).Select(smaller => new Statement.ForEach(smaller))],
        Statement.Switch(var sections) => sections,
        Statement.Lock(var body) => [body, .. Shrink(body, 0).Select(smaller => new Statement.Lock(smaller))],
        Statement.Using(var body) => [body, .. Shrink(body, 1).Select(smaller => new Statement.Using(smaller))],
        Statement.Try(var body, var catches, var @finally) =>
        [
            body,
            .. @finally is null || catches.IsEmpty ? [] : new[] { new Statement.Try(body, catches, null), new Statement.Try(body, [], @finally) },
            .. Shrink(body, 1).Select(smaller => new Statement.Try(smaller, catches, @finally)),
            .. catches.SelectMany(handler => Shrink(handler.Body, 1).Select(smaller => new Statement.Try(body, catches.Replace(handler, handler with { Body = smaller }), @finally))),
            .. @finally is null ? [] : Shrink(@finally, 1).Select(smaller => new Statement.Try(body, catches, smaller)),
        ],
        _ => [],
    };

    private static bool Compiles(GeneratedProgram program)
    {
        try
        {
            _ = program.Graph();
            return true;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    /// <summary>Which jumps C# allows at a place.</summary>
    private sealed record Context(bool CanReturn, bool CanBreak, bool CanContinue);
}
