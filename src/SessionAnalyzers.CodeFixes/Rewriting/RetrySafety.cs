using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using SessionAnalyzers.Model;

namespace SessionAnalyzers.Rewriting;

/// <summary>
/// Whether code may run again inside an update: it awaits nothing, reaches nothing outside the process, leaves by no jump
/// and writes only to what it made itself or to the value that is being updated. What is not known to qualify does not.
/// </summary>
internal sealed class RetrySafety
{
    private const int MaxDepth = 6;

    private readonly SessionModel _model;
    private readonly CancellationToken _cancellationToken;

    /// <summary>Variables that hold the value, parts of it, or objects made inside.</summary>
    private readonly HashSet<ISymbol> _owned;

    /// <summary>Code that will be replaced: the reads and the write of the key.</summary>
    private readonly ICollection<SyntaxNode> _replaced;

    /// <summary>Locals that may be assigned, though what they hold now is not ours to change.</summary>
    private readonly HashSet<ISymbol> _assignable = new(SymbolEqualityComparer.Default);
    private readonly bool _ownsThis;
    private readonly int _depth;

    public RetrySafety(SessionModel model, IEnumerable<ISymbol> owned, ICollection<SyntaxNode> replaced, CancellationToken cancellationToken)
        : this(model, owned, replaced, ownsThis: false, depth: 0, cancellationToken)
    {
    }

    private RetrySafety(SessionModel model, IEnumerable<ISymbol> owned, ICollection<SyntaxNode> replaced, bool ownsThis, int depth, CancellationToken cancellationToken)
    {
        _model = model;
        _owned = new HashSet<ISymbol>(owned, SymbolEqualityComparer.Default);
        _replaced = replaced;
        _ownsThis = ownsThis;
        _depth = depth;
        _cancellationToken = cancellationToken;
    }

    public bool IsSafe(SyntaxNode node) =>
        _model.GetSemanticModel(node.SyntaxTree)?.GetOperation(node, _cancellationToken) is { } operation && IsSafe(operation);

    private bool IsSafe(IOperation operation)
    {
        if (_replaced.Contains(operation.Syntax))
        {
            return true;
        }

        return IsSafeItself(operation) && operation.ChildOperations.All(IsSafe);
    }

    private bool IsSafeItself(IOperation operation)
    {
        switch (operation)
        {
            case IVariableDeclaratorOperation declarator:
                // What it is made from decides whether it may be written to.
                if (declarator.GetVariableInitializer() is not { } initializer || IsOwned(initializer.Value))
                {
                    _owned.Add(declarator.Symbol);
                }

                _assignable.Add(declarator.Symbol);
                return true;
            case IForEachLoopOperation loop:
                if (IsQueryable(Unconverted(loop.Collection).Type))
                {
                    return false;
                }

                if (IsOwned(loop.Collection))
                {
                    _owned.UnionWith(loop.Locals);
                }

                return !loop.IsAsynchronous;
            case IDeclarationPatternOperation { DeclaredSymbol: { } declared }:
                _owned.Add(declared);
                return true;
            case IDeclarationExpressionOperation { Expression: ILocalReferenceOperation declared }:
                _owned.Add(declared.Local);
                return true;
            case ISimpleAssignmentOperation assignment:
                return MayWrite(assignment.Target, assignment.Value) && !assignment.IsRef;
            case ICompoundAssignmentOperation assignment:
                return MayWrite(assignment.Target, assignment.Value) && assignment.OperatorMethod is null or { ContainingType.SpecialType: not SpecialType.None };
            case ICoalesceAssignmentOperation assignment:
                return MayWrite(assignment.Target, assignment.Value);
            case IIncrementOrDecrementOperation increment:
                return MayWrite(increment.Target, null);
            case IInvocationOperation call:
                return IsSafeCall(call);
            case IObjectCreationOperation creation:
                return creation.Constructor is { } constructor && IsSafeConstructor(constructor);
            case IPropertyReferenceOperation property:
                return IsSafeProperty(property);
            case IAnonymousFunctionOperation lambda:
                // Its parameters are elements of what it is applied to; what a foreign collection holds is not ours to write.
                if (IsAppliedToOwned(lambda))
                {
                    _owned.UnionWith(lambda.Symbol.Parameters);
                }

                return !lambda.Symbol.IsAsync;
            case IReturnOperation:
                return operation.Syntax.Ancestors().Any(static a => a is AnonymousFunctionExpressionSyntax) || _depth > 0;
            case IBinaryOperation { OperatorMethod: { } method }:
                return IsHarmless(method);
            case IUnaryOperation { OperatorMethod: { } method }:
                return IsHarmless(method);
            case IConversionOperation { OperatorMethod: { } method }:
                return IsHarmless(method);
            case IAwaitOperation or ILockOperation or IUsingOperation or IUsingDeclarationOperation or ITryOperation or ILocalFunctionOperation
                or IDynamicInvocationOperation or IDynamicMemberReferenceOperation or IDynamicIndexerAccessOperation or IDynamicObjectCreationOperation
                or IEventAssignmentOperation or IAddressOfOperation or IInvalidOperation or ITranslatedQueryOperation or IFunctionPointerInvocationOperation
                or ILabeledOperation or IDeconstructionAssignmentOperation or IBranchOperation { BranchKind: BranchKind.GoTo }:
                return false;
            default:
                return true;
        }
    }

    private bool IsSafeCall(IInvocationOperation call)
    {
        IMethodSymbol method = call.TargetMethod;
        if (method.MethodKind is MethodKind.DelegateInvoke or MethodKind.LocalFunction
            || call.Arguments.Any(a => a.Parameter?.RefKind is RefKind.Ref || a.Parameter?.RefKind is RefKind.Out && !IsOwned(a.Value))
            || call.Arguments.Any(static a => IsQueryable(Unconverted(a.Value).Type)))
        {
            return false;
        }

        if (IsHarmless(method))
        {
            return call.Instance is null || IsValue(call.Instance.Type) || IsOwned(call.Instance) || IsReading(method);
        }

        // A method of the app: what it does must hold for the objects that this call hands it.
        return !IsOverridable(method) && IsSafeBody(method, call.Instance is not null && IsOwned(call.Instance), call.Arguments.Where(a => IsOwned(a.Value)).Select(static a => a.Parameter!));
    }

    private bool IsSafeBody(IMethodSymbol method, bool ownsThis, IEnumerable<ISymbol> ownedParameters)
    {
        IMethodSymbol definition = (method.ReducedFrom ?? method).OriginalDefinition;
        if (_depth == MaxDepth || definition.IsAsync || definition.DeclaringSyntaxReferences.Length != 1)
        {
            return false;
        }

        SyntaxNode declaration = definition.DeclaringSyntaxReferences[0].GetSyntax(_cancellationToken);
        SyntaxNode? body = declaration switch
        {
            BaseMethodDeclarationSyntax m => (SyntaxNode?)m.Body ?? m.ExpressionBody,
            AccessorDeclarationSyntax a => (SyntaxNode?)a.Body ?? a.ExpressionBody,
            ArrowExpressionClauseSyntax arrow => arrow,
            _ => null,
        };
        if (body is null || _model.GetSemanticModel(body.SyntaxTree)?.GetOperation(body, _cancellationToken) is not { } operation)
        {
            return false;
        }

        var owned = ownedParameters.OfType<IParameterSymbol>().Select(p => (ISymbol)definition.Parameters[Math.Min(p.Ordinal, definition.Parameters.Length - 1)]);
        return new RetrySafety(_model, owned, _replaced, ownsThis, _depth + 1, _cancellationToken).IsSafe(operation);
    }

    private bool IsSafeConstructor(IMethodSymbol constructor)
    {
        if (constructor.DeclaringSyntaxReferences.IsEmpty)
        {
            // An implicit one of the app's types, or one of a library.
            return constructor.IsImplicitlyDeclared && constructor.ContainingType.DeclaringSyntaxReferences.Length > 0
                ? HasSafeBase(constructor.ContainingType)
                : IsHarmless(constructor) || constructor.ContainingType.BaseType is { } @base && IsException(@base);
        }

        return HasSafeBase(constructor.ContainingType)
            && (constructor.DeclaringSyntaxReferences[0].GetSyntax(_cancellationToken) is RecordDeclarationSyntax or ClassDeclarationSyntax or StructDeclarationSyntax
                || IsSafeBody(constructor, ownsThis: true, []));
    }

    private static bool HasSafeBase(INamedTypeSymbol type) =>
        type.BaseType is null || type.BaseType.SpecialType is SpecialType.System_Object or SpecialType.System_ValueType or SpecialType.System_Enum || IsException(type.BaseType);

    private static bool IsException(INamedTypeSymbol type) =>
        BaseTypes.Of(type).Prepend(type).Any(static t => t is { Name: "Exception", ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true } });

    private bool IsSafeProperty(IPropertyReferenceOperation property)
    {
        if (property.Property.ContainingType is { } type && (_model.Symbols.IsSession(type) || IsQueryable(property.Type) && !IsOwned(property)))
        {
            return false;
        }

        IMethodSymbol? accessor = IsWritten(property) ? property.Property.SetMethod : property.Property.GetMethod;
        if (accessor is null)
        {
            return property.Property.IsReadOnly;
        }

        if (accessor.OriginalDefinition.DeclaringSyntaxReferences.IsEmpty)
        {
            // Getters of libraries are taken at their word.
            return accessor.ContainingAssembly is not null;
        }

        return IsAuto(accessor.OriginalDefinition)
            || !IsOverridable(accessor) && IsSafeBody(accessor, property.Instance is not null && IsOwned(property.Instance), []);
    }

    private bool IsAuto(IMethodSymbol accessor) =>
        accessor.DeclaringSyntaxReferences[0].GetSyntax(_cancellationToken) is AccessorDeclarationSyntax { Body: null, ExpressionBody: null } or ParameterSyntax;

    private static bool IsWritten(IPropertyReferenceOperation property) => property.Parent switch
    {
        IAssignmentOperation assignment => assignment.Target == property,
        IIncrementOrDecrementOperation => true,
        _ => false,
    };

    private static bool IsOverridable(IMethodSymbol method) =>
        method.IsAbstract || (method.IsVirtual || method.IsOverride) && !method.IsSealed && !method.ContainingType.IsSealed && !method.ContainingType.IsRecord;

    private bool MayWrite(IOperation target, IOperation? value)
    {
        switch (target)
        {
            case ILocalReferenceOperation local:
                bool mine = _owned.Contains(local.Local) || IsDeclaredInBody(local.Local);
                if (mine && value is not null && !IsOwned(value))
                {
                    _owned.Remove(local.Local);
                    _assignable.Add(local.Local);
                }

                return mine;
            case IParameterReferenceOperation parameter:
                return _depth > 0 || _owned.Contains(parameter.Parameter);
            case IPropertyReferenceOperation { Instance: { } instance }:
                return IsOwned(instance);
            case IFieldReferenceOperation { Instance: { } instance }:
                return IsOwned(instance);
            case IArrayElementReferenceOperation element:
                return IsOwned(element.ArrayReference);
            case IDiscardOperation:
                return true;
            default:
                return false;
        }
    }

    private bool IsDeclaredInBody(ILocalSymbol local) => _assignable.Contains(local) || _depth > 0;

    /// <summary>Whether an object is the value, a part of it, or made by this code.</summary>
    private bool IsOwned(IOperation operation) => operation switch
    {
        _ when _replaced.Contains(operation.Syntax) => true,
        _ when IsValue(operation.Type) => true,
        IConversionOperation conversion => IsOwned(conversion.Operand),
        ILocalReferenceOperation local => _owned.Contains(local.Local),
        IParameterReferenceOperation parameter => _owned.Contains(parameter.Parameter),
        IInstanceReferenceOperation { ReferenceKind: InstanceReferenceKind.ImplicitReceiver } => true,
        IInstanceReferenceOperation => _ownsThis,
        IPropertyReferenceOperation { Instance: { } instance } => IsOwned(instance),
        IFieldReferenceOperation { Instance: { } instance } => IsOwned(instance),
        IArrayElementReferenceOperation element => IsOwned(element.ArrayReference),
        IObjectCreationOperation or IArrayCreationOperation or IWithOperation or IAnonymousObjectCreationOperation or ICollectionExpressionOperation
            or ITypeParameterObjectCreationOperation or IDefaultValueOperation or ILiteralOperation or IDeclarationExpressionOperation => true,
        ICoalesceOperation coalesce => IsOwned(coalesce.Value) && IsOwned(coalesce.WhenNull),
        IConditionalOperation { WhenFalse: { } whenFalse } conditional => IsOwned(conditional.WhenTrue) && IsOwned(whenFalse),
        IConditionalAccessOperation access => IsOwned(access.Operation),
        IConditionalAccessInstanceOperation => true,
        ISimpleAssignmentOperation assignment => IsOwned(assignment.Value),
        // A part of the receiver, or something new: none of the known methods hands out anything else.
        IInvocationOperation call => call.Instance is not null ? IsOwned(call.Instance)
            : call.Arguments.Length == 0 || call.Arguments.Where(static a => Unconverted(a.Value) is not (IDelegateCreationOperation or IAnonymousFunctionOperation)).All(a => IsOwned(a.Value)),
        _ => false,
    };

    private bool IsAppliedToOwned(IAnonymousFunctionOperation lambda)
    {
        IOperation? parent = lambda.Parent;
        while (parent is IDelegateCreationOperation or IConversionOperation or IArgumentOperation)
        {
            parent = parent.Parent;
        }

        return parent is IInvocationOperation call
            && (call.Instance is not null ? IsOwned(call.Instance) : call.Arguments.Length > 0 && IsOwned(call.Arguments[0].Value));
    }

    private static IOperation Unconverted(IOperation operation)
    {
        while (operation is IConversionOperation { IsImplicit: true } conversion)
        {
            operation = conversion.Operand;
        }

        return operation;
    }

    private static bool IsValue(ITypeSymbol? type) => type is null or { IsValueType: true } or { SpecialType: SpecialType.System_String };

    private static bool IsQueryable(ITypeSymbol? type) =>
        type is not null && (type.Name == "IQueryable" || type.AllInterfaces.Any(static i => i.Name is "IQueryable" or "IAsyncEnumerable"));

    /// <summary>Whether a library's method stays inside the process and changes nothing but its receiver.</summary>
    private static bool IsHarmless(IMethodSymbol method)
    {
        if (!method.OriginalDefinition.DeclaringSyntaxReferences.IsEmpty)
        {
            return method.MethodKind is MethodKind.BuiltinOperator || method.ContainingType.IsRecord && method.IsImplicitlyDeclared;
        }

        INamedTypeSymbol? type = method.ContainingType;
        if (type is null)
        {
            return method.MethodKind == MethodKind.BuiltinOperator;
        }

        return (type.ContainingNamespace?.ToDisplayString() ?? "") switch
        {
            "System" => type.Name is not ("Console" or "Environment" or "GC" or "Activator" or "AppContext" or "AppDomain" or "Progress" or "Lazy"),
            "System.Linq" => type.Name is "Enumerable",
            "System.Collections.Generic" or "System.Collections.ObjectModel" or "System.Collections.Immutable" or "System.Collections" or "System.Text"
                or "System.Text.Json" or "System.Text.RegularExpressions" or "System.Globalization" or "System.Numerics" => true,
            "Newtonsoft.Json" => type.Name is "JsonConvert",
            _ => false,
        };
    }

    /// <summary>Whether a library's method only looks at its receiver.</summary>
    private static bool IsReading(IMethodSymbol method) =>
        method.Name is "Contains" or "ContainsKey" or "ContainsValue" or "TryGetValue" or "IndexOf" or "LastIndexOf" or "Find" or "FindAll" or "FindIndex" or "FindLast"
            or "Exists" or "TrueForAll" or "ToArray" or "GetRange" or "ToString" or "Equals" or "GetHashCode" or "CompareTo" or "Peek" or "BinarySearch" or "Next"
            or "NextDouble" or "ConvertAll" or "GetEnumerator";
}
