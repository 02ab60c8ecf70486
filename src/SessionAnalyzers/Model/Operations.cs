using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace SessionAnalyzers.Model;

internal static class Operations
{
    /// <summary>The operation without the conversions, parentheses and awaits around it.</summary>
    public static IOperation Unwrap(IOperation operation)
    {
        while (true)
        {
            operation = WithoutConversions(operation);
            if (operation is not IAwaitOperation awaited)
            {
                return operation;
            }

            operation = awaited.Operation;
        }
    }

    /// <summary>The operation without the built-in conversions and the parentheses around it.</summary>
    public static IOperation WithoutConversions(IOperation operation)
    {
        while (true)
        {
            switch (operation)
            {
                case IConversionOperation { OperatorMethod: null } conversion:
                    operation = conversion.Operand;
                    break;
                case IParenthesizedOperation parenthesized:
                    operation = parenthesized.Operand;
                    break;
                default:
                    return operation;
            }
        }
    }
}
