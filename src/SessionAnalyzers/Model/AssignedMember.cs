using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace SessionAnalyzers.Model;

internal static class AssignedMember
{
    /// <returns>The name of the member on the left of an assignment, of an object or in an initializer; empty for anything else.</returns>
    public static string NameOf(ExpressionSyntax target) => target switch
    {
        MemberAccessExpressionSyntax { Name.Identifier.ValueText: var name } => name,
        IdentifierNameSyntax { Identifier.ValueText: var name } => name,
        _ => "",
    };
}
