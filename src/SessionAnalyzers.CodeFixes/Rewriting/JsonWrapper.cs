using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using SessionAnalyzers.Model;

namespace SessionAnalyzers.Rewriting;

/// <summary>
/// Reads the body of an extension such as <c>GetObjectFromJson&lt;T&gt;(this ISession, string)</c>: only one that does
/// nothing but store JSON with a serializer's defaults, and reads an absent key as the type's default, can be replaced.
/// </summary>
internal static class JsonWrapper
{
    /// <summary>The serializer that a reading wrapper uses, or null if it does anything else.</summary>
    public static Serialization? OfReader(IMethodSymbol wrapper, SessionModel model, CancellationToken cancellationToken)
    {
        if (Body(wrapper, model, cancellationToken) is not { } body)
        {
            return null;
        }

        Serialization? serialization = null;
        foreach (IInvocationOperation call in body.Descendants().OfType<IInvocationOperation>())
        {
            switch (call.TargetMethod)
            {
                case { Name: "GetString", ContainingType: { } type } when SessionSymbols.Same(type, model.Symbols.SessionExtensions):
                case { Name: "IsNullOrEmpty" or "IsNullOrWhiteSpace", ContainingType.SpecialType: SpecialType.System_String }:
                    break;
                default:
                    if (serialization is not null || Deserializer(call) is not { } found)
                    {
                        return null;
                    }

                    serialization = found;
                    break;
            }
        }

        return serialization is not null && Returned(body).All(IsDeserializedOrDefault) ? serialization : null;
    }

    /// <summary>The serializer that a writing wrapper uses, or null if it does anything else.</summary>
    public static Serialization? OfWriter(IMethodSymbol wrapper, SessionModel model, CancellationToken cancellationToken)
    {
        if (Body(wrapper, model, cancellationToken) is not { } body)
        {
            return null;
        }

        Serialization? serialization = null;
        int writes = 0;
        foreach (IOperation operation in body.Descendants())
        {
            if (operation is IConditionalOperation or ILoopOperation or ITryOperation or IThrowOperation or IUsingOperation)
            {
                return null;
            }

            if (operation is not IInvocationOperation call)
            {
                continue;
            }

            if (call.TargetMethod.Name == "SetString" && SessionSymbols.Same(call.TargetMethod.ContainingType, model.Symbols.SessionExtensions))
            {
                writes++;
            }
            else if (serialization is null && Serializer(call) is { } found)
            {
                serialization = found;
            }
            else
            {
                return null;
            }
        }

        return writes == 1 ? serialization : null;
    }

    /// <summary>The serializer of a call that turns JSON into an object with default settings.</summary>
    public static Serialization? Deserializer(IInvocationOperation call) => call.TargetMethod switch
    {
        { Name: "Deserialize", ContainingType: { Name: "JsonSerializer", ContainingNamespace: { } n } } when n.ToDisplayString() == "System.Text.Json" && HasDefaults(call) => Serialization.SystemTextJson,
        { Name: "DeserializeObject", ContainingType: { Name: "JsonConvert", ContainingNamespace: { } n } } when n.ToDisplayString() == "Newtonsoft.Json" && HasDefaults(call) => Serialization.NewtonsoftJson,
        _ => null,
    };

    private static Serialization? Serializer(IInvocationOperation call) => call.TargetMethod switch
    {
        { Name: "Serialize", ContainingType: { Name: "JsonSerializer", ContainingNamespace: { } n } } when n.ToDisplayString() == "System.Text.Json" && HasDefaults(call) && TakesParameter(call) => Serialization.SystemTextJson,
        { Name: "SerializeObject", ContainingType: { Name: "JsonConvert", ContainingNamespace: { } n } } when n.ToDisplayString() == "Newtonsoft.Json" && HasDefaults(call) && TakesParameter(call) => Serialization.NewtonsoftJson,
        _ => null,
    };

    private static bool HasDefaults(IInvocationOperation call) =>
        call.Arguments.Count(static a => a.ArgumentKind == ArgumentKind.Explicit) == 1;

    private static bool TakesParameter(IInvocationOperation call)
    {
        IOperation value = call.Arguments[0].Value;
        while (value is IConversionOperation { IsImplicit: true } conversion)
        {
            value = conversion.Operand;
        }

        return value is IParameterReferenceOperation;
    }

    private static IOperation? Body(IMethodSymbol wrapper, SessionModel model, CancellationToken cancellationToken)
    {
        IMethodSymbol definition = (wrapper.ReducedFrom ?? wrapper).OriginalDefinition;
        if (definition.DeclaringSyntaxReferences.Length != 1
            || definition.DeclaringSyntaxReferences[0].GetSyntax(cancellationToken) is not MethodDeclarationSyntax declaration
            || model.GetSemanticModel(declaration.SyntaxTree) is not { } semanticModel)
        {
            return null;
        }

        SyntaxNode? body = (SyntaxNode?)declaration.Body ?? declaration.ExpressionBody;
        return body is null ? null : semanticModel.GetOperation(body, cancellationToken);
    }

    private static IEnumerable<IOperation> Returned(IOperation body) =>
        body.Descendants().OfType<IReturnOperation>().Select(static r => r.ReturnedValue).OfType<IOperation>();

    private static bool IsDeserializedOrDefault(IOperation value) => value switch
    {
        IConversionOperation conversion => IsDeserializedOrDefault(conversion.Operand),
        IConditionalOperation { WhenFalse: { } whenFalse } conditional => IsDeserializedOrDefault(conditional.WhenTrue) && IsDeserializedOrDefault(whenFalse),
        ICoalesceOperation coalesce => IsDeserializedOrDefault(coalesce.Value) && IsDeserializedOrDefault(coalesce.WhenNull),
        IInvocationOperation call => Deserializer(call) is not null,
        IDefaultValueOperation => true,
        ILiteralOperation literal => literal.ConstantValue is { HasValue: true, Value: null },
        _ => false,
    };
}
