using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace SessionAnalyzers.Model;

/// <summary>
/// Follows an object, by reference, through the variables of one function and into the source methods that it is passed to.
/// What it cannot follow counts as handed on.
/// </summary>
internal sealed partial class ObjectTracker
{
    private const int MaxDepth = 4;
    private const int Receiver = -1;

    private readonly SessionModel _model;
    private readonly IOperation _function;
    private readonly CancellationToken _cancellationToken;
    private readonly int _depth;

    /// <summary>What the methods do that were entered, by the ordinal of the parameter; null while that is being found out.</summary>
    private readonly Dictionary<(SyntaxNode Method, int Parameter), ObjectUses?> _callees;
    private readonly ObjectUses _uses = new();
    private readonly Stack<(IOperation Value, bool IsCopy)> _pending = new();
    private readonly HashSet<(ISymbol Symbol, bool IsCopy)> _variables = [];
    private ILookup<ISymbol?, IOperation>? _references;

    private ObjectTracker(SessionModel model, IOperation function, int depth, Dictionary<(SyntaxNode Method, int Parameter), ObjectUses?> callees, CancellationToken cancellationToken)
    {
        _callees = callees;
        _model = model;
        _function = function;
        _depth = depth;
        _cancellationToken = cancellationToken;
    }

    /// <summary>What the function around an expression does with the object that the expression returns.</summary>
    public static ObjectUses Track(SessionModel model, IOperation expression, CancellationToken cancellationToken)
    {
        var tracker = new ObjectTracker(model, FunctionAround(expression), MaxDepth, [], cancellationToken);
        tracker._pending.Push((expression, false));
        return tracker.Run();
    }

    /// <summary>What the function around an out argument does with the object that it receives.</summary>
    public static ObjectUses TrackOut(SessionModel model, IArgumentOperation argument, CancellationToken cancellationToken)
    {
        var tracker = new ObjectTracker(model, FunctionAround(argument), MaxDepth, [], cancellationToken);
        tracker.AssignTo(argument.Value, isCopy: false);
        return tracker.Run();
    }

    /// <summary>The lambda, local function or body that an operation is in.</summary>
    public static IOperation FunctionAround(IOperation operation)
    {
        while (operation is not (IAnonymousFunctionOperation or ILocalFunctionOperation) && operation.Parent is { } parent)
        {
            operation = parent;
        }

        return operation;
    }

    /// <summary>Whether values of a type can be changed by those who hold them.</summary>
    public static bool IsChangeable(ITypeSymbol? type) => type switch
    {
        null or { SpecialType: SpecialType.System_String or SpecialType.System_Object } => false,
        { TypeKind: TypeKind.Error or TypeKind.Delegate or TypeKind.Dynamic } => false,
        IArrayTypeSymbol { ElementType.SpecialType: SpecialType.System_Byte } => false,
        INamedTypeSymbol { IsValueType: true } pair => pair.Name is "KeyValuePair" or "ValueTuple" && pair.TypeArguments.Any(IsChangeable),
        { ContainingNamespace: { } space } when space.ToDisplayString() == "System.Collections.Immutable" => false,
        _ => type.IsReferenceType || type.TypeKind == TypeKind.TypeParameter,
    };

    private ObjectUses Run()
    {
        while (_pending.Count > 0)
        {
            _cancellationToken.ThrowIfCancellationRequested();
            var (value, isCopy) = _pending.Pop();
            Use(value, isCopy);
        }

        return _uses;
    }

    private void Use(IOperation value, bool isCopy)
    {
        switch (value.Parent)
        {
            case IExpressionStatementOperation or null:
                break;
            case IConversionOperation or IAwaitOperation or ICoalesceOperation or ISwitchExpressionArmOperation or ISwitchExpressionOperation:
                _pending.Push((value.Parent, isCopy));
                break;
            case IConditionalOperation conditional:
                if (conditional.Condition != value)
                {
                    _pending.Push((conditional, isCopy));
                }

                break;
            case IConditionalAccessOperation access when access.Operation == value:
                foreach (var instance in access.WhenNotNull.DescendantsAndSelf().OfType<IConditionalAccessInstanceOperation>())
                {
                    if (instance.Syntax == value.Syntax)
                    {
                        _pending.Push((instance, isCopy));
                    }
                }

                break;
            case IConditionalAccessOperation access:
                _pending.Push((access, isCopy));
                break;
            case IVariableInitializerOperation { Parent: IVariableDeclaratorOperation { Symbol: var local } }:
                Hold(local, isCopy);
                break;
            case ISimpleAssignmentOperation assignment when assignment.Value == value:
                AssignTo(assignment.Target, isCopy);
                if (assignment.Parent is not IExpressionStatementOperation)
                {
                    _pending.Push((assignment, isCopy));
                }

                break;
            case ICoalesceAssignmentOperation coalesce when coalesce.Value == value:
                AssignTo(coalesce.Target, isCopy);
                _pending.Push((coalesce, isCopy));
                break;
            case ICoalesceAssignmentOperation or ISimpleAssignmentOperation or IDeclarationExpressionOperation or IArgumentOperation { Parameter.RefKind: RefKind.Out }:
                // The variable itself gets another value.
                break;
            case IMemberReferenceOperation member when member.Instance == value:
                UseMember(member, isCopy);
                break;
            case IArrayElementReferenceOperation element when element.ArrayReference == value:
                UsePart(element, element.Type, isCopy);
                break;
            case IInvocationOperation call when call.Instance == value:
                Call(call, isCopy);
                break;
            case IArgumentOperation argument:
                Pass(value, argument, isCopy);
                break;
            case IForEachLoopOperation loop:
                _uses.Enumerate(value.Syntax);
                foreach (var local in loop.Locals)
                {
                    Hold(local, isCopy: false);
                }

                break;
            case IIsPatternOperation match:
                foreach (var pattern in match.Pattern.DescendantsAndSelf())
                {
                    if (pattern is IDeclarationPatternOperation { DeclaredSymbol: { } declared })
                    {
                        Hold(declared, isCopy);
                    }
                    else if (pattern is IRecursivePatternOperation { DeclaredSymbol: { } matched })
                    {
                        Hold(matched, isCopy);
                    }
                }

                break;
            case IBinaryOperation or IIsTypeOperation or IInterpolationOperation or INameOfOperation or IUnaryOperation:
                _uses.Look(value.Syntax);
                break;
            case IReturnOperation:
                Return(value);
                break;
            default:
                _uses.HandOn(value.Syntax);
                break;
        }
    }

    private void AssignTo(IOperation target, bool isCopy)
    {
        switch (target)
        {
            case ILocalReferenceOperation { Local: var local }:
                Hold(local, isCopy);
                break;
            case IDeclarationExpressionOperation { Expression: ILocalReferenceOperation { Local: var declared } }:
                Hold(declared, isCopy);
                break;
            case IParameterReferenceOperation { Parameter: { RefKind: RefKind.None } parameter }:
                Hold(parameter, isCopy);
                break;
            case IParameterReferenceOperation { Parameter.RefKind: RefKind.Out }:
                _uses.Return(target.Syntax);
                break;
            case IDiscardOperation:
                break;
            default:
                _uses.HandOn(target.Syntax);
                break;
        }
    }

    private void UseMember(IMemberReferenceOperation member, bool isCopy)
    {
        if (member is IPropertyReferenceOperation { Property: { IsIndexer: false, SetMethod: { } setter } } && IsAssigned(member) && FindBody(setter) is { } body)
        {
            Merge(UsesOfReceiver(body), member);
        }

        UsePart(member, member.Type, isCopy);
    }

    /// <summary>A member or element: assigned, counted, followed, or looked at.</summary>
    private void UsePart(IOperation part, ITypeSymbol? type, bool isCopy)
    {
        switch (part.Parent)
        {
            case ISimpleAssignmentOperation assignment when assignment.Target == part:
                if (!isCopy)
                {
                    _uses.Change(assignment.Syntax, isAssignment: !IsElement(part));
                }

                break;
            case ICompoundAssignmentOperation compound when compound.Target == part:
                Count(compound, isCopy);
                break;
            case IIncrementOrDecrementOperation increment:
                Count(increment, isCopy);
                break;
            case ICoalesceAssignmentOperation coalesce when coalesce.Target == part:
                // Fills in what is missing, as a getter would.
                _pending.Push((coalesce, isCopy));
                break;
            default:
                if (part is IEventReferenceOperation or IMethodReferenceOperation)
                {
                    _uses.HandOn(part.Syntax);
                }
                else if (IsChangeable(type))
                {
                    _pending.Push((part, false));
                }
                else
                {
                    _uses.Look(part.Syntax);
                }

                break;
        }
    }

    private void Count(IOperation operation, bool isCopy)
    {
        if (!isCopy)
        {
            _uses.Change(operation.Syntax, isAssignment: false);
        }

        if (operation.Parent is not IExpressionStatementOperation)
        {
            _uses.Look(operation.Syntax);
        }
    }

    private void Hold(ISymbol variable, bool isCopy)
    {
        if (!_variables.Add((variable, isCopy)))
        {
            return;
        }

        if (!IsOfFunction(variable))
        {
            _uses.HandOn(_function.Syntax);
            return;
        }

        foreach (var reference in References[variable])
        {
            _pending.Push((reference, isCopy));
        }
    }

    private ILookup<ISymbol?, IOperation> References => _references ??= _function.DescendantsAndSelf()
        .Where(static operation => operation is ILocalReferenceOperation or IParameterReferenceOperation)
        .ToLookup(static operation => operation is ILocalReferenceOperation { Local: var local } ? local : (ISymbol?)((IParameterReferenceOperation)operation).Parameter, SymbolEqualityComparer.Default);

    private static bool IsAssigned(IOperation member) => member.Parent is IAssignmentOperation assignment && assignment.Target == member || member.Parent is IIncrementOrDecrementOperation;

    private static bool IsElement(IOperation part) => part is IArrayElementReferenceOperation or IPropertyReferenceOperation { Property.IsIndexer: true };

    private void Return(IOperation value)
    {
        var function = FunctionAround(value);
        if (function == _function || function is not IAnonymousFunctionOperation)
        {
            _uses.Return(value.Syntax);
        }
        else if (!IsOfQuery(function))
        {
            _uses.HandOn(value.Syntax);
        }
    }

    /// <summary>Whether a variable belongs to the function or one in it, and not to one around it.</summary>
    private bool IsOfFunction(ISymbol variable)
    {
        var function = _function switch
        {
            IAnonymousFunctionOperation lambda => lambda.Symbol,
            ILocalFunctionOperation local => local.Symbol,
            _ => null,
        };
        if (function is null)
        {
            return true;
        }

        for (var symbol = variable.ContainingSymbol; symbol is not null; symbol = symbol.ContainingSymbol)
        {
            if (SessionSymbols.Same(symbol, function))
            {
                return true;
            }
        }

        return false;
    }
}
