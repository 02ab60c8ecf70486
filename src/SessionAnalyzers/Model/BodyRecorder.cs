using System.Collections.Immutable;

namespace SessionAnalyzers.Model;

/// <summary>Collects what the last pass over a solved body sees.</summary>
internal sealed class BodyRecorder
{
    private readonly List<SessionAccess> _accesses = [];
    private readonly HashSet<SessionAccess> _known = [];
    private readonly Dictionary<SessionAccess, OriginSet> _values = [];
    private readonly Dictionary<SessionAccess, (HashSet<SessionAccess> Reads, bool Awaited, LockUse Lock)> _readModifyWrites = [];
    private readonly HashSet<SessionAccess> _committedWhileHeld = [];
    private readonly HashSet<CheckThenActRelation> _checkThenActs = [];

    public void Access(SessionAccess access)
    {
        if (_known.Add(access))
        {
            _accesses.Add(access);
        }
    }

    public void Write(SessionAccess write, OriginSet value)
        => _values[write] = _values.TryGetValue(write, out var before) ? before.Union(value) : value;

    public void ReadModifyWrite(SessionAccess write, SessionAccess read, bool awaited, LockUse use)
    {
        if (_readModifyWrites.TryGetValue(write, out var relation))
        {
            relation.Reads.Add(read);
            _readModifyWrites[write] = (relation.Reads, relation.Awaited || awaited, relation.Lock < use ? relation.Lock : use);
        }
        else
        {
            _readModifyWrites.Add(write, ([read], awaited, use));
        }
    }

    /// <summary>The session is committed with the lock of these writes still held.</summary>
    public void CommitWhileHeld(IEnumerable<SessionAccess> writes) => _committedWhileHeld.UnionWith(writes);

    public bool IsCommittedWhileHeld(SessionAccess write) => _committedWhileHeld.Contains(write);

    public void CheckThenAct(CheckThenActRelation relation) => _checkThenActs.Add(relation);

    public ImmutableArray<SessionAccess> Accesses => [.. _accesses.OrderBy(static access => access.Syntax.SpanStart)];

    public ImmutableArray<ReadModifyWriteRelation> ReadModifyWrites =>
    [
        .. _readModifyWrites
            .Select(entry => new ReadModifyWriteRelation(entry.Key, [.. entry.Value.Reads.OrderBy(Position)], entry.Value.Awaited, Effective(entry.Key, entry.Value.Lock)))
            .OrderBy(static relation => Position(relation.Write)),
    ];

    public ImmutableArray<CheckThenActRelation> CheckThenActs => [.. _checkThenActs.OrderBy(static relation => Position(relation.Act))];

    public ImmutableArray<SessionEffect> Effects(SessionFact exit)
        => [.. Accesses.Select(access => new SessionEffect(
            access,
            _values.TryGetValue(access, out var value) ? value : OriginSet.Empty,
            exit.Reads.TryGetValue(access, out var window) && window.Awaited))];

    private LockUse Effective(SessionAccess write, LockUse use)
        => use == LockUse.Exclusive && !IsCommittedWhileHeld(write) ? LockUse.Ineffective : use;

    public static (string Path, int Start) Position(SessionAccess access) => (access.Syntax.SyntaxTree.FilePath, access.Syntax.SpanStart);
}
