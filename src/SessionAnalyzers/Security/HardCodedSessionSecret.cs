using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using SessionAnalyzers.Model;

namespace SessionAnalyzers.Security;

/// <summary>Reports a literal that signs tokens, or that a password is compared with (SESS2009).</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class HardCodedSessionSecret() : SessionDiagnosticAnalyzer(SecurityDescriptors.HardCodedSessionSecret)
{
    private static readonly ImmutableHashSet<string> KeyedTypes = ["SymmetricSecurityKey", "HMACSHA1", "HMACSHA256", "HMACSHA384", "HMACSHA512"];
    private static readonly string[] TestFrameworks = ["xunit", "nunit.framework", "Microsoft.VisualStudio.TestPlatform"];

    private protected override void Register(SessionModel model, CompilationStartAnalysisContext context)
    {
        if (context.Compilation.ReferencedAssemblyNames.Any(static assembly => TestFrameworks.Any(framework => assembly.Name.StartsWith(framework, StringComparison.OrdinalIgnoreCase))))
        {
            return;
        }

        RegisterSyntax<ObjectCreationExpressionSyntax>(context, model, SyntaxKind.ObjectCreationExpression, static creation => KeyedTypes.Contains(TypeName(creation.Type)), (node, creation) =>
        {
            if (creation.ArgumentList?.Arguments is [{ Expression: var key }, ..] && HardCodedText.Is(key, model, node.CancellationToken))
            {
                node.ReportDiagnostic(Diagnostic.Create(SecurityDescriptors.HardCodedSessionSecret, key.GetLocation(), "The key of this " + TypeName(creation.Type)));
            }
        });
        foreach (var comparison in new[] { SyntaxKind.EqualsExpression, SyntaxKind.NotEqualsExpression })
        {
            RegisterSyntax<BinaryExpressionSyntax>(context, model, comparison, static binary => IsPassword(binary.Left) || IsPassword(binary.Right), (node, binary) =>
            {
                if (binary.Left is not LiteralExpressionSyntax { RawKind: (int)SyntaxKind.NullLiteralExpression } && HardCodedText.Is(IsPassword(binary.Left) ? binary.Right : binary.Left, model, node.CancellationToken))
                {
                    node.ReportDiagnostic(Diagnostic.Create(SecurityDescriptors.HardCodedSessionSecret, binary.GetLocation(), "The password"));
                }
            });
        }
    }

    private static bool IsPassword(ExpressionSyntax expression)
        => (expression switch
        {
            IdentifierNameSyntax { Identifier.ValueText: var name } => name,
            MemberAccessExpressionSyntax { Name.Identifier.ValueText: var name } => name,
            _ => "",
        }) is var identifier && (identifier.EndsWith("password", StringComparison.OrdinalIgnoreCase) || identifier.EndsWith("pwd", StringComparison.OrdinalIgnoreCase));

    private static string TypeName(TypeSyntax type) => type switch
    {
        QualifiedNameSyntax { Right.Identifier.ValueText: var name } => name,
        SimpleNameSyntax { Identifier.ValueText: var name } => name,
        _ => "",
    };
}
