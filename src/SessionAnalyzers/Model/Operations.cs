using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace SessionAnalyzers.Model;

internal static class Operations
{
    /// <summary>The operation without the conversions and awaits around it.</summary>
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

    /// <summary>The operation without the built-in conversions around it.</summary>
    public static IOperation WithoutConversions(IOperation operation)
    {
        while (operation is IConversionOperation { OperatorMethod: null } conversion)
        {
            operation = conversion.Operand;
        }

        return operation;
    }
}
