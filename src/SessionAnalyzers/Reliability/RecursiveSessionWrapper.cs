using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using SessionAnalyzers.Model;

namespace SessionAnalyzers.Reliability;

/// <summary>Reports a session wrapper that calls itself where it means the session's own method (SESS3008).</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class RecursiveSessionWrapper() : SessionDiagnosticAnalyzer(ReliabilityDescriptors.RecursiveSessionWrapper)
{
    private const string Session = "Session";

    private protected override void Register(SessionModel model, CompilationStartAnalysisContext context)
        => RegisterSyntax<MethodDeclarationSyntax>(context, model, static names => names.Any(static name => name.Contains(Session)), MayCallItself, (method, declaration) =>
        {
            if (method.SemanticModel.GetDeclaredSymbol(declaration, method.CancellationToken) is not { } wrapper
                || wrapper.Parameters.FirstOrDefault(parameter => model.Symbols.IsSession(parameter.Type)) is not { } session)
            {
                return;
            }

            foreach (var call in CallsByName(declaration))
            {
                if (IsEveryPath(call, declaration)
                    && method.SemanticModel.GetOperation(call, method.CancellationToken) is IInvocationOperation invocation
                    && SessionSymbols.Same(invocation.TargetMethod.OriginalDefinition, wrapper.OriginalDefinition)
                    && PassesOn(invocation, session)
                    && wrapper.Parameters.Where(static parameter => parameter.Type.SpecialType == SpecialType.System_String && parameter.Ordinal <= 1).All(key => PassesOn(invocation, key)))
                {
                    method.ReportDiagnostic(Diagnostic.Create(ReliabilityDescriptors.RecursiveSessionWrapper, call.GetLocation(), wrapper.Name));
                }
            }
        });

    private static bool MayCallItself(MethodDeclarationSyntax declaration)
        => declaration.ParameterList.Parameters.Any(static parameter => parameter.Type?.ToString().Contains(Session) == true) && CallsByName(declaration).Any();

    private static IEnumerable<InvocationExpressionSyntax> CallsByName(MethodDeclarationSyntax declaration)
        => declaration.DescendantNodes().OfType<InvocationExpressionSyntax>().Where(call => SignInScope.NameOf(call) == declaration.Identifier.ValueText);

    private static bool PassesOn(IInvocationOperation invocation, IParameterSymbol parameter)
        => invocation.Arguments.Any(argument => argument.Parameter?.Ordinal == parameter.Ordinal
            && Operations.Unwrap(argument.Value) is IParameterReferenceOperation passed && SessionSymbols.Same(passed.Parameter, parameter));

    /// <summary>Whether each call of the method gets to the node, nulls aside: a test of the value's type, say, may end the recursion.</summary>
    private static bool IsEveryPath(SyntaxNode node, MethodDeclarationSyntax declaration)
    {
        for (var (child, parent) = (node, node.Parent); parent is not null && parent != declaration; (child, parent) = (parent, parent.Parent))
        {
            var isReached = parent switch
            {
                IfStatementSyntax statement => child == statement.Condition || IsOfValues(statement.Condition, child == statement.Statement),
                ConditionalExpressionSyntax expression => child == expression.Condition || IsOfValues(expression.Condition, child == expression.WhenTrue),
                BlockSyntax block => block.Statements.TakeWhile(statement => statement != child).All(IsPassed),
                BinaryExpressionSyntax binary => child == binary.Left || binary.Kind() is not (SyntaxKind.CoalesceExpression or SyntaxKind.LogicalAndExpression or SyntaxKind.LogicalOrExpression),
                SwitchStatementSyntax or SwitchExpressionSyntax or SwitchSectionSyntax or SwitchExpressionArmSyntax or CatchClauseSyntax or AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax => false,
                TryStatementSyntax or WhileStatementSyntax or ForStatementSyntax or CommonForEachStatementSyntax => false,
                _ => true,
            };
            if (!isReached)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Whether code after a statement is reached for all values but null.</summary>
    private static bool IsPassed(StatementSyntax statement)
        => !statement.DescendantNodesAndSelf(static node => node is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax)).Any(static node => node is ReturnStatementSyntax or ThrowStatementSyntax or ThrowExpressionSyntax or GotoStatementSyntax)
            || statement is IfStatementSyntax { Condition: var condition } && IsOfValues(condition, false);

    /// <summary>Whether a condition has an outcome for everything that is not null.</summary>
    private static bool IsOfValues(ExpressionSyntax condition, bool outcome) => condition switch
    {
        ParenthesizedExpressionSyntax { Expression: var inner } => IsOfValues(inner, outcome),
        PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalNotExpression, Operand: var operand } => IsOfValues(operand, !outcome),
        BinaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalAndExpression } both when outcome => IsOfValues(both.Left, true) && IsOfValues(both.Right, true),
        BinaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalOrExpression } either when !outcome => IsOfValues(either.Left, false) && IsOfValues(either.Right, false),
        BinaryExpressionSyntax { RawKind: (int)SyntaxKind.EqualsExpression, Right.RawKind: (int)SyntaxKind.NullLiteralExpression } => !outcome,
        BinaryExpressionSyntax { RawKind: (int)SyntaxKind.NotEqualsExpression, Right.RawKind: (int)SyntaxKind.NullLiteralExpression } => outcome,
        IsPatternExpressionSyntax { Pattern: ConstantPatternSyntax { Expression.RawKind: (int)SyntaxKind.NullLiteralExpression } } => !outcome,
        IsPatternExpressionSyntax { Pattern: UnaryPatternSyntax { Pattern: ConstantPatternSyntax { Expression.RawKind: (int)SyntaxKind.NullLiteralExpression } } } => outcome,
        InvocationExpressionSyntax call when SignInScope.NameOf(call) is "IsNullOrEmpty" or "IsNullOrWhiteSpace" => !outcome,
        _ => false,
    };
}
