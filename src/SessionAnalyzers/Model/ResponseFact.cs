using Microsoft.CodeAnalysis;
using SessionAnalyzers.Flow;

namespace SessionAnalyzers.Model;

/// <summary>What is known of the response at one point of a function. Immutable.</summary>
/// <param name="Start">The first code, in source order, that may have started it; null where it has not started.</param>
/// <param name="HasSession">Whether the request certainly has a session: it wrote to it before, or found a value in it.</param>
/// <param name="IsReachable">Whether the point is reached.</param>
internal sealed record ResponseFact(ResponseStart? Start, bool HasSession, bool IsReachable)
{
    /// <summary>The fact of code that is never reached.</summary>
    public static readonly ResponseFact Unreachable = new(Start: null, HasSession: true, IsReachable: false);

    /// <summary>The fact at the start of a function that runs before the response.</summary>
    public static readonly ResponseFact Entry = new(Start: null, HasSession: false, IsReachable: true);
}

/// <summary>What starts a response.</summary>
/// <param name="Syntax">The call.</param>
/// <param name="Name">What messages call it.</param>
/// <param name="IsPipeline">Whether other code of the request ran and most probably wrote it, which a condition may know better.</param>
internal sealed record ResponseStart(SyntaxNode Syntax, string Name, bool IsPipeline);

/// <summary>A start is what may be, a session what must be.</summary>
internal sealed class ResponseLattice : ILattice<ResponseFact>
{
    public static readonly ResponseLattice Instance = new();

    public ResponseFact Bottom => ResponseFact.Unreachable;

    public ResponseFact Join(ResponseFact left, ResponseFact right)
    {
        if (!left.IsReachable)
        {
            return right;
        }

        if (!right.IsReachable)
        {
            return left;
        }

        var start = left.Start is null || right.Start is { } other && other.Syntax.Span.CompareTo(left.Start.Syntax.Span) < 0 ? right.Start : left.Start;
        return new ResponseFact(start, left.HasSession && right.HasSession, IsReachable: true);
    }
}
