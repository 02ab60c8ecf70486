using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using SessionAnalyzers.Model;

namespace SessionAnalyzers.Reliability;

/// <summary>Reports <c>LoadAsync</c> and <c>CommitAsync</c> of a session that nobody awaits, or that a thread is held for (SESS3004).</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class LoadOrCommitNotAwaited() : SessionDiagnosticAnalyzer(ReliabilityDescriptors.LoadOrCommitNotAwaited)
{
    private static readonly ImmutableHashSet<string> Names = ImmutableHashSet.Create(Model.WellKnownMemberNames.Session.LoadAsync, Model.WellKnownMemberNames.Session.CommitAsync);

    private protected override void Register(SessionModel model, CompilationStartAnalysisContext context)
        => RegisterCalls(context, model, Names, (node, call) =>
        {
            if (TaskUses.Of(call) is (TaskUse.Discarded or TaskUse.Blocked) and var use
                && node.SemanticModel.GetSymbolInfo(call, node.CancellationToken).Symbol is IMethodSymbol method
                && model.Symbols.IsSession(method.ContainingType))
            {
                var consequence = use == TaskUse.Blocked
                    ? "blocked on: the thread waits for the store, which the asynchronous method was to spare it"
                    : "not awaited: the code goes on before it is done, and its failure is never seen";
                node.ReportDiagnostic(Diagnostic.Create(ReliabilityDescriptors.LoadOrCommitNotAwaited, LocationOf(call), method.Name, consequence));
            }
        });

    /// <summary>With <c>session?.</c>, the receiver included.</summary>
    private static Location LocationOf(InvocationExpressionSyntax call)
        => (call.Parent is ConditionalAccessExpressionSyntax conditional && conditional.WhenNotNull == call ? conditional : (SyntaxNode)call).GetLocation();
}
