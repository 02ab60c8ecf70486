using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using SessionAnalyzers.Model;

namespace SessionAnalyzers.Concurrency;

/// <summary>Reports a session that is written by tasks of one request which run side by side (SESS1005).</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class SessionSharedByParallelTasks() : SessionDiagnosticAnalyzer(ConcurrencyDescriptors.SessionSharedByParallelTasks)
{
    private protected override void Register(SessionModel model, CompilationStartAnalysisContext context) => RegisterTree(context, model, tree => Analyze(model, tree));

    private static void Analyze(SessionModel model, SemanticModelAnalysisContext context)
    {
        var lifetime = new RequestLifetime(model, context.CancellationToken);
        foreach (var body in model.GetBodies(context.SemanticModel.SyntaxTree, context.CancellationToken))
        {
            if (!body.Accesses.Any(static access => Writes(access)))
            {
                continue;
            }

            var reported = new HashSet<SyntaxNode>();
            foreach (var parallel in new ParallelStrands(context.SemanticModel, context.CancellationToken).In(body.Syntax))
            {
                if (SharedWrite(parallel, body, lifetime) is { } write && reported.Add(write.Syntax))
                {
                    context.ReportDiagnostic(DiagnosticFactory.Create(ConcurrencyDescriptors.SessionSharedByParallelTasks, write, [], parallel.Name));
                }
            }
        }
    }

    /// <summary>The first write among strands that touch the session at one time; null where one of them at most does, or the request does not wait.</summary>
    private static SessionAccess? SharedWrite(ParallelCode parallel, SessionBody body, RequestLifetime lifetime)
    {
        var touching = parallel.Strands
            .Select(strand => (Strand: strand, Accesses: body.Accesses.Where(access => strand.Span.Contains(access.Syntax.Span) && !IsLocked(access) && lifetime.Of(access) is null).ToList()))
            .Where(static entry => entry.Accesses.Count > 0)
            .ToList();
        var apart = touching.Where(entry => entry.Accesses.Any(access => RunsApart(access, entry.Strand, lifetime))).ToList();
        var together = touching.Count > 1 || apart.Any(static entry => entry.Strand.IsMany);
        return apart.Count > 0 && together
            ? touching.SelectMany(static entry => entry.Accesses).Where(static access => Writes(access)).OrderBy(static access => access.Syntax.SpanStart).FirstOrDefault()
            : null;
    }

    private static bool RunsApart(SessionAccess access, Strand strand, RequestLifetime lifetime) => strand.Kind switch
    {
        StrandKind.Apart => true,
        StrandKind.AsynchronousLambda => lifetime.IsAfterAwait(access),
        StrandKind.AsynchronousCall => strand.Span == access.Syntax.Span && lifetime.OutlivesCall(access),
        _ => false,
    };

    private static bool Writes(SessionAccess access) => access.Kind is SessionAccessKind.Write or SessionAccessKind.Remove or SessionAccessKind.Clear;

    private static bool IsLocked(SessionAccess access) => access.Syntax.Ancestors().Any(static node => node is LockStatementSyntax);
}
