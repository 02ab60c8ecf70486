using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
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
    private protected void RegisterCalls(CompilationStartAnalysisContext start, SessionModel model, ImmutableHashSet<string> names, Action<SemanticModelAnalysisContext, InvocationExpressionSyntax> analyze)
        => RegisterSyntax(start, model, used => used.CallsAny(names), invocation => SignInScope.NameOf(invocation) is { } name && names.Contains(name), analyze);

    /// <summary>Looks at each node of a type whose text passes a test, in the members whose names pass another, before anything is bound.</summary>
    /// <remarks>A syntax node action would have the driver collect the nodes of every declaration, whatever is done with them; the names are known anyway.</remarks>
    private protected void RegisterSyntax<TNode>(CompilationStartAnalysisContext start, SessionModel model, Func<UsedNames, bool> mayHold, Func<TNode, bool> filter, Action<SemanticModelAnalysisContext, TNode> analyze)
        where TNode : SyntaxNode
        => RegisterTree(start, model, context =>
        {
            var tree = context.SemanticModel.SyntaxTree;
            if (!mayHold(SyntaxUnit.NamesIn(tree)))
            {
                return;
            }

            foreach (var unit in SyntaxUnit.In(tree))
            {
                if (!mayHold(unit.Used))
                {
                    continue;
                }

                foreach (var candidate in unit.Nodes())
                {
                    if (candidate is TNode node && filter(node) && !(IsMarkedGenerated(node) && !IsRazor(tree.FilePath)))
                    {
                        context.CancellationToken.ThrowIfCancellationRequested();
                        analyze(context, node);
                    }
                }
            }
        });

    private static bool IsMarkedGenerated(SyntaxNode node)
    {
        for (var member = node.FirstAncestorOrSelf<MemberDeclarationSyntax>(); member is not null; member = member.Parent?.FirstAncestorOrSelf<MemberDeclarationSyntax>())
        {
            foreach (var list in member.AttributeLists)
            {
                if (list.Attributes.Any(static attribute => attribute.Name.GetLastToken().ValueText is "GeneratedCode" or "GeneratedCodeAttribute"))
                {
                    return true;
                }
            }
        }

        return false;
    }

    private bool IsLookedAt(SyntaxTree tree, bool isGenerated, SessionModel model)
        => (!isGenerated || IsRazor(tree.FilePath)) && model.Configuration.Reports(SupportedDiagnostics[0], tree);

    private static bool IsRazor(string path) => RazorSuffixes.Any(suffix => path.EndsWith(suffix, StringComparison.OrdinalIgnoreCase));
}
