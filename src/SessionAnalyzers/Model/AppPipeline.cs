using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace SessionAnalyzers.Model;

/// <summary>The request pipeline of an app, with the calls of its extension methods in place.</summary>
internal sealed class AppPipeline(ImmutableArray<PipelineStep> steps, ImmutableArray<SyntaxNode> functions)
{
    /// <summary>The steps that every request takes, in order.</summary>
    public ImmutableArray<PipelineStep> Steps { get; } = steps;

    /// <summary>The functions that build it.</summary>
    public ImmutableArray<SyntaxNode> Functions { get; } = functions;

    /// <summary>The steps with those of branches, in the order of the source.</summary>
    public IEnumerable<PipelineStep> All => Steps.SelectMany(static step => step.All);

    /// <summary>Whether nothing that cannot be seen may have put the session into it.</summary>
    public bool IsWhole => All.All(static step => step.Kind != PipelineStepKind.Unknown);

    public bool HasSession => All.Any(static step => step.Kind == PipelineStepKind.Session);

    public bool RunsEndpoints => All.Any(static step => step.Kind is PipelineStepKind.Mapping or PipelineStepKind.Endpoints);

    public bool Builds(SyntaxNode node) => Functions.Any(function => function.Contains(node));
}
