using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace SessionAnalyzers.Model;

/// <summary>Calls: of collections and LINQ, into source, and into what cannot be seen.</summary>
internal sealed partial class ObjectTracker
{
    private static readonly ImmutableHashSet<string> AddingAndRemoving = ImmutableHashSet.Create(
        "Add", "AddRange", "AddFirst", "AddLast", "AddBefore", "AddAfter", "TryAdd", "Insert", "InsertRange", "Remove", "RemoveAt", "RemoveAll", "RemoveRange", "RemoveWhere",
        "RemoveFirst", "RemoveLast", "Clear", "Push", "Enqueue", "UnionWith", "ExceptWith", "IntersectWith", "SymmetricExceptWith", "AddOrUpdate");

    private static readonly ImmutableHashSet<string> Taking = ImmutableHashSet.Create("Pop", "Dequeue");

    /// <summary>Say how much there is, or bring it into order, as is done after a change that is to last.</summary>
    private static readonly ImmutableHashSet<string> Aggregating = ImmutableHashSet.Create("Count", "LongCount", "Sum", "Average", "Min", "Max", "Any", "Sort", "Reverse", "EnsureCapacity", "TrimExcess");

    private static readonly ImmutableHashSet<string> Copying = ImmutableHashSet.Create("ToList", "ToArray", "ToDictionary", "ToHashSet", "GetRange", "ConvertAll");

    /// <summary>A method of the object is called.</summary>
    private void Call(IInvocationOperation call, bool isCopy)
    {
        var method = call.TargetMethod;
        if (IsCollection(method.ContainingType))
        {
            if (AddingAndRemoving.Contains(method.Name) || (Taking.Contains(method.Name) && call.Parent is IExpressionStatementOperation))
            {
                if (!isCopy)
                {
                    _uses.Change(call.Syntax, isAssignment: false);
                }

                return;
            }

            FollowElements(call, isCopy: Copying.Contains(method.Name));
            foreach (var argument in call.Arguments)
            {
                if (argument.Parameter?.RefKind == RefKind.Out)
                {
                    AssignTo(argument.Value, isCopy: false);
                }
            }
        }
        else if (method.ContainingType.SpecialType == SpecialType.System_Object || method.OverriddenMethod is not null && method.Name is "ToString" or "Equals" or "GetHashCode")
        {
            _uses.Look(call.Syntax);
        }
        else if (FindBody(method) is { } body)
        {
            Merge(UsesOfReceiver(body), call);
        }
        else
        {
            _uses.HandOn(call.Syntax);
        }
    }

    /// <summary>The object is passed to a method.</summary>
    private void Pass(IOperation value, IArgumentOperation argument, bool isCopy)
    {
        if (argument.Parent is not IInvocationOperation call || argument.Parameter is not { } parameter)
        {
            _uses.HandOn(value.Syntax);
            return;
        }

        var method = call.TargetMethod;
        if (method.ContainingType.ToDisplayString() == "System.Linq.Enumerable")
        {
            FollowElements(call, isCopy: call.Type is { } type && IsSequence(type));
        }
        else if (IsCollection(method.ContainingType) && call.Instance is not null)
        {
            // Whether another collection contains the object is asked; adding it there hands it on.
            if (AddingAndRemoving.Contains(method.Name) && !method.Name.StartsWith("Remove", StringComparison.Ordinal))
            {
                _uses.HandOn(value.Syntax);
            }
        }
        else if (OnlyLooks(method))
        {
            _uses.Look(value.Syntax);
        }
        else if (parameter.RefKind == RefKind.None && FindBody(method) is { } body)
        {
            Merge(UsesOfParameter(body, parameter.Ordinal), call);
        }
        else
        {
            _uses.HandOn(value.Syntax);
        }
    }

    /// <summary>The call's result and the parameters of its lambdas may be elements of the object.</summary>
    private void FollowElements(IInvocationOperation call, bool isCopy)
    {
        foreach (var lambda in call.Arguments.SelectMany(static argument => argument.Value.DescendantsAndSelf()).OfType<IAnonymousFunctionOperation>())
        {
            foreach (var parameter in lambda.Symbol.Parameters)
            {
                if (IsChangeable(parameter.Type))
                {
                    Hold(parameter, isCopy: false);
                }
            }
        }

        if (IsChangeable(call.Type))
        {
            _uses.Enumerate(call.Syntax);
            _pending.Push((call, isCopy));
        }
        else if (Aggregating.Contains(call.TargetMethod.Name))
        {
            _uses.Look(call.Syntax);
        }
        else
        {
            _uses.Enumerate(call.Syntax);
        }
    }

    /// <summary>What a callee does with the object is done by the call.</summary>
    private void Merge(ObjectUses? callee, IOperation call)
    {
        if (callee is null || callee.HandedOn.Count > 0)
        {
            _uses.HandOn(call.Syntax);
            return;
        }

        if (callee.Changes.Count > 0)
        {
            _uses.Change(call is IInvocationOperation ? call.Syntax : call.Parent!.Syntax, callee.Changes.All(static change => change.IsAssignment));
        }

        if (call is not IInvocationOperation)
        {
            return;
        }

        if (callee.Returns.Count > 0 && IsChangeable(call.Type))
        {
            _pending.Push((call, false));
        }
        else if (call.Parent is not IExpressionStatementOperation)
        {
            _uses.Look(call.Syntax);
        }
    }

    private ObjectUses? UsesOfReceiver(IOperation body)
        => Inside(body, Receiver, tracker =>
        {
            foreach (var instance in body.Descendants().OfType<IInstanceReferenceOperation>())
            {
                if (instance.ReferenceKind == InstanceReferenceKind.ContainingTypeInstance)
                {
                    tracker._pending.Push((instance, false));
                }
            }
        });

    private ObjectUses? UsesOfParameter(IOperation body, int ordinal)
        => Inside(body, ordinal, tracker =>
        {
            if (_model.GetSemanticModel(body.Syntax.SyntaxTree)?.GetDeclaredSymbol(body.Syntax, _cancellationToken) is IMethodSymbol { Parameters: var parameters } && ordinal < parameters.Length)
            {
                tracker.Hold(parameters[ordinal], isCopy: false);
            }
            else
            {
                tracker._uses.HandOn(body.Syntax);
            }
        });

    private ObjectUses? Inside(IOperation body, int parameter, Action<ObjectTracker> begin)
    {
        if (_depth == 0)
        {
            return null;
        }

        if (!_callees.TryGetValue((body.Syntax, parameter), out var uses))
        {
            _callees.Add((body.Syntax, parameter), null);
            var tracker = new ObjectTracker(_model, body, _depth - 1, _callees, _cancellationToken);
            begin(tracker);
            _callees[(body.Syntax, parameter)] = uses = tracker.Run();
        }

        return uses;
    }

    /// <summary>The body that a call certainly runs.</summary>
    private IOperation? FindBody(IMethodSymbol method)
    {
        method = (method.ReducedFrom ?? method).OriginalDefinition;
        return method is { IsVirtual: false, IsAbstract: false, IsOverride: false, IsExtern: false }
            && method.DeclaringSyntaxReferences.FirstOrDefault() is { } reference
            && _model.GetSemanticModel(reference.SyntaxTree) is { } semantics
            && semantics.GetOperation(reference.GetSyntax(_cancellationToken), _cancellationToken) is (IMethodBodyOperation or ILocalFunctionOperation) and var body
                ? body
                : null;
    }

    private static bool IsCollection(INamedTypeSymbol type)
        => type.ContainingNamespace?.ToDisplayString() is { } space && space.StartsWith("System.Collections", StringComparison.Ordinal);

    /// <summary>Guards, comparisons and logs keep nothing.</summary>
    private static bool OnlyLooks(IMethodSymbol method)
        => method.Name is "ThrowIfNull" or "ReferenceEquals" or "Equals" or "IsNullOrEmpty"
            || method.ContainingType is { Name: "LoggerExtensions" or "Debug" or "Console" };

    private static bool IsSequence(ITypeSymbol type)
        => type.SpecialType == SpecialType.System_Collections_IEnumerable
            || type.AllInterfaces.Any(static implemented => implemented.SpecialType == SpecialType.System_Collections_IEnumerable);

    /// <summary>Whether a lambda is LINQ's, or a collection's: what it returns is followed at the call.</summary>
    private static bool IsOfQuery(IOperation lambda)
    {
        var parent = lambda.Parent;
        while (parent is IDelegateCreationOperation or IConversionOperation or IArgumentOperation)
        {
            parent = parent.Parent;
        }

        return parent is IInvocationOperation { TargetMethod.ContainingType: var type } && (IsCollection(type) || type.ToDisplayString() == "System.Linq.Enumerable");
    }
}
