using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using SessionAnalyzers.Model;

namespace SessionAnalyzers.Reliability;

/// <summary>Reports an object read from the session that is changed and on no path written back (SESS3001).</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class MutationNotWrittenBack() : SessionDiagnosticAnalyzer(ReliabilityDescriptors.MutationNotWrittenBack)
{
    private protected override void Register(SessionModel model, CompilationStartAnalysisContext context) => RegisterTree(context, model, tree => Analyze(model, tree));

    private static void Analyze(SessionModel model, SemanticModelAnalysisContext context)
    {
        var objects = new SessionObjects(model, context.CancellationToken);
        foreach (var body in model.GetBodies(context.SemanticModel.SyntaxTree, context.CancellationToken))
        {
            foreach (var read in body.Accesses)
            {
                if (read.Kind == SessionAccessKind.Read
                    && objects.UsesOf(read) is { Changes.Count: > 0 } uses
                    && SessionObjects.LostChange(uses) is { } change
                    && !MayBeWrittenBack(read, body))
                {
                    context.ReportDiagnostic(DiagnosticFactory.Create(ReliabilityDescriptors.MutationNotWrittenBack, change.GetLocation(), read));
                }
            }
        }
    }

    /// <summary>Whether the code around the read writes its key, or drops the value of it, on some path.</summary>
    private static bool MayBeWrittenBack(SessionAccess read, SessionBody body)
    {
        var scope = EndpointAround(read.Syntax) ?? body.Syntax;
        return body.Accesses.Any(access =>
            access.Kind is SessionAccessKind.Write or SessionAccessKind.Remove or SessionAccessKind.Clear
            && access.Syntax != read.Syntax
            && scope.Span.Contains(access.Syntax.Span)
            && (access.Kind == SessionAccessKind.Clear || access.Key.MayMatch(read.Key)));
    }

    /// <summary>The lambda given to <c>MapPost</c>, <c>Use</c> or the like: others in the same body are other requests.</summary>
    private static SyntaxNode? EndpointAround(SyntaxNode node)
        => node.Ancestors().OfType<AnonymousFunctionExpressionSyntax>().FirstOrDefault(static lambda =>
            lambda.Parent is ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax call }
            && SignInScope.NameOf(call) is { } name
            && (name.StartsWith("Map", StringComparison.Ordinal) || name.StartsWith("Use", StringComparison.Ordinal) || name == "Run"));
}
