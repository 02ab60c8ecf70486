using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace SessionAnalyzers.Model;

/// <summary>Evaluates time spans written out of constants.</summary>
internal static class ConstantTimeSpan
{
    private const string Type = nameof(TimeSpan);

    /// <returns>The time span, or null where the program decides it when it runs.</returns>
    public static TimeSpan? Of(IOperation value) => value switch
    {
        IConversionOperation conversion => Of(conversion.Operand),
        IUnaryOperation { OperatorKind: UnaryOperatorKind.Minus, Type.Name: Type } minus => Of(minus.Operand) is { } operand && operand != TimeSpan.MinValue ? -operand : null,
        IDefaultValueOperation { Type.Name: Type } => TimeSpan.Zero,
        IInvocationOperation { TargetMethod: { ContainingType.Name: Type, IsStatic: true, Name: "Parse" }, Arguments: [{ Value.ConstantValue: { HasValue: true, Value: string text } }, ..] }
            => TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var parsed) ? parsed : null,
        IInvocationOperation { TargetMethod: { ContainingType.Name: Type, IsStatic: true } method } call when Numbers(call.Arguments) is { } numbers => From(method.Name, numbers),
        IObjectCreationOperation { Constructor.ContainingType.Name: Type } creation when Numbers(creation.Arguments) is { } numbers => New(numbers),
        IFieldReferenceOperation { Field: var field } => Of(field, value.SemanticModel),
        ILocalReferenceOperation { Local: var local } => Of(local, value),
        _ => null,
    };

    private static TimeSpan? Of(IFieldSymbol field, SemanticModel? semanticModel) => (field.ContainingType.Name, field.Name) switch
    {
        (Type, nameof(TimeSpan.Zero)) => TimeSpan.Zero,
        (Type, nameof(TimeSpan.MinValue)) => TimeSpan.MinValue,
        (Type, nameof(TimeSpan.MaxValue)) => TimeSpan.MaxValue,
        (nameof(Timeout), nameof(Timeout.InfiniteTimeSpan)) => Timeout.InfiniteTimeSpan,
        _ => field is { IsReadOnly: true, IsStatic: true } ? OfInitializer(field, semanticModel) : null,
    };

    /// <summary>A local that is set where it is declared and nowhere else.</summary>
    private static TimeSpan? Of(ILocalSymbol local, IOperation use)
    {
        var body = use;
        while (body.Parent is { } parent)
        {
            body = parent;
        }

        return body.Descendants().Any(operation => operation switch
        {
            IAssignmentOperation { Target: ILocalReferenceOperation target } => SessionSymbols.Same(target.Local, local),
            IArgumentOperation { Parameter.RefKind: RefKind.Ref or RefKind.Out, Value: ILocalReferenceOperation handed } => SessionSymbols.Same(handed.Local, local),
            _ => false,
        })
            ? null
            : OfInitializer(local, use.SemanticModel);
    }

    /// <summary>What a symbol of the same file is initialized with, unless by way of others: these may lead back to it.</summary>
    private static TimeSpan? OfInitializer(ISymbol symbol, SemanticModel? semanticModel)
        => symbol.DeclaringSyntaxReferences is [var reference]
            && reference.SyntaxTree == semanticModel?.SyntaxTree
            && reference.GetSyntax() is VariableDeclaratorSyntax { Initializer.Value: var initializer }
            && semanticModel.GetValueOperation(initializer, CancellationToken.None) is { } value
            && !value.DescendantsAndSelf().Any(static operation => operation is ILocalReferenceOperation { Local.IsConst: false } or IFieldReferenceOperation { Field: { IsConst: false, DeclaringSyntaxReferences.IsEmpty: false } })
                ? Of(value)
                : null;

    private static TimeSpan? New(double[] numbers)
    {
        try
        {
            return numbers.Length switch
            {
                0 => TimeSpan.Zero,
                1 => new TimeSpan((long)numbers[0]),
                3 => new TimeSpan((int)numbers[0], (int)numbers[1], (int)numbers[2]),
                4 => new TimeSpan((int)numbers[0], (int)numbers[1], (int)numbers[2], (int)numbers[3]),
                5 => new TimeSpan((int)numbers[0], (int)numbers[1], (int)numbers[2], (int)numbers[3], (int)numbers[4]),
                _ => null,
            };
        }
        catch (ArgumentOutOfRangeException)
        {
            // The program would throw it too.
            return null;
        }
    }

    private static TimeSpan? From(string factory, double[] numbers)
    {
        // The overloads that take more parts name the largest first; the rest default to zero.
        double unit = factory switch
        {
            nameof(TimeSpan.FromDays) => TimeSpan.TicksPerDay,
            nameof(TimeSpan.FromHours) => TimeSpan.TicksPerHour,
            nameof(TimeSpan.FromMinutes) => TimeSpan.TicksPerMinute,
            nameof(TimeSpan.FromSeconds) => TimeSpan.TicksPerSecond,
            nameof(TimeSpan.FromMilliseconds) => TimeSpan.TicksPerMillisecond,
            "FromMicroseconds" => TimeSpan.TicksPerMillisecond / 1000,
            nameof(TimeSpan.FromTicks) => 1,
            _ => 0,
        };
        var ticks = numbers.Length == 0 ? 0 : numbers[0] * unit;
        return unit == 0 || numbers.Skip(1).Any(static number => number != 0) || Math.Abs(ticks) >= long.MaxValue ? null : TimeSpan.FromTicks((long)ticks);
    }

    private static double[]? Numbers(IEnumerable<IArgumentOperation> arguments)
    {
        var numbers = new List<double>();
        foreach (var argument in arguments)
        {
            if (argument.Value.ConstantValue is not { HasValue: true, Value: IConvertible number and not string })
            {
                return null;
            }

            numbers.Add(number.ToDouble(CultureInfo.InvariantCulture));
        }

        return [.. numbers];
    }
}
