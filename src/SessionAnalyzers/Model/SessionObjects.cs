using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace SessionAnalyzers.Model;

/// <summary>The objects that reads of the session make: copies of what is stored, each made for one request.</summary>
internal sealed class SessionObjects(SessionModel model, CancellationToken cancellationToken)
{
    /// <summary>Many reads go through few wrappers.</summary>
    private readonly Dictionary<SessionAccess, ObjectUses?> _known = [];

    /// <returns>What the code around a read does with the object it makes; null where it makes none, or one that others may hold.</returns>
    public ObjectUses? UsesOf(SessionAccess read)
    {
        if (!_known.TryGetValue(read, out var uses))
        {
            _known.Add(read, uses = Find(read));
        }

        return uses;
    }

    /// <summary>
    /// The first change that is lost: no later code could have used the object for something else. Elements that are gone through
    /// afterwards may have been chosen for that, an assigned member that is read again may have been set for the page alone.
    /// </summary>
    public static SyntaxNode? LostChange(ObjectUses uses)
    {
        foreach (var change in uses.Changes.OrderBy(static change => change.Syntax.SpanStart))
        {
            if (uses.HandedOn.Concat(uses.Returns).All(use => LeavesBefore(use, change.Syntax))
                && uses.Enumerations.All(enumeration => change.Syntax.Contains(enumeration) || enumeration.Contains(change.Syntax) || !MayFollow(enumeration, change.Syntax))
                && (!change.IsAssignment || uses.Looks.All(look => change.Syntax.Contains(look) || !MayFollow(look, change.Syntax))))
            {
                return Whole(change.Syntax);
            }
        }

        return null;
    }

    /// <summary>With <c>cart?.</c>, the receiver included.</summary>
    private static SyntaxNode Whole(SyntaxNode change)
    {
        while (change.Parent is ConditionalAccessExpressionSyntax conditional && conditional.WhenNotNull == change)
        {
            change = conditional;
        }

        return change;
    }

    private ObjectUses? Find(SessionAccess read)
    {
        if (model.GetSemanticModel(read.Syntax.SyntaxTree)?.GetOperation(read.Syntax, cancellationToken) is not { } operation)
        {
            return null;
        }

        if (read.Wrapper is null)
        {
            return Deserialization(operation) is { } deserialized ? ObjectTracker.Track(model, deserialized, cancellationToken) : null;
        }

        var output = (operation as IInvocationOperation)?.Arguments.FirstOrDefault(IsOutput);
        if ((output is null && !ObjectTracker.IsChangeable(operation.Type)) || !IsFresh(read))
        {
            return null;
        }

        return output is null ? ObjectTracker.Track(model, operation, cancellationToken) : ObjectTracker.TrackOut(model, output, cancellationToken);
    }

    /// <summary>Whether a wrapper does nothing else with the object that it reads than to return it.</summary>
    private bool IsFresh(SessionAccess read) => read switch
    {
        { Wrapper: null } => true,
        { Inner: { } inner } => UsesOf(inner) is { IsOnlyReturned: true },

        // Without source: an extension on ISession has nowhere to keep it.
        _ => read.Wrapper is { IsStatic: true } or { ReducedFrom: not null },
    };

    /// <summary>The call that makes an object of the text or bytes that a read returns, directly or by way of a local.</summary>
    private IOperation? Deserialization(IOperation read)
    {
        if (read is IInvocationOperation call && call.Arguments.FirstOrDefault(static argument => argument.Parameter?.RefKind == RefKind.Out) is { } output)
        {
            return Unwrap(output.Value) is ILocalReferenceOperation { Local: var bytes } ? DeserializationOf(bytes, read) : null;
        }

        for (var value = read; value.Parent is { } parent; value = parent)
        {
            switch (parent)
            {
                case IArgumentOperation { Parent: IInvocationOperation made } when Deserializes(made):
                    return made;
                case IArgumentOperation:
                case IInvocationOperation { TargetMethod: { Name: "GetString", ContainingType.Name: "Encoding" } }:
                    continue;
                case IVariableInitializerOperation { Parent: IVariableDeclaratorOperation { Symbol: var local } }:
                    return DeserializationOf(local, read);
                case ISimpleAssignmentOperation { Target: ILocalReferenceOperation { Local: var assigned } }:
                    return DeserializationOf(assigned, read);
                case IConversionOperation or ICoalesceOperation:
                    continue;
                default:
                    return null;
            }
        }

        return null;
    }

    private static IOperation? DeserializationOf(ILocalSymbol local, IOperation read)
        => ObjectTracker.FunctionAround(read).Descendants()
            .OfType<IInvocationOperation>()
            .FirstOrDefault(call => Deserializes(call) && call.Arguments.Any(argument => Unwrap(argument.Value) is ILocalReferenceOperation { Local: var used } && SessionSymbols.Same(used, local)));

    private static bool Deserializes(IInvocationOperation call)
        => call.TargetMethod.Name.IndexOf("Deserialize", StringComparison.Ordinal) >= 0 && ObjectTracker.IsChangeable(call.Type);

    private static bool IsOutput(IArgumentOperation argument) => argument.Parameter?.RefKind == RefKind.Out && ObjectTracker.IsChangeable(argument.Parameter.Type);

    private static IOperation Unwrap(IOperation operation)
    {
        while (operation is IConversionOperation or IDeclarationExpressionOperation)
        {
            operation = operation is IConversionOperation conversion ? conversion.Operand : ((IDeclarationExpressionOperation)operation).Expression;
        }

        return operation;
    }

    /// <summary>Whether a use is part of a return that is left through before the change is made.</summary>
    private static bool LeavesBefore(SyntaxNode use, SyntaxNode change)
        => use.FirstAncestorOrSelf<ReturnStatementSyntax>() is { } leaving && leaving.Span.End <= change.SpanStart && !MayFollow(leaving, change);

    private static bool MayFollow(SyntaxNode later, SyntaxNode earlier)
        => later.SpanStart > earlier.SpanStart
            || later.Ancestors().Any(node => (node is ForStatementSyntax or WhileStatementSyntax or DoStatementSyntax || (node is CommonForEachStatementSyntax { Statement: var repeated } && repeated.Contains(later))) && node.Contains(earlier));
}
