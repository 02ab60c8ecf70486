using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using SessionAnalyzers.Model;

namespace SessionAnalyzers.Reliability;

/// <summary>Reports sessions that only the memory of the process keeps (SESS3011).</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class SessionInProcessMemoryOnly() : SessionDiagnosticAnalyzer(ReliabilityDescriptors.SessionInProcessMemoryOnly)
{
    private static readonly ImmutableHashSet<string> Registrations = ["AddDistributedMemoryCache", "AddSession", "AddGranularSessions"];

    private protected override void Register(SessionModel model, CompilationStartAnalysisContext context)
        => RegisterCalls(context, model, Registrations, (call, syntax) =>
        {
            foreach (var (registration, reason) in model.App.InMemoryRegistrations)
            {
                if (registration == syntax)
                {
                    call.ReportDiagnostic(Diagnostic.Create(ReliabilityDescriptors.SessionInProcessMemoryOnly, LocationOf(syntax), reason));
                }
            }
        });

    private static Location LocationOf(InvocationExpressionSyntax call)
        => (call.Expression is MemberAccessExpressionSyntax { Name.Identifier: var name } ? name : call.Expression.GetLastToken()).GetLocation();
}
