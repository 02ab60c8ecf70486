using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace SessionAnalyzers.Model;

/// <summary>Which calls start the response: after them, its headers are gone.</summary>
internal sealed class ResponseStarts(SessionModel model, CancellationToken cancellationToken)
{
    private const int MaxDepth = 2;

    /// <summary>Names of what may start a response, before anything is bound.</summary>
    public static readonly ImmutableHashSet<string> Names = ImmutableHashSet.Create(
        "Write", "WriteAsync", "WriteAsJsonAsync", "WriteByte", "Flush", "FlushAsync", "StartAsync", "CompleteAsync", "SendFileAsync", "CopyTo", "CopyToAsync", "SerializeAsync", "Invoke", "next", "_next");

    /// <returns>The start that a call is, or null.</returns>
    public ResponseStart? Of(IInvocationOperation call)
        => NameOf(call, MaxDepth) is { } name ? new ResponseStart(call.Syntax, name, IsPipeline: call.TargetMethod.MethodKind == MethodKind.DelegateInvoke) : null;

    private string? NameOf(IInvocationOperation call, int depth)
    {
        var method = call.TargetMethod;
        if (method.MethodKind == MethodKind.DelegateInvoke)
        {
            return RunsPipeline(method.ContainingType, call.Instance);
        }

        var type = method.ContainingType;
        switch (type.ToDisplayString())
        {
            case "Microsoft.AspNetCore.Http.HttpResponseWritingExtensions" or "Microsoft.AspNetCore.Http.HttpResponseJsonExtensions" or "Microsoft.AspNetCore.Http.SendFileResponseExtensions":
            case WellKnownTypeNames.HttpResponse when method.Name is "StartAsync" or "CompleteAsync":
                return "Response." + method.Name;
            case "Microsoft.AspNetCore.Mvc.Razor.RazorPageBase" when method.Name == "FlushAsync":
                return "FlushAsync";
        }

        if (IsBody(call.Instance) && Names.Contains(method.Name) && !method.Name.StartsWith("Copy", StringComparison.Ordinal))
        {
            return "a write to the response's body";
        }

        if (call.Arguments.Any(argument => IsBody(argument.Value)) && (method.Name.StartsWith("CopyTo", StringComparison.Ordinal) || method.Name.StartsWith("Serialize", StringComparison.Ordinal)))
        {
            return "a write to the response's body";
        }

        return depth > 0 && IsGivenResponse(call) && StartsCertainly(method, depth - 1) ? $"'{method.Name}'" : null;
    }

    /// <summary><c>await next(context)</c>: the rest of the pipeline has written its response.</summary>
    private static string? RunsPipeline(INamedTypeSymbol type, IOperation? called) => type.Name switch
    {
        "RequestDelegate" => "the rest of the pipeline",
        "ResultExecutionDelegate" or "ResourceExecutionDelegate" => "the result",
        "Func" when called is IParameterReferenceOperation { Parameter: { Name: "next", Type: INamedTypeSymbol { TypeArguments: [{ Name: "Task" }] } } } => "the rest of the pipeline",
        _ => null,
    };

    /// <summary><c>Response.Body</c> or <c>Response.BodyWriter</c>, or a local that holds it.</summary>
    private bool IsBody(IOperation? operation)
    {
        while (operation is IConversionOperation conversion)
        {
            operation = conversion.Operand;
        }

        return operation switch
        {
            IPropertyReferenceOperation { Property: { Name: "Body" or "BodyWriter", ContainingType: var type } } => type.ToDisplayString() == WellKnownTypeNames.HttpResponse,
            ILocalReferenceOperation { Local.DeclaringSyntaxReferences: [var reference] } => reference.GetSyntax(cancellationToken) is VariableDeclaratorSyntax { Initializer.Value: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Body" or "BodyWriter" } value }
                && IsBody(model.GetSemanticModel(value.SyntaxTree)?.GetOperation(value, cancellationToken)),
            _ => false,
        };
    }

    private static bool IsGivenResponse(IInvocationOperation call)
        => call.Arguments.Any(static argument => argument.Value.Type?.Name is "HttpContext" or "HttpResponse");

    /// <summary>Whether a helper starts the response whatever its arguments are.</summary>
    private bool StartsCertainly(IMethodSymbol method, int depth)
        => method.DeclaringSyntaxReferences is [var reference]
            && model.GetSemanticModel(reference.SyntaxTree) is { } semantics
            && semantics.GetOperation(reference.GetSyntax(cancellationToken), cancellationToken) is { } body
            && body.Descendants().OfType<IInvocationOperation>().Any(call => NameOf(call, depth) is not null && !IsConditional(call, body));

    private static bool IsConditional(IOperation operation, IOperation body)
    {
        for (var parent = operation.Parent; parent is not null && parent != body; parent = parent.Parent)
        {
            if (parent is IConditionalOperation or ISwitchOperation or ISwitchExpressionOperation or ILoopOperation or ICatchClauseOperation or IAnonymousFunctionOperation or ILocalFunctionOperation or IConditionalAccessOperation)
            {
                return true;
            }
        }

        // A way out before the call may avoid it.
        return body.Descendants().Any(candidate => candidate is IReturnOperation { IsImplicit: false } && candidate.Syntax.SpanStart < operation.Syntax.SpanStart && !candidate.Syntax.Contains(operation.Syntax));
    }
}
