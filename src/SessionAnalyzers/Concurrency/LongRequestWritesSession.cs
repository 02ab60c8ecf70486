using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using SessionAnalyzers.Model;

namespace SessionAnalyzers.Concurrency;

/// <summary>Reports a session that is written in a request which streams, or waits for as long as its client stays (SESS1006).</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class LongRequestWritesSession() : SessionDiagnosticAnalyzer(ConcurrencyDescriptors.LongRequestWritesSession)
{
    private protected override void Register(SessionModel model, CompilationStartAnalysisContext context) => RegisterTree(context, model, tree => Analyze(model, tree));

    private static void Analyze(SessionModel model, SemanticModelAnalysisContext context)
    {
        var lifetime = new RequestLifetime(model, context.CancellationToken);
        var requests = new Dictionary<SyntaxNode, (string What, SyntaxNode Code)?>();
        var reported = new HashSet<SyntaxNode>();
        foreach (var body in model.GetBodies(context.SemanticModel.SyntaxTree, context.CancellationToken))
        {
            foreach (var write in body.Accesses)
            {
                // On GranularSessions a commit stores the changed keys only.
                if (write.Kind is SessionAccessKind.Write or SessionAccessKind.Remove or SessionAccessKind.Clear
                    && SignInScope.Of(write.Syntax).Function is var function
                    && RequestOf(function) is { } request
                    && !IsCommitted(write, request.Code, body)
                    && lifetime.Of(write) is null
                    && !model.App.UsesGranularSessions
                    && reported.Add(function))
                {
                    context.ReportDiagnostic(DiagnosticFactory.Create(ConcurrencyDescriptors.LongRequestWritesSession, write, [], request.What));
                }
            }
        }

        (string What, SyntaxNode Code)? RequestOf(SyntaxNode function)
        {
            if (!requests.TryGetValue(function, out var request))
            {
                requests.Add(function, request = LongRequest.Of(function));
            }

            return request;
        }
    }

    /// <summary>Whether the write is stored before the wait begins: the commit at the end then has nothing to store.</summary>
    private static bool IsCommitted(SessionAccess write, SyntaxNode wait, SessionBody body)
        => body.Accesses.Any(access => access.Kind == SessionAccessKind.Commit && access.Syntax.SpanStart > write.Syntax.SpanStart && (access.Syntax.Span.End <= wait.SpanStart || wait.Contains(write.Syntax)));
}
