using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace SessionAnalyzers.Model;

/// <summary>
/// Reads how an access lays out its value: from the call of the session it ends in outwards, through the wrappers on the way,
/// to the place that names the key.
/// </summary>
internal sealed class EncodingReader(SessionModel model, CancellationToken cancellationToken)
{
    public SessionEncoding Of(SessionAccess access)
    {
        // From the place that names the key, inwards to the session's own member.
        var frames = new List<IOperation>();
        var innermost = access;
        for (var inner = access; inner is not null; inner = inner.Inner)
        {
            if (OperationAt(inner.Syntax) is not { } operation)
            {
                return SessionEncoding.Unknown;
            }

            frames.Add(operation);
            innermost = inner;
        }

        if (innermost.Wrapper is not null)
        {
            return SessionEncoding.Unknown;
        }

        var (name, arguments) = frames[frames.Count - 1] switch
        {
            IInvocationOperation call => (call.TargetMethod.Name, call.Arguments.Select(static argument => argument)),
            // What is written has no type, as when a package is missing; the session's own methods are known by name.
            { Syntax: InvocationExpressionSyntax call } => (SignInScope.NameOf(call), []),
            _ => (null, []),
        };
        var value = arguments.FirstOrDefault(static argument => argument.Parameter?.Name == "value")?.Value;
        var last = frames.Count - 1;
        return name switch
        {
            WellKnownMemberNames.SessionExtensions.SetInt32 => new SessionEncoding(SessionEncodingKind.Int32),
            WellKnownMemberNames.SessionExtensions.SetString => value is null ? new SessionEncoding(SessionEncodingKind.Text) : Text(value, frames, last),
            WellKnownMemberNames.Session.Set when access.Kind == SessionAccessKind.Write => value is null ? SessionEncoding.Unknown : Bytes(value, frames, last),
            WellKnownMemberNames.SessionExtensions.GetInt32 => new DecodingReader(model, frames, cancellationToken).Read(SessionEncodingKind.Int32),
            WellKnownMemberNames.SessionExtensions.GetString => new DecodingReader(model, frames, cancellationToken).Read(SessionEncodingKind.Text),
            WellKnownMemberNames.SessionExtensions.Get or WellKnownMemberNames.Session.TryGetValue => new DecodingReader(model, frames, cancellationToken).Read(SessionEncodingKind.Unknown),
            _ => SessionEncoding.Unknown,
        };
    }

    private IOperation? OperationAt(SyntaxNode syntax) => model.GetSemanticModel(syntax.SyntaxTree)?.GetOperation(syntax, cancellationToken);

    private SessionEncoding Text(IOperation value, List<IOperation> frames, int frame)
    {
        value = Operations.Unwrap(value);
        if (value.ConstantValue is { HasValue: true, Value: string text })
        {
            // An empty text stands for none.
            return text.Length == 0 ? SessionEncoding.Unknown : new SessionEncoding(IsJson(text) ? SessionEncodingKind.Text : SessionEncodingKind.PlainText);
        }

        switch (value)
        {
            case IInvocationOperation { TargetMethod: { Name: "Serialize" or "SerializeObject", ContainingType.Name: "JsonSerializer" or "JsonConvert" }, Arguments: [{ Value: var serialized }, ..] }:
                return new SessionEncoding(SessionEncodingKind.Json, TypeOf(serialized, frames, frame));
            case ILocalReferenceOperation { Local: var local } when SingleValue(local, value) is { } initializer:
                return Text(initializer, frames, frame);
            case IParameterReferenceOperation parameter when Argument(parameter, frames, frame) is { } argument:
                return Text(argument, frames, frame - 1);
            default:
                return new SessionEncoding(SessionEncodingKind.Text);
        }
    }

    private SessionEncoding Bytes(IOperation value, List<IOperation> frames, int frame)
    {
        value = Operations.Unwrap(value);
        switch (value)
        {
            case IInvocationOperation { TargetMethod: { Name: "GetBytes", ContainingType.Name: "BitConverter" }, Arguments: [{ Value: var number }, ..] }:
                return new SessionEncoding(SessionEncodingKind.NativeBytes, number.Type);
            case IInvocationOperation { TargetMethod: { Name: "GetBytes" }, Instance: IPropertyReferenceOperation { Property.Name: "UTF8" or "ASCII" }, Arguments: [{ Value: { Type.SpecialType: SpecialType.System_String } text }] }:
                return Text(text, frames, frame);
            case IInvocationOperation { TargetMethod: { Name: "SerializeToUtf8Bytes", ContainingType.Name: "JsonSerializer" }, Arguments: [{ Value: var serialized }, ..] }:
                return new SessionEncoding(SessionEncodingKind.Json, TypeOf(serialized, frames, frame));
            case ILocalReferenceOperation { Local: var local } when SingleValue(local, value) is { } initializer:
                return Bytes(initializer, frames, frame);
            case IParameterReferenceOperation parameter when Argument(parameter, frames, frame) is { } argument:
                return Bytes(argument, frames, frame - 1);
            default:
                return SessionEncoding.Unknown;
        }
    }

    /// <summary>The static type of a value where it was made: what a parameter of type <c>object</c> or <c>T</c> was passed.</summary>
    private ITypeSymbol? TypeOf(IOperation value, List<IOperation> frames, int frame)
    {
        value = Operations.Unwrap(value);
        return value is IParameterReferenceOperation parameter && Argument(parameter, frames, frame) is { } argument
            ? TypeOf(argument, frames, frame - 1)
            : value.Type;
    }

    /// <summary>What the caller passes for a parameter of the wrapper whose body an operation is in, unless that changes it.</summary>
    private IOperation? Argument(IParameterReferenceOperation use, List<IOperation> frames, int frame)
    {
        var parameter = use.Parameter;
        return frame > 0
            && frames[frame - 1] is IInvocationOperation call
            && SessionSymbols.Same(call.TargetMethod.OriginalDefinition, (parameter.ContainingSymbol as IMethodSymbol)?.OriginalDefinition)
            && parameter.DeclaringSyntaxReferences is [var declaration]
            && IsUnchanged(parameter, parameter.Type, declaration.GetSyntax(cancellationToken), use)
                ? call.Arguments.FirstOrDefault(argument => argument.Parameter?.Ordinal == parameter.Ordinal)?.Value
                : null;
    }

    /// <summary>The value of a local that is assigned where it is declared and used for nothing but what is asked for.</summary>
    private IOperation? SingleValue(ILocalSymbol local, IOperation use)
        => LocalInitializer.Of(local, use.Syntax, cancellationToken) is { Parent: { } declaration } initializer && IsUnchanged(local, local.Type, declaration, use)
            ? OperationAt(initializer)
            : null;

    /// <summary>Whether a variable has its first value still: bytes may be reversed in place, another text assigned.</summary>
    private static bool IsUnchanged(ISymbol variable, ITypeSymbol type, SyntaxNode declaration, IOperation use)
        => SignInScope.Of(declaration).Function.DescendantNodes().OfType<IdentifierNameSyntax>()
            .All(name => name.Identifier.ValueText != variable.Name || name == use.Syntax || type is not IArrayTypeSymbol && !IsAssigned(name));

    private static bool IsAssigned(IdentifierNameSyntax name)
        => name.Parent is AssignmentExpressionSyntax assignment && assignment.Left == name
            || name.Parent is ArgumentSyntax { RefKindKeyword.RawKind: not 0 } or ArgumentSyntax { Parent: TupleExpressionSyntax };

    private static bool IsJson(string text)
    {
        var start = text.TrimStart();
        return start.Length == 0 || start[0] is '{' or '[' or '"' or '-' or (>= '0' and <= '9') || start is "true" or "false" or "null";
    }
}
