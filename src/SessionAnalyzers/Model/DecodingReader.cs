using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace SessionAnalyzers.Model;

/// <summary>Reads what becomes of a value read from the session: in the wrapper that reads it, then where that is called.</summary>
/// <param name="model">The model.</param>
/// <param name="frames">The calls, from the place that names the key inwards to the session's own member.</param>
/// <param name="cancellationToken">Cancels.</param>
internal sealed class DecodingReader(SessionModel model, List<IOperation> frames, CancellationToken cancellationToken)
{
    private readonly HashSet<ISymbol> _followed = new(SymbolEqualityComparer.Default);
    private bool _isDecoded;
    private bool _isOpaque;
    private bool _isUsed;
    private SessionEncoding _decoded;

    /// <param name="kind">What the session's own member reads: text, an Int32, or bytes that are not known.</param>
    public SessionEncoding Read(SessionEncodingKind kind)
    {
        var frame = frames.Count - 1;
        Follow(frames[frame], frame);
        if (frames[frame] is IInvocationOperation { TargetMethod.Name: WellKnownMemberNames.Session.TryGetValue } tried
            && tried.Arguments.FirstOrDefault(static argument => argument.Parameter?.RefKind == RefKind.Out) is { Value: var destination })
        {
            _isUsed = false;
            FollowVariable(destination, frame);
        }

        var isPresenceTest = !_isUsed && !_isOpaque && !_isDecoded;
        return kind == SessionEncodingKind.Int32 ? new SessionEncoding(kind, IsPresenceTest: isPresenceTest)
            : isPresenceTest ? new SessionEncoding(kind, IsPresenceTest: true)
            : _isDecoded ? _decoded.Kind == SessionEncodingKind.NativeBytes && _isOpaque ? SessionEncoding.Unknown : _decoded
            : kind == SessionEncodingKind.Text && !_isOpaque ? new SessionEncoding(SessionEncodingKind.PlainText)
            : new SessionEncoding(kind);
    }

    /// <summary>Looks at what the code around an expression does with its value.</summary>
    private void Follow(IOperation value, int frame)
    {
        switch (value.Parent)
        {
            case IConversionOperation or IAwaitOperation or ICoalesceOperation or IConditionalOperation or IDeclarationExpressionOperation
                when value.Parent is not IConditionalOperation { Condition: var condition } || condition != value:
                Follow(value.Parent, frame);
                break;
            case IVariableInitializerOperation { Parent: IVariableDeclaratorOperation { Symbol: var local } }:
                FollowVariable(local, value, frame);
                break;
            case ISimpleAssignmentOperation { Target: ILocalReferenceOperation { Local: var local } }:
                FollowVariable(local, value, frame);
                break;
            case IArgumentOperation { Parent: IInvocationOperation call }:
                Pass(call, frame);
                break;
            case IIsPatternOperation { Pattern: var pattern }:
                foreach (var declared in pattern.DescendantsAndSelf())
                {
                    if (declared is IDeclarationPatternOperation { DeclaredSymbol: { } first })
                    {
                        FollowVariable(first, value, frame);
                    }
                    else if (declared is IRecursivePatternOperation { DeclaredSymbol: { } second })
                    {
                        FollowVariable(second, value, frame);
                    }
                    else if (declared is IConstantPatternOperation { Value.ConstantValue: { HasValue: true, Value: not null } } or IRelationalPatternOperation)
                    {
                        _isUsed = true;
                    }
                }

                break;
            case IReturnOperation { Parent: not IAnonymousFunctionOperation } when frame > 0 && !IsInNestedFunction(value):
                Follow(frames[frame - 1], frame - 1);
                break;
            case IReturnOperation:
                _isOpaque = true;
                break;
            case IBinaryOperation { OperatorKind: BinaryOperatorKind.Equals or BinaryOperatorKind.NotEquals } comparison
                when IsNull(comparison.LeftOperand) || IsNull(comparison.RightOperand):
            case IPropertyReferenceOperation { Property.Name: "HasValue" }:
            case IExpressionStatementOperation:
            case IConditionalOperation:
            case IUnaryOperation { OperatorKind: UnaryOperatorKind.Not }:
                break;
            case IConditionalAccessOperation { WhenNotNull: var last } when last == value:
                Follow(value.Parent, frame);
                break;
            default:
                _isUsed = true;
                break;
        }
    }

    /// <summary>Looks at a call that gets the value, as an argument or as its receiver.</summary>
    private void Pass(IInvocationOperation call, int frame)
    {
        var target = call.TargetMethod;
        switch (target.ContainingType?.Name, target.Name)
        {
            case ("String", "IsNullOrEmpty" or "IsNullOrWhiteSpace"):
                break;
            case ("JsonSerializer", "Deserialize") or ("JsonConvert", "DeserializeObject"):
                Decoded(new SessionEncoding(SessionEncodingKind.Json, target.TypeArguments is [var type] ? Substitute(type, frame) : null));
                break;
            case ("BitConverter", _):
                Decoded(new SessionEncoding(SessionEncodingKind.NativeBytes, target.ReturnType));
                break;
            case ("Int32" or "Int64" or "Guid" or "Boolean" or "Double" or "Decimal" or "DateTime", "Parse" or "TryParse"):
            case ("String", _):
                _isUsed = true;
                break;
            default:
                _isOpaque = true;
                break;
        }
    }

    private void Decoded(SessionEncoding encoding)
    {
        // Decoded in two ways, the code knows more than can be seen here.
        _decoded = _isDecoded && _decoded != encoding ? SessionEncoding.Unknown : encoding;
        _isDecoded = true;
    }

    private void FollowVariable(IOperation destination, int frame)
    {
        switch (destination)
        {
            case IDeclarationExpressionOperation { Expression: ILocalReferenceOperation { Local: var declared } }:
                FollowVariable(declared, destination, frame);
                break;
            case ILocalReferenceOperation { Local: var local }:
                FollowVariable(local, destination, frame);
                break;
            case IDiscardOperation:
                break;
            default:
                _isOpaque = true;
                break;
        }
    }

    private void FollowVariable(ISymbol local, IOperation value, int frame)
    {
        if (!_followed.Add(local) || model.GetSemanticModel(value.Syntax.SyntaxTree) is not { } semantics)
        {
            return;
        }

        foreach (var name in SignInScope.Of(value.Syntax).Function.DescendantNodes().OfType<IdentifierNameSyntax>())
        {
            if (name.Identifier.ValueText == local.Name
                && name != value.Syntax
                && semantics.GetOperation(name, cancellationToken) is ILocalReferenceOperation reference
                && SessionSymbols.Same(reference.Local, local)
                && reference.Parent is not IDeclarationExpressionOperation
                && (reference.Parent as ISimpleAssignmentOperation)?.Target != reference)
            {
                Follow(reference, frame);
            }
        }
    }

    /// <summary>The type argument as the callers of the wrappers give it.</summary>
    private ITypeSymbol Substitute(ITypeSymbol type, int frame)
    {
        for (; frame > 0 && type is ITypeParameterSymbol parameter; frame--)
        {
            if (frames[frame - 1] is IInvocationOperation { TargetMethod: var method }
                && SessionSymbols.Same(method.OriginalDefinition, parameter.DeclaringMethod))
            {
                type = method.TypeArguments[parameter.Ordinal];
            }
        }

        return type;
    }

    private static bool IsInNestedFunction(IOperation operation)
    {
        for (var current = operation.Parent; current is not null; current = current.Parent)
        {
            if (current is IAnonymousFunctionOperation or ILocalFunctionOperation)
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsNull(IOperation operation) => Operations.Unwrap(operation).ConstantValue is { HasValue: true, Value: null };
}
