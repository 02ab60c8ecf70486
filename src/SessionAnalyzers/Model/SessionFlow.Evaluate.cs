using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace SessionAnalyzers.Model;

/// <summary>Expressions and assignments: where values come from and go to.</summary>
internal sealed partial class SessionFlow
{
    /// <param name="Origins">Where the value, with all it contains, comes from.</param>
    /// <param name="Root">The variable it was read from whole, so that a copy knows its members.</param>
    private readonly record struct Value(OriginSet Origins, object? Root = null)
    {
        public static readonly Value None = new(OriginSet.Empty);
    }

    private Value Evaluate(IOperation? operation)
    {
        switch (operation)
        {
            case null:
                return Value.None;
            case ILocalReferenceOperation { Local: var local }:
                return new Value(_fact.Whole(local), local);
            case IParameterReferenceOperation { Parameter: var parameter }:
                return new Value(_fact.Whole(parameter), parameter);
            case IFlowCaptureReferenceOperation { Id: var capture }:
                return new Value(_fact.Whole(capture), capture);
            case IInstanceReferenceOperation:
                return new Value(_fact[new StorageLocation(StorageLocation.This, null)], StorageLocation.This);
            case IFlowCaptureOperation capture:
                _context.Captured[capture.Id] = capture.Value;
                Store(capture.Id, IsAssignmentTarget(capture.Value) ? Value.None : Evaluate(capture.Value));
                return Value.None;
            case IFieldReferenceOperation { Field: var field } reference:
                return ReadMember(field, reference.Instance);
            case IPropertyReferenceOperation property:
                return ReadProperty(property);
            case ISimpleAssignmentOperation assignment:
                return Assign(assignment);
            case ICompoundAssignmentOperation compound:
                return Reassign(compound.Target, Evaluate(compound.Target), Evaluate(compound.Value));
            case IIncrementOrDecrementOperation increment:
                return Reassign(increment.Target, Evaluate(increment.Target), Value.None);
            case ICoalesceAssignmentOperation coalesce:
                return Reassign(coalesce.Target, Evaluate(coalesce.Target), Evaluate(coalesce.Value));
            case IDeconstructionAssignmentOperation deconstruction:
                return Deconstruct(deconstruction);
            case IDeclarationExpressionOperation declaration:
                return Evaluate(declaration.Expression);
            case IAwaitOperation { Operation: var awaited }:
                return Await(awaited);
            case IInvocationOperation invocation:
                return Invoke(invocation);
            case IIsPatternOperation match:
                return Match(match);
            case IFlowAnonymousFunctionOperation lambda:
                return new Value(RunNested(_graph.GetAnonymousFunctionControlFlowGraph(lambda, _context.CancellationToken)));
            case IMethodReferenceOperation { Method: { MethodKind: MethodKind.LocalFunction } function }:
                return HandOut(function.OriginalDefinition);
            case IInvalidOperation { Syntax: InvocationExpressionSyntax syntax } invalid:
                return InvokeUnresolved(syntax, invalid);
            case INameOfOperation or ITypeOfOperation or ISizeOfOperation:
                return Value.None;
            default:
                return Union(operation.ChildOperations);
        }
    }

    private Value Union(IOperation.OperationList operations)
    {
        var origins = OriginSet.Empty;
        foreach (var operation in operations)
        {
            origins = origins.Union(Evaluate(operation).Origins);
        }

        return new Value(origins);
    }

    private Value ReadMember(ISymbol member, IOperation? instance)
    {
        if (instance is null)
        {
            return new Value(_fact[new StorageLocation(member, null)], member);
        }

        var root = RootOf(Unwrap(instance));
        if (root is null)
        {
            return new Value(Evaluate(instance).Origins);
        }

        var location = new StorageLocation(root, member);
        if (root == StorageLocation.This)
        {
            return new Value(_fact[location]);
        }

        return new Value(_fact[new StorageLocation(root, null)].Union(_fact[location]));
    }

    private Value ReadProperty(IPropertyReferenceOperation reference)
    {
        var property = reference.Property;
        var arguments = OriginSet.Empty;
        foreach (var argument in reference.Arguments)
        {
            arguments = arguments.Union(Evaluate(argument.Value).Origins);
        }

        if (_context.Symbols.IsSession(property.ContainingType))
        {
            return property.Name == WellKnownMemberNames.Session.Keys ? Read(reference.Syntax, SessionAccessKind.Keys, SessionKey.Unknown) : Touch();
        }

        if (property.GetMethod is { } getter && reference.Arguments.IsEmpty && _context.Model.FindBody(getter, _context.CancellationToken) is { } body && Expands(body, OriginSet.Empty))
        {
            return Call(reference.Syntax, getter, body, reference.Instance, Evaluate(reference.Instance).Origins, CallArguments.None);
        }

        return property.IsIndexer
            ? new Value(Evaluate(reference.Instance).Origins.Union(arguments))
            : ReadMember(property, reference.Instance);
    }

    private Value Assign(ISimpleAssignmentOperation assignment)
    {
        // The receiver is evaluated before the value; reading it here also records a session read inside it.
        if (assignment.Target is IPropertyReferenceOperation { Instance: { } instance } && RootOf(Unwrap(instance)) is null)
        {
            Evaluate(instance);
        }

        var value = Evaluate(assignment.Value);
        Store(assignment.Target, value, assignment.Value);
        return value;
    }

    /// <summary>Whether an expression is only assigned to: it is not read where it is captured.</summary>
    private static bool IsAssignmentTarget(IOperation operation)
        => operation.Syntax.Parent is AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.SimpleAssignmentExpression } assignment && assignment.Left == operation.Syntax;

    private Value Reassign(IOperation target, Value before, Value operand)
    {
        var value = new Value(before.Origins.Union(operand.Origins));
        _decisions?.CompoundAssignment(target);
        Store(target, value);
        return value;
    }

    private void Store(object root, Value value)
    {
        var before = _fact;
        var origins = value.Root is { } source && source != StorageLocation.This ? before[new StorageLocation(source, null)] : value.Origins;
        _fact = _fact.Forget(root).Set(new StorageLocation(root, null), origins);
        if (value.Root is { } copied && copied != StorageLocation.This)
        {
            foreach (var entry in before.Members)
            {
                if (entry.Key.Member is { } member && entry.Key.HasRoot(copied))
                {
                    _fact = _fact.Set(new StorageLocation(root, member), entry.Value);
                }
            }
        }
    }

    private void Store(IOperation target, Value value, IOperation? assigned = null)
    {
        target = Unwrap(target);
        switch (target)
        {
            case IFieldReferenceOperation { Instance: null, Field: var field }:
                Store(field, value);
                return;
            case IPropertyReferenceOperation { Property: { IsIndexer: false, SetMethod: { } setter } } property
                when _context.Model.FindBody(setter, _context.CancellationToken) is { } body && Expands(body, value.Origins):
                Call(property.Syntax, setter, body, property.Instance, Evaluate(property.Instance).Origins, new CallArguments([value], [assigned]));
                return;
            case IPropertyReferenceOperation { Property.IsIndexer: true, Instance: { } collection }:
                AddInto(collection, value.Origins);
                return;
            case IMemberReferenceOperation { Instance: { } instance, Member: var member }:
                if (RootOf(Unwrap(instance)) is { } root)
                {
                    _fact = _fact.Set(new StorageLocation(root, member), value.Origins);
                    if (CapturedRoot(instance) is { } captured)
                    {
                        _fact = _fact.Set(new StorageLocation(captured, member), value.Origins);
                    }
                }
                else
                {
                    AddInto(instance, value.Origins);
                }

                return;
            case IArrayElementReferenceOperation { ArrayReference: var array }:
                AddInto(array, value.Origins);
                return;
            case ITupleOperation tuple:
                foreach (var element in tuple.Elements)
                {
                    Store(element, value with { Root = null });
                }

                return;
        }

        if (RootOf(target) is { } variable && variable != StorageLocation.This)
        {
            Store(variable, value);
            if (Captured(target) is { } original and (IMemberReferenceOperation or ILocalReferenceOperation or IParameterReferenceOperation))
            {
                Store(original, value);
            }
        }
    }

    /// <summary>The expression that a flow capture stands for.</summary>
    private IOperation? Captured(IOperation operation)
        => operation is IFlowCaptureReferenceOperation { Id: var id } && _context.Captured.TryGetValue(id, out var captured) ? Unwrap(captured) : null;

    private object? CapturedRoot(IOperation operation) => Captured(Unwrap(operation)) is { } captured ? RootOf(captured) : null;

    /// <summary>The object an expression names now contains the value as well.</summary>
    private void AddInto(IOperation container, OriginSet origins)
    {
        if (origins.IsEmpty)
        {
            return;
        }

        var member = default(ISymbol);
        for (var operation = Unwrap(container); ; operation = Unwrap(operation))
        {
            if (RootOf(operation) is { } root)
            {
                if (root != StorageLocation.This || member is not null)
                {
                    _fact = _fact.Add(new StorageLocation(root, member), origins);
                }

                if (Captured(operation) is { } captured)
                {
                    operation = captured;
                    continue;
                }

                return;
            }

            if (operation is IMemberReferenceOperation { Instance: { } instance } reference)
            {
                member = reference.Member;
                operation = instance;
            }
            else
            {
                return;
            }
        }
    }

    private Value Deconstruct(IDeconstructionAssignmentOperation deconstruction)
    {
        var target = Unwrap(deconstruction.Target);
        if (target is ITupleOperation targets && Unwrap(deconstruction.Value) is ITupleOperation values && targets.Elements.Length == values.Elements.Length)
        {
            var evaluated = values.Elements.Select(Evaluate).ToImmutableArray();
            for (var i = 0; i < evaluated.Length; i++)
            {
                Store(targets.Elements[i], evaluated[i]);
            }

            return Value.None;
        }

        var value = Evaluate(deconstruction.Value) with { Root = null };
        Store(target, value);
        return value;
    }

    private Value Match(IIsPatternOperation match)
    {
        var value = Evaluate(match.Value);
        foreach (var pattern in match.Pattern.DescendantsAndSelf())
        {
            var declared = pattern switch
            {
                IDeclarationPatternOperation declaration => declaration.DeclaredSymbol,
                IRecursivePatternOperation recursive => recursive.DeclaredSymbol,
                IListPatternOperation list => list.DeclaredSymbol,
                _ => null,
            };
            if (declared is not null)
            {
                Store(declared, pattern == match.Pattern ? value : value with { Root = null });
            }
        }

        return value with { Root = null };
    }

    private Value Await(IOperation awaited)
    {
        var value = Evaluate(awaited);
        var own = Unwrap(awaited);
        while (own is IInvocationOperation { TargetMethod.Name: "ConfigureAwait", Instance: { } configured })
        {
            own = Unwrap(configured);
        }

        // A read made by the very call that is awaited comes after its awaits, as its summary says.
        var reads = _fact.Reads;
        foreach (var read in reads)
        {
            if (!read.Value.Awaited && read.Key.Syntax != own.Syntax)
            {
                reads = reads.SetItem(read.Key, read.Value with { Awaited = true });
            }
        }

        if (reads != _fact.Reads)
        {
            _fact = _fact with { Reads = reads };
        }

        return value with { Root = null };
    }
}
