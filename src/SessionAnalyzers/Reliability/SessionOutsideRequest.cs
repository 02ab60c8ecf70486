using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using SessionAnalyzers.Model;

namespace SessionAnalyzers.Reliability;

/// <summary>Reports the request's session where it is put into something that outlives the request (SESS3012).</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class SessionOutsideRequest() : SessionDiagnosticAnalyzer(ReliabilityDescriptors.SessionOutsideRequest)
{
    private protected override void Register(SessionModel model, CompilationStartAnalysisContext context)
    {
        RegisterSyntax<AssignmentExpressionSyntax>(
            context,
            model,
            MentionsSession,
            static assignment => assignment.Kind() is SyntaxKind.SimpleAssignmentExpression or SyntaxKind.CoalesceAssignmentExpression && IsNamedSession(assignment.Right, assignment.Left),
            (node, assignment) => Analyze(model, node, assignment.Right));
        RegisterSyntax<EqualsValueClauseSyntax>(context, model, MentionsSession, static initializer => IsMember(initializer) && IsNamedSession(initializer.Value, null), (node, initializer) => Analyze(model, node, initializer.Value));
        RegisterSyntax<ArgumentSyntax>(context, model, MentionsSession, static argument => IsNamedSession(argument.Expression, null), (node, argument) => Analyze(model, node, argument.Expression));
    }

    private static void Analyze(SessionModel model, SemanticModelAnalysisContext node, ExpressionSyntax value)
    {
        if (KeptSession.HolderOf(value, node.SemanticModel, node.CancellationToken) is { ContainingType: { } type } holder
            && WhyLong(holder, type, model) is { } reason
            && KeptSession.IsOfRequest(value, node.SemanticModel, model.Symbols, node.CancellationToken))
        {
            node.ReportDiagnostic(Diagnostic.Create(ReliabilityDescriptors.SessionOutsideRequest, value.GetLocation(), $"{type.Name}.{holder.Name}", reason));
        }
    }

    private static string? WhyLong(ISymbol holder, INamedTypeSymbol type, SessionModel model)
        => holder.IsStatic ? "which is static and shared by all requests" : model.App.Lifetimes.WhyLong(type) is { } kind ? "part of " + kind : null;

    private static bool IsMember(EqualsValueClauseSyntax initializer) => initializer.Parent is PropertyDeclarationSyntax or VariableDeclaratorSyntax { Parent.Parent: BaseFieldDeclarationSyntax };

    private static bool IsNamedSession(ExpressionSyntax value, ExpressionSyntax? target)
        => KeptSession.NameOf(value) is { } name && (MentionsSession(name) || (target is not null && KeptSession.NameOf(target) is { } holder && MentionsSession(holder)));

    private static bool MentionsSession(UsedNames names) => names.Any(MentionsSession);

    private static bool MentionsSession(string name) => name.IndexOf("session", StringComparison.OrdinalIgnoreCase) >= 0;
}
