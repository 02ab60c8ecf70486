using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace SessionAnalyzers.Rewriting;

internal static class MethodCalls
{
    /// <summary>The same call, on the same receiver, of a method without type arguments.</summary>
    public static InvocationExpressionSyntax Rename(InvocationExpressionSyntax call, string method)
    {
        var access = (MemberAccessExpressionSyntax)call.Expression;
        return call.WithExpression(access.WithName(SyntaxFactory.IdentifierName(method).WithTriviaFrom(access.Name)));
    }
}
