using SessionAnalyzers.Flow;

namespace SessionAnalyzers.Model;

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
