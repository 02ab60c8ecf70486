using System.Collections.Immutable;
using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace SessionAnalyzers.Model;

/// <summary>Reads what a key expression is, within one body.</summary>
internal sealed class KeyReader(SessionModel model, SyntaxNode body, IMethodSymbol? method, CancellationToken cancellationToken)
{
    private const int MaxDepth = 12;

    private Dictionary<string, SyntaxNode?>? _reassigned;

    public SessionKey Read(IOperation? operation) => Read(operation, MaxDepth);

    private SessionKey Read(IOperation? operation, int depth)
    {
        if (operation is null || depth == 0)
        {
            return SessionKey.Unknown;
        }

        if (operation.ConstantValue is { HasValue: true, Value: { } constant } && operation is not IFieldReferenceOperation { Field.ContainingType.TypeKind: TypeKind.Enum })
        {
            return SessionKey.Constant(Convert.ToString(constant, CultureInfo.InvariantCulture) ?? "");
        }

        switch (operation)
        {
            case IConversionOperation { OperatorMethod: null } conversion:
                return Read(conversion.Operand, depth - 1);
            case IFlowCaptureReferenceOperation capture:
                // The graph took the expression apart; the operation before lowering still has it whole.
                return model.GetSemanticModel(capture.Syntax.SyntaxTree)?.GetOperation(capture.Syntax, cancellationToken) is { } whole and not IFlowCaptureReferenceOperation
                    ? Read(whole, depth - 1)
                    : SessionKey.Unknown;
            case ILocalReferenceOperation { Local: var local }:
                return ReadLocal(local, operation.Syntax, depth);
            case IParameterReferenceOperation { Parameter: var parameter }:
                return IsReassigned(parameter.Name, operation.Syntax, out var assigned) ? ReadAssigned(assigned, depth)
                    : SessionKey.Of(SessionSymbols.Same(parameter.ContainingSymbol, method)
                        ? new KeyPart.Parameter(parameter.Ordinal, parameter.Name, "")
                        : new KeyPart.Path(parameter, ""));
            case IFieldReferenceOperation { Field: var field } reference:
                return ConstantInitializer(field, depth) ?? ReadMember(field, reference.Instance, depth);
            case IPropertyReferenceOperation { Instance: ITypeOfOperation { TypeOperand: var type }, Property.Name: "Name" or "FullName" } name:
                return SessionKey.Of(new KeyPart.TypeName(type, name.Property.Name == "FullName"));
            case IPropertyReferenceOperation { Property: { IsIndexer: false } property } reference:
                return ConstantInitializer(property, depth) ?? ReadMember(property, reference.Instance, depth);
            case IBinaryOperation { OperatorKind: BinaryOperatorKind.Add } sum:
                return SessionKey.Concat([Read(sum.LeftOperand, depth - 1), Read(sum.RightOperand, depth - 1)]);
            case IInterpolatedStringOperation interpolated:
                return SessionKey.Concat(interpolated.Parts.Select(part => ReadPart(part, depth)));
            case IInvocationOperation invocation:
                return ReadCall(invocation, depth);
            case ICoalesceOperation coalesce:
                return Call("??", [Read(coalesce.Value, depth - 1), Read(coalesce.WhenNull, depth - 1)]);
            case IConditionalAccessOperation conditional:
                return Read(conditional.Operation, depth - 1).Follow(conditional.WhenNotNull.Syntax.ToString());
            case IInvalidOperation { Syntax: MemberAccessExpressionSyntax or IdentifierNameSyntax } invalid:
                return SessionKey.Of(new KeyPart.UnresolvedName(invalid.Syntax.ToString()));
            default:
                return SessionKey.Unknown;
        }
    }

    private SessionKey ReadLocal(ILocalSymbol local, SyntaxNode use, int depth)
    {
        if (IsReassigned(local.Name, use, out var assigned))
        {
            return ReadAssigned(assigned, depth);
        }

        if (LocalInitializer.Of(local, use, cancellationToken) is { } value
            && Read(OperationOf(value), depth - 1) is { IsKnown: true } key)
        {
            return key;
        }

        return SessionKey.Of(new KeyPart.Path(local, ""));
    }

    private SessionKey ReadMember(ISymbol member, IOperation? instance, int depth) => instance switch
    {
        null => SessionKey.Of(new KeyPart.Path(member, "")),
        IInstanceReferenceOperation => SessionKey.Of(new KeyPart.InstanceMember(member, "")),
        _ => Read(instance, depth - 1).Follow("." + member.Name),
    };

    /// <summary>The key text of a member that always holds one constant.</summary>
    private SessionKey? ConstantInitializer(ISymbol member, int depth)
    {
        if (member is IFieldSymbol { IsReadOnly: false } || member is IPropertySymbol { SetMethod: not null } || member.IsVirtual || member.IsOverride || member.IsAbstract
            || member.ContainingType?.TypeKind == TypeKind.Enum
            || member.DeclaringSyntaxReferences.FirstOrDefault() is not { } reference)
        {
            return null;
        }

        var value = reference.GetSyntax(cancellationToken) switch
        {
            VariableDeclaratorSyntax { Initializer.Value: var initializer } => initializer,
            PropertyDeclarationSyntax { Initializer.Value: { } initializer } => initializer,
            PropertyDeclarationSyntax { ExpressionBody.Expression: { } expression } => expression,
            _ => null,
        };
        return value is not null && Read(OperationOf(value), depth - 1) is { ConstantValue: not null } key ? key : null;
    }

    private SessionKey ReadPart(IInterpolatedStringContentOperation part, int depth) => part switch
    {
        IInterpolatedStringTextOperation text => Read(text.Text, depth - 1),
        IInterpolationOperation { Alignment: null, FormatString: null } interpolation => Read(interpolation.Expression, depth - 1),
        IInterpolationOperation interpolation => Call(
            ((InterpolationSyntax)interpolation.Syntax).AlignmentClause + "" + ((InterpolationSyntax)interpolation.Syntax).FormatClause, [Read(interpolation.Expression, depth - 1)]),
        _ => SessionKey.Unknown,
    };

    private SessionKey ReadCall(IInvocationOperation invocation, int depth)
    {
        var target = invocation.TargetMethod;
        var arguments = invocation.Arguments.Select(argument => Read(argument.Value, depth - 1));
        if (target is { Name: "ToString", Parameters.IsEmpty: true })
        {
            return Read(invocation.Instance, depth - 1);
        }

        if (target.ContainingType?.SpecialType == SpecialType.System_String && target.Name is "Concat" && invocation.Arguments.Length > 1)
        {
            return SessionKey.Concat(arguments);
        }

        if (target.ContainingType?.SpecialType == SpecialType.System_String)
        {
            return Call("string." + target.Name, invocation.Instance is null ? arguments : arguments.Prepend(Read(invocation.Instance, depth - 1)));
        }

        if (ReturnedExpression(target) is { } returned)
        {
            return Inline(invocation, target, returned, depth);
        }

        // A lookup of the current request, such as User.FindFirstValue(…) or GetUserId(): its arguments are the same, so is its result.
        if (target.Name.StartsWith("Get", StringComparison.Ordinal) || target.Name.StartsWith("Find", StringComparison.Ordinal))
        {
            var instance = invocation.Instance switch
            {
                null => [],
                IInstanceReferenceOperation => new[] { SessionKey.Constant("") },
                { } receiver => [Read(receiver, depth - 1)],
            };
            return Call(target.Name, instance.Concat(arguments));
        }

        return SessionKey.Unknown;
    }

    private SessionKey Inline(IInvocationOperation invocation, IMethodSymbol target, ExpressionSyntax returned, int depth)
    {
        var callee = new KeyReader(model, returned, target, cancellationToken);
        var key = callee.Read(OperationOf(returned), depth - 1);
        return key.Substitute(part => part switch
        {
            KeyPart.Parameter parameter => Read(invocation.Arguments.FirstOrDefault(argument => argument.Parameter?.Ordinal == parameter.Ordinal)?.Value, depth - 1).Follow(parameter.Members),
            KeyPart.InstanceMember when invocation.Instance is not IInstanceReferenceOperation => SessionKey.Unknown,
            _ => SessionKey.Of(part),
        });
    }

    private ExpressionSyntax? ReturnedExpression(IMethodSymbol target)
    {
        if (target.IsVirtual || target.IsAbstract || target.IsOverride
            || target.DeclaringSyntaxReferences.FirstOrDefault() is not { } reference
            || model.GetSemanticModel(reference.SyntaxTree) is null)
        {
            return null;
        }

        return reference.GetSyntax(cancellationToken) switch
        {
            MethodDeclarationSyntax { ExpressionBody.Expression: { } expression } => expression,
            MethodDeclarationSyntax { Body.Statements: [ReturnStatementSyntax { Expression: { } expression }] } => expression,
            LocalFunctionStatementSyntax { ExpressionBody.Expression: { } expression } => expression,
            _ => null,
        };
    }

    private IOperation? OperationOf(ExpressionSyntax expression) => model.GetSemanticModel(expression.SyntaxTree)?.GetValueOperation(expression, cancellationToken);

    private static SessionKey Call(string function, IEnumerable<SessionKey> arguments)
    {
        var keys = arguments.ToImmutableArray();
        return keys.All(static key => key.IsKnown) ? SessionKey.Of(new KeyPart.Call(function, keys)) : SessionKey.Unknown;
    }

    private SessionKey ReadAssigned(ExpressionSyntax? value, int depth)
        => value is null ? SessionKey.Unknown : Read(OperationOf(value), depth - 1);

    /// <summary>Whether a variable of that name is assigned after its declaration, and may hold that value where it is used.</summary>
    /// <param name="name">The variable.</param>
    /// <param name="use">Where it is used.</param>
    /// <param name="value">What it holds there; null where that is not certain.</param>
    private bool IsReassigned(string name, SyntaxNode use, out ExpressionSyntax? value)
    {
        value = null;
        if (!(_reassigned ??= FindReassigned()).TryGetValue(name, out var assignment))
        {
            return false;
        }

        // A statement of the body itself runs once, and what follows it sees its value.
        if (assignment is not AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.SimpleAssignmentExpression, Parent: ExpressionStatementSyntax { Parent: BlockSyntax block } } once || block.Parent != body)
        {
            return true;
        }

        if (use.SpanStart < once.Span.End)
        {
            return use.Ancestors().TakeWhile(node => node != body).Any(static node => node is AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax);
        }

        value = once.Right;
        return true;
    }

    /// <summary>The variables that the body assigns after their declaration, each with its assignment where that is the only one.</summary>
    private Dictionary<string, SyntaxNode?> FindReassigned()
    {
        var found = new Dictionary<string, SyntaxNode?>(StringComparer.Ordinal);
        foreach (var node in body.DescendantNodes())
        {
            var target = node switch
            {
                AssignmentExpressionSyntax assignment => assignment.Left,
                PrefixUnaryExpressionSyntax prefix when prefix.IsKind(SyntaxKind.PreIncrementExpression) || prefix.IsKind(SyntaxKind.PreDecrementExpression) => prefix.Operand,
                PostfixUnaryExpressionSyntax postfix when !postfix.IsKind(SyntaxKind.SuppressNullableWarningExpression) => postfix.Operand,
                ArgumentSyntax { RefKindKeyword.RawKind: (int)SyntaxKind.RefKeyword or (int)SyntaxKind.OutKeyword } argument => argument.Expression,
                _ => null,
            };
            foreach (var identifier in target is TupleExpressionSyntax tuple ? tuple.Arguments.Select(static argument => (ExpressionSyntax?)argument.Expression) : [target])
            {
                if (identifier is IdentifierNameSyntax { Identifier.ValueText: var reassigned })
                {
                    found[reassigned] = found.ContainsKey(reassigned) ? null : node;
                }
            }
        }

        return found;
    }
}
