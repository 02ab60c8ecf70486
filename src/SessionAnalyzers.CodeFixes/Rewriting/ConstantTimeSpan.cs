using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace SessionAnalyzers.Rewriting;

/// <summary>Evaluates time spans written out of constants.</summary>
internal static class ConstantTimeSpan
{
    public static TimeSpan? Of(IOperation value)
    {
        switch (value)
        {
            case IConversionOperation conversion:
                return Of(conversion.Operand);
            case IInvocationOperation { TargetMethod: { ContainingType.Name: "TimeSpan", IsStatic: true } method } call when Numbers(call.Arguments) is { } numbers:
                return From(method.Name, numbers);
            case IObjectCreationOperation { Constructor.ContainingType.Name: "TimeSpan" } creation when Numbers(creation.Arguments) is { } numbers:
                return numbers.Length switch
                {
                    1 => new TimeSpan((long)numbers[0]),
                    3 => new TimeSpan((int)numbers[0], (int)numbers[1], (int)numbers[2]),
                    4 => new TimeSpan((int)numbers[0], (int)numbers[1], (int)numbers[2], (int)numbers[3]),
                    _ => null,
                };
            default:
                return null;
        }
    }

    private static TimeSpan? From(string factory, double[] numbers)
    {
        // The overloads that take more parts name the largest first; the rest default to zero.
        double unit = factory switch
        {
            "FromDays" => TimeSpan.TicksPerDay,
            "FromHours" => TimeSpan.TicksPerHour,
            "FromMinutes" => TimeSpan.TicksPerMinute,
            "FromSeconds" => TimeSpan.TicksPerSecond,
            "FromMilliseconds" => TimeSpan.TicksPerMillisecond,
            _ => 0,
        };
        double ticks = numbers.Length == 0 ? 0 : numbers[0] * unit;
        return unit == 0 || numbers.Skip(1).Any(static n => n != 0) || Math.Abs(ticks) >= long.MaxValue ? null : TimeSpan.FromTicks((long)ticks);
    }

    private static double[]? Numbers(IEnumerable<IArgumentOperation> arguments)
    {
        var numbers = new List<double>();
        foreach (IArgumentOperation argument in arguments)
        {
            if (argument.Value.ConstantValue is not { HasValue: true, Value: IConvertible number and not string })
            {
                return null;
            }

            numbers.Add(number.ToDouble(System.Globalization.CultureInfo.InvariantCulture));
        }

        return [.. numbers];
    }
}
