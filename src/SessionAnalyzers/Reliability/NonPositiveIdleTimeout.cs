using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using SessionAnalyzers.Model;

namespace SessionAnalyzers.Reliability;

/// <summary>Reports an <c>IdleTimeout</c> with which no session is ever stored (SESS3016).</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class NonPositiveIdleTimeout() : SessionDiagnosticAnalyzer(ReliabilityDescriptors.NonPositiveIdleTimeout)
{
    private const string IdleTimeout = "IdleTimeout";

    private protected override void Register(SessionModel model, CompilationStartAnalysisContext context)
        => RegisterSyntax<AssignmentExpressionSyntax>(context, model, static names => names.Uses(IdleTimeout), static assignment => assignment.IsKind(SyntaxKind.SimpleAssignmentExpression) && AssignedMember.NameOf(assignment.Left) == IdleTimeout, (node, assignment) =>
        {
            if (node.SemanticModel.GetSymbolInfo(assignment.Left, node.CancellationToken).Symbol is IPropertySymbol { ContainingType: { Name: "SessionOptions", ContainingNamespace.Name: "Builder" } }
                && node.SemanticModel.GetValueOperation(assignment.Right, node.CancellationToken) is { } value
                && ConstantTimeSpan.Of(value) is { } timeout
                && timeout <= TimeSpan.Zero
                && !IsSetAgain(assignment)
                && !IsConfiguredElsewhere(model, assignment))
            {
                node.ReportDiagnostic(Diagnostic.Create(ReliabilityDescriptors.NonPositiveIdleTimeout, assignment.GetLocation(), Display(timeout)));
            }
        });

    /// <summary>Whether a statement that follows in the same function sets it again.</summary>
    private static bool IsSetAgain(AssignmentExpressionSyntax assignment)
        => assignment.FirstAncestorOrSelf<BlockSyntax>() is { } block
            && block.DescendantNodes().OfType<AssignmentExpressionSyntax>().Any(later => later.SpanStart > assignment.Span.End && AssignedMember.NameOf(later.Left) == IdleTimeout);

    /// <summary>A callback is one of several; options created here are what they are.</summary>
    private static bool IsConfiguredElsewhere(SessionModel model, AssignmentExpressionSyntax assignment)
        => assignment.Parent is not InitializerExpressionSyntax
            && assignment.FirstAncestorOrSelf<InvocationExpressionSyntax>() is { } registration && model.App.SessionSetup.IsConfiguredBeside(registration);

    private static string Display(TimeSpan timeout)
        => timeout == TimeSpan.Zero ? "zero"
            : timeout == Timeout.InfiniteTimeSpan ? "Timeout.InfiniteTimeSpan, which is negative"
            : timeout == TimeSpan.MinValue ? "TimeSpan.MinValue"
            : timeout.ToString("c", CultureInfo.InvariantCulture);
}
