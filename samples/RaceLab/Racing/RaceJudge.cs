using RaceLab.Strategies;

namespace RaceLab.Racing;

/// <summary>Decides, from what is in the store at the end and from what each request was answered and measured at, what was lost.</summary>
public static class RaceJudge
{
    /// <summary>Compares what clients were told with what is there.</summary>
    public static IReadOnlyList<ActionTally> Tally(IReadOnlyList<RequestRecord> requests, StoredState end, bool notesReport)
    {
        List<ActionTally> tallies =
        [
            new(RaceAction.AddToCart, Accepted(RaceAction.AddToCart), end.Cart.Distinct(StringComparer.Ordinal).Count()),
            new(RaceAction.CountVisit, Accepted(RaceAction.CountVisit), end.Visits),
            new(RaceAction.SubmitOrder, 1, Accepted(RaceAction.SubmitOrder)),
            new(RaceAction.Vote, 1, Accepted(RaceAction.Vote)),
        ];
        if (notesReport)
        {
            tallies.Add(new(RaceAction.WriteReport, Accepted(RaceAction.WriteReport), end.HasReport ? 1 : 0));
        }

        return tallies;

        int Accepted(RaceAction action) => requests.Count(request => request.Action == action && request.IsAccepted);
    }

    /// <summary>Decides what became of each request.</summary>
    /// <param name="requests">The requests.</param>
    /// <param name="end">What is in the store when all are through.</param>
    /// <param name="strategy">How it commits.</param>
    public static IReadOnlyList<JudgedRequest> Judge(IReadOnlyList<RequestRecord> requests, StoredState end, StrategyInfo strategy)
    {
        HashSet<RequestRecord> kept = [.. SurvivingVisits(requests, end.Visits), .. FirstAccepted(requests, RaceAction.SubmitOrder), .. FirstAccepted(requests, RaceAction.Vote)];
        HashSet<string> cart = new(end.Cart, StringComparer.Ordinal);
        return [.. requests.Select(request =>
        {
            RequestFate fate = FateOf(request);
            return new JudgedRequest(request, fate, fate == RequestFate.Lost ? OverwriterOf(request, requests, strategy.ReplacesWholeSession) : null);
        })];

        RequestFate FateOf(RequestRecord request)
        {
            if (request.Answer is null)
            {
                return RequestFate.Failed;
            }

            if (!request.Answer.Accepted)
            {
                return RequestFate.Refused;
            }

            return request.Action switch
            {
                RaceAction.AddToCart => cart.Contains(request.Article!) ? RequestFate.Kept : RequestFate.Lost,
                RaceAction.CountVisit => kept.Contains(request) ? RequestFate.Kept : RequestFate.Lost,
                RaceAction.WriteReport => end.HasReport || !strategy.NotesReport ? RequestFate.Kept : RequestFate.Lost,
                _ => kept.Contains(request) ? RequestFate.Kept : RequestFate.Repeated,
            };
        }
    }

    /// <summary>
    /// The increments that are in the final count: going back from it, the last that arrived at each number before the next one
    /// read it. All others were computed from the same number as one of these, or lie before a write that took the count back.
    /// </summary>
    private static IEnumerable<RequestRecord> SurvivingVisits(IReadOnlyList<RequestRecord> requests, long count)
    {
        ILookup<long, RequestRecord> byValue = requests
            .Where(request => request is { Action: RaceAction.CountVisit, IsAccepted: true, Answer.Value: not null })
            .ToLookup(request => request.Answer!.Value!.Value);
        double readAt = double.PositiveInfinity;
        for (long value = count; value > 0; value--)
        {
            RequestRecord[] candidates = [.. byValue[value].OrderBy(request => request.CommittedAt)];
            if (candidates.Length == 0)
            {
                yield break;
            }

            RequestRecord survivor = candidates.LastOrDefault(request => request.CommittedAt <= readAt) ?? candidates[0];
            yield return survivor;
            readAt = survivor.LoadedAt;
        }
    }

    private static IEnumerable<RequestRecord> FirstAccepted(IReadOnlyList<RequestRecord> requests, RaceAction action)
        => requests.Where(request => request.Action == action && request.IsAccepted).OrderBy(request => request.CommittedAt).Take(1);

    /// <summary>The first that had read before the lost write was made and wrote after it.</summary>
    private static int? OverwriterOf(RequestRecord lost, IReadOnlyList<RequestRecord> requests, bool replacesWholeSession)
        => requests
            .Where(other => other != lost && other.IsAccepted && (replacesWholeSession || other.Action == lost.Action))
            .Where(other => other.Spans.Any(span => span.Stage == TraceStage.Commit) && other.LoadedAt < lost.CommittedAt && other.CommittedAt > lost.CommittedAt)
            .MinBy(other => other.CommittedAt)?.Number;
}
