using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace SessionAnalyzers.Model;

/// <summary>One call that builds a pipeline.</summary>
internal sealed class PipelineStep(PipelineStepKind kind, SyntaxNode call, ImmutableArray<PipelineStep> inner)
{
    public PipelineStepKind Kind { get; } = kind;

    public SyntaxNode Call { get; } = call;

    /// <summary>The steps of a branch or detour.</summary>
    public ImmutableArray<PipelineStep> Inner { get; } = inner;

    /// <summary>The function of middleware that handles the requests, where it can be seen.</summary>
    public SyntaxNode? Handler { get; init; }

    /// <summary>Whether it depends on a condition that the pipeline has it.</summary>
    public bool IsConditional { get; init; }

    public string Name => (Call is InvocationExpressionSyntax invocation ? SignInScope.NameOf(invocation) : null) ?? "a call";

    /// <summary>The call through which a pipeline reaches it; null where it stands there itself.</summary>
    public SyntaxNode? Caller { get; init; }

    /// <summary>Where it is reported: at a method's name, where the whole pipeline is at hand.</summary>
    public Location Location => (Caller ?? Call) is InvocationExpressionSyntax { Expression: var callee }
        ? (callee is MemberAccessExpressionSyntax { Name.Identifier: var name } ? name : callee.GetLastToken()).GetLocation()
        : (Caller ?? Call).GetLocation();

    public PipelineStep ReachedThrough(SyntaxNode caller) => new(Kind, Call, Inner) { Handler = Handler, IsConditional = IsConditional, Caller = caller };

    /// <summary>Itself and the steps of its branch, in order.</summary>
    public IEnumerable<PipelineStep> All => Inner.SelectMany(static step => step.All).Prepend(this);
}
