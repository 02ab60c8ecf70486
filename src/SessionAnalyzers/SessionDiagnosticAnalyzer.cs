using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using SessionAnalyzers.Model;

namespace SessionAnalyzers;

/// <summary>
/// Decides for every rule what is the same for all: concurrent execution, generated code (Razor's only), that nothing
/// is registered where ASP.NET Core's <c>ISession</c> is not referenced, and what is looked at in test projects.
/// </summary>
public abstract class SessionDiagnosticAnalyzer(params DiagnosticDescriptor[] descriptors) : DiagnosticAnalyzer
{
    private static readonly string[] RazorSuffixes = ["_cshtml.g.cs", "_razor.g.cs", ".cshtml.g.cs", ".razor.g.cs"];

    /// <inheritdoc/>
    public sealed override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [.. descriptors];

    /// <inheritdoc/>
    public sealed override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.Analyze | GeneratedCodeAnalysisFlags.ReportDiagnostics);
        context.RegisterCompilationStartAction(start =>
        {
            if (SessionModel.For(start.Compilation, start.Options) is not { } model)
            {
                return;
            }

            Register(model, start);
        });
    }

    /// <summary>Registers what the rule looks at.</summary>
    private protected abstract void Register(SessionModel model, CompilationStartAnalysisContext context);

    /// <summary>Looks at each tree as a whole, through the model.</summary>
    private protected void RegisterTree(CompilationStartAnalysisContext start, SessionModel model, Action<SemanticModelAnalysisContext> analyze)
        => start.RegisterSemanticModelAction(context =>
        {
            if (IsLookedAt(context.SemanticModel.SyntaxTree, context.IsGeneratedCode, model))
            {
                model.Use(context.SemanticModel);
                analyze(context);
            }
        });

    /// <summary>Looks at the calls of methods with the given names, before anything is bound.</summary>
    private protected void RegisterCalls(CompilationStartAnalysisContext start, SessionModel model, ImmutableHashSet<string> names, Action<SyntaxNodeAnalysisContext, InvocationExpressionSyntax> analyze)
        => RegisterSyntax(start, model, SyntaxKind.InvocationExpression, invocation => SignInScope.NameOf(invocation) is { } name && names.Contains(name), analyze);

    /// <summary>Looks at each node of a kind whose text passes a test, before anything is bound.</summary>
    private protected void RegisterSyntax<TNode>(CompilationStartAnalysisContext start, SessionModel model, SyntaxKind kind, Func<TNode, bool> filter, Action<SyntaxNodeAnalysisContext, TNode> analyze)
        where TNode : SyntaxNode
        => start.RegisterSyntaxNodeAction(
            context =>
            {
                var node = (TNode)context.Node;
                if (filter(node) && IsLookedAt(node.SyntaxTree, context.IsGeneratedCode, model))
                {
                    model.Use(context.SemanticModel);
                    analyze(context, node);
                }
            },
            kind);

    private bool IsLookedAt(SyntaxTree tree, bool isGenerated, SessionModel model)
        => (!isGenerated || IsRazor(tree.FilePath)) && model.Configuration.Reports(SupportedDiagnostics[0], tree);

    private static bool IsRazor(string path) => RazorSuffixes.Any(suffix => path.EndsWith(suffix, StringComparison.OrdinalIgnoreCase));
}
