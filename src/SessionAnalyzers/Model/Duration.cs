using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace SessionAnalyzers.Model;

/// <summary>Durations that the compiler knows: of <c>TimeSpan</c>, and from now to a point in time.</summary>
internal static class Duration
{
    private const int MaxDepth = 4;
    private const double HoursOfMonth = 24 * 30;
    private const double HoursOfYear = 24 * 365;

    /// <returns>The duration, <see cref="TimeSpan.MaxValue"/> for one without end, or null where it is not known.</returns>
    public static TimeSpan? Of(IOperation? value, SessionModel model, CancellationToken cancellationToken) => Of(value, model, MaxDepth, cancellationToken);

    private static TimeSpan? Of(IOperation? value, SessionModel model, int depth, CancellationToken cancellationToken)
    {
        while (value is IConversionOperation conversion)
        {
            value = conversion.Operand;
        }

        return value switch
        {
            IFieldReferenceOperation { Field: { Name: "MaxValue", ContainingType.Name: nameof(TimeSpan) or nameof(DateTimeOffset) or nameof(DateTime) } } => TimeSpan.MaxValue,
            IFieldReferenceOperation { Field: { IsReadOnly: true } field } => OfInitializer(field, model, depth, cancellationToken),
            ILocalReferenceOperation { Local: var local } when !IsAssignedAgain(local, cancellationToken) => OfInitializer(local, model, depth, cancellationToken),
            IObjectCreationOperation { Type.Name: nameof(TimeSpan) } creation => Sum(creation.Arguments, unit: null),
            IInvocationOperation { TargetMethod: { Name: "Parse" or "ParseExact", ContainingType.Name: nameof(TimeSpan) }, Arguments: [{ Value.ConstantValue: { HasValue: true, Value: string text } }, ..] }
                => TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var parsed) ? parsed : null,
            IInvocationOperation { TargetMethod: { ContainingType.Name: nameof(TimeSpan) } from } call when from.Name.StartsWith("From", StringComparison.Ordinal) => Sum(call.Arguments, from.Name.Substring("From".Length).ToLowerInvariant()),
            IInvocationOperation { TargetMethod: { ContainingType.Name: nameof(DateTime) or nameof(DateTimeOffset) } add, Instance: var now } call when IsNow(now) => add.Name switch
            {
                "Add" => Of(call.Arguments[0].Value, model, depth, cancellationToken),
                _ when add.Name.StartsWith("Add", StringComparison.Ordinal) => Sum(call.Arguments, add.Name.Substring("Add".Length).ToLowerInvariant()),
                _ => null,
            },
            IBinaryOperation { OperatorKind: BinaryOperatorKind.Add, LeftOperand: var now, RightOperand: var added } when IsNow(now) => Of(added, model, depth, cancellationToken),
            _ => null,
        };
    }

    /// <summary>The present, by the clock or a <c>TimeProvider</c>.</summary>
    private static bool IsNow(IOperation? operation)
    {
        while (operation is IConversionOperation conversion)
        {
            operation = conversion.Operand;
        }

        return operation switch
        {
            IPropertyReferenceOperation { Property.Name: "Now" or "UtcNow" or "Today" } or IInvocationOperation { TargetMethod.Name: "GetUtcNow" or "GetLocalNow" } => true,
            IPropertyReferenceOperation { Property.Name: "Date" or "DateTime" or "UtcDateTime" or "LocalDateTime", Instance: { } instance } => IsNow(instance),
            _ => false,
        };
    }

    private static TimeSpan? OfInitializer(ISymbol symbol, SessionModel model, int depth, CancellationToken cancellationToken)
        => depth > 0
            && symbol.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(cancellationToken) is VariableDeclaratorSyntax { Initializer.Value: { } initializer }
            && model.GetSemanticModel(initializer.SyntaxTree)?.GetValueOperation(initializer, cancellationToken) is { } value
                ? Of(value, model, depth - 1, cancellationToken)
                : null;

    private static bool IsAssignedAgain(ILocalSymbol local, CancellationToken cancellationToken)
        => local.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(cancellationToken) is { } declaration
            && SignInScope.Of(declaration).Function.DescendantNodes().OfType<AssignmentExpressionSyntax>().Any(assignment => assignment.Left is IdentifierNameSyntax { Identifier.ValueText: var name } && name == local.Name);

    /// <summary>Adds up amounts, each in the unit that its parameter is called, or in that of the method.</summary>
    private static TimeSpan? Sum(IEnumerable<IArgumentOperation> arguments, string? unit)
    {
        var hours = 0.0;
        foreach (var argument in arguments)
        {
            if (Number(argument.Value) is not { } number || (HoursOf(argument.Parameter?.Name) ?? HoursOf(unit)) is not { } hoursOfUnit)
            {
                return null;
            }

            hours += number * hoursOfUnit;
        }

        return hours >= TimeSpan.MaxValue.TotalHours ? TimeSpan.MaxValue : hours <= TimeSpan.MinValue.TotalHours ? TimeSpan.MinValue : TimeSpan.FromHours(hours);
    }

    private static double? HoursOf(string? unit) => unit switch
    {
        "years" => HoursOfYear,
        "months" => HoursOfMonth,
        "days" => 24,
        "hours" => 1,
        "minutes" => 1 / 60.0,
        "seconds" => 1 / 3600.0,
        "milliseconds" => 1 / 3600_000.0,
        "microseconds" => 1 / 3600_000_000.0,
        "ticks" => 1 / (double)TimeSpan.TicksPerHour,
        _ => null,
    };

    private static double? Number(IOperation amount)
    {
        while (amount is IConversionOperation { ConstantValue.HasValue: false } conversion)
        {
            amount = conversion.Operand;
        }

        return amount.ConstantValue is { HasValue: true, Value: IConvertible number and not string } ? number.ToDouble(CultureInfo.InvariantCulture) : null;
    }
}
