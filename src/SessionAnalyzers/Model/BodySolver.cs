using Microsoft.CodeAnalysis;

namespace SessionAnalyzers.Model;

/// <summary>
/// Solves a body together with the bodies it calls, from bottom to the least fixpoint of their summaries. Nothing is
/// published before all of them are final, so a cancelled or concurrent question leaves no trace.
/// </summary>
internal sealed class BodySolver(SessionModel model, CancellationToken cancellationToken)
{
    /// <summary>More rounds than any chain of wrappers needs; recursion that keeps growing is left silent.</summary>
    private const int MaxRounds = 24;

    private readonly Dictionary<SyntaxNode, Entry> _entries = [];
    private readonly Queue<Entry> _worklist = new();

    public SessionBody Solve(SyntaxNode root)
    {
        var requested = EntryOf(root);
        while (_worklist.Count > 0)
        {
            var entry = _worklist.Dequeue();
            entry.IsQueued = false;
            Update(entry);
        }

        foreach (var entry in _entries.Values)
        {
            model.Publish(entry.Body);
        }

        return requested.Body;
    }

    /// <summary>What calling <paramref name="callee"/> does, as far as it is known in this round.</summary>
    private BodySummary SummaryFor(Entry caller, SyntaxNode callee)
    {
        if (model.TryGetFinished(callee, out var finished))
        {
            return finished.Summary;
        }

        var entry = EntryOf(callee);
        entry.Callers.Add(caller);
        return entry.Body.Summary;
    }

    private void Update(Entry entry)
    {
        var before = entry.Body.Summary;
        entry.Body = ++entry.Rounds > MaxRounds
            ? SessionBody.Silent(entry.Body.Syntax)
            : BodyAnalysis.Analyze(model, entry.Body.Syntax, callee => SummaryFor(entry, callee), cancellationToken);
        if (entry.Rounds <= MaxRounds + 1 && !entry.Body.Summary.Equals(before))
        {
            foreach (var caller in entry.Callers)
            {
                Enqueue(caller);
            }
        }
    }

    private Entry EntryOf(SyntaxNode node)
    {
        if (!_entries.TryGetValue(node, out var entry))
        {
            _entries.Add(node, entry = new Entry(SessionBody.Silent(node)));
            Enqueue(entry);
        }

        return entry;
    }

    private void Enqueue(Entry entry)
    {
        if (!entry.IsQueued)
        {
            entry.IsQueued = true;
            _worklist.Enqueue(entry);
        }
    }

    private sealed class Entry(SessionBody body)
    {
        public SessionBody Body { get; set; } = body;

        public HashSet<Entry> Callers { get; } = [];

        public int Rounds { get; set; }

        public bool IsQueued { get; set; }
    }
}
