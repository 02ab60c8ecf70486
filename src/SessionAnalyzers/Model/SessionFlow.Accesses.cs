using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace SessionAnalyzers.Model;

/// <summary>What happens at an access of the session, and at a lock.</summary>
internal sealed partial class SessionFlow
{
    private Value Read(SyntaxNode syntax, SessionAccessKind kind, SessionKey key, IMethodSymbol? wrapper = null)
    {
        var access = new SessionAccess(kind, key, syntax, inner: null, wrapper);
        Note(access);
        _fact = _fact with { IsTouched = true, Reads = _fact.Reads.SetItem(access, new ReadWindow(Awaited: false, _fact.HeldLocks, _fact.LoadedWhileHeld)) };
        return new Value(OriginSet.Of(new Origin.Read(access)));
    }

    private void Write(SyntaxNode syntax, SessionKey key, OriginSet value, IOperation? written, IMethodSymbol? wrapper = null)
        => Write(new SessionAccess(SessionAccessKind.Write, key, syntax, inner: null, wrapper) { Value = written?.Syntax, WritesConstant = written is not null && IsFlag(written), ResetsValue = written is not null && IsReset(written) }, value);

    private void Write(SessionAccess write, OriginSet value)
    {
        Note(write);
        _fact = _fact with { IsTouched = true, UncommittedWrites = _fact.UncommittedWrites.Add(write) };
        if (_context.Recorder is not { } recorder)
        {
            return;
        }

        recorder.Write(write, value);
        _decisions?.Act(write, ReadsUnderLockOf(write));
        foreach (var read in value.Reads)
        {
            if (read.Kind == SessionAccessKind.Read && read.Key.Matches(write.Key) && !AreOneCall(read, write) && CanPrecede(read, write))
            {
                var window = _fact.Reads.TryGetValue(read, out var known) ? known : new ReadWindow(Awaited: false, [], []);
                recorder.ReadModifyWrite(write, read, window.Awaited, UseOfLock(window, read, write));
            }
        }
    }

    /// <summary>A callee that reads and writes the key by itself is its own finding.</summary>
    private static bool AreOneCall(SessionAccess read, SessionAccess write)
        => read.Syntax == write.Syntax && read.Inner is not null && write.Inner is not null && SessionSymbols.Same(read.Wrapper, write.Wrapper);

    private void Other(SyntaxNode syntax, SessionAccessKind kind, SessionKey key, IMethodSymbol? wrapper = null)
    {
        var access = new SessionAccess(kind, key, syntax, inner: null, wrapper);
        Note(access);
        _decisions?.Act(access, ReadsUnderLockOf(access));
        _fact = _fact with { IsTouched = true, UncommittedWrites = _fact.UncommittedWrites.Add(access) };
    }

    /// <summary>A use that loads the session without naming a key.</summary>
    private Value Touch()
    {
        _fact = _fact with { IsTouched = true };
        return Value.None;
    }

    private void Load(SyntaxNode syntax)
    {
        Note(new SessionAccess(SessionAccessKind.Load, SessionKey.Unknown, syntax, inner: null, wrapper: null));
        LoadWhileHeld();
    }

    private void Commit(SyntaxNode syntax)
    {
        Note(new SessionAccess(SessionAccessKind.Commit, SessionKey.Unknown, syntax, inner: null, wrapper: null));
        CommitWhileHeld();
    }

    /// <summary>Only the first load of a request reads the store: one after an earlier access changes nothing.</summary>
    private void LoadWhileHeld()
        => _fact = _fact with { IsTouched = true, LoadedWhileHeld = _fact.IsTouched ? _fact.LoadedWhileHeld : _fact.HeldLocks };

    private void CommitWhileHeld()
    {
        if (!_fact.HeldLocks.IsEmpty)
        {
            _context.Recorder?.CommitWhileHeld(_fact.UncommittedWrites);
        }
    }

    private void Note(SessionAccess access) => _context.Recorder?.Access(access);

    /// <summary>The reads that share a lock with an act, the session being loaded under it.</summary>
    private ImmutableArray<SessionAccess> ReadsUnderLockOf(SessionAccess act)
        => _fact.HeldLocks.IsEmpty ? [] : [.. _fact.Reads.Where(read => UseOfLock(read.Value, read.Key, act) == LockUse.Exclusive).Select(static read => read.Key)];

    private LockUse UseOfLock(ReadWindow window, SessionAccess read, SessionAccess write)
    {
        var common = window.HeldAtRead.Intersect(_fact.HeldLocks);
        return common.IsEmpty ? ShareLockStatement(read.Syntax, write.Syntax) ? LockUse.Ineffective : LockUse.None
            : window.LoadedWhileHeld.Intersect(common).IsEmpty ? LockUse.Ineffective
            : LockUse.Exclusive;
    }

    /// <summary>
    /// Whether a lock statement surrounds both. With nullable enabled, Roslyn's graph (5.12) lowers a lock on a
    /// <c>System.Threading.Lock</c> to an invalid operation, without its acquisition and release.
    /// </summary>
    private static bool ShareLockStatement(SyntaxNode read, SyntaxNode write)
        => read.FirstAncestorOrSelf<LockStatementSyntax>() is { } statement && statement.Contains(write);

    /// <summary>Acquires or releases a lock, if that is what the call does.</summary>
    private Value? Lock(IInvocationOperation invocation)
    {
        var symbols = _context.Symbols;
        var type = invocation.TargetMethod.ContainingType;
        var name = invocation.TargetMethod.Name;
        bool Is(INamedTypeSymbol? known) => known is not null && SessionSymbols.Same(type, known);

        var acquires = (Is(symbols.Monitor) && name is WellKnownMemberNames.Monitor.Enter or WellKnownMemberNames.Monitor.TryEnter)
            || (Is(symbols.Lock) && name is WellKnownMemberNames.Lock.Enter or WellKnownMemberNames.Lock.TryEnter or WellKnownMemberNames.Lock.EnterScope)
            || (Is(symbols.SemaphoreSlim) && name is WellKnownMemberNames.SemaphoreSlim.Wait or WellKnownMemberNames.SemaphoreSlim.WaitAsync)
            || (Is(symbols.WaitHandle) && name is WellKnownMemberNames.WaitHandle.WaitOne && SessionSymbols.Same(invocation.Instance?.Type, symbols.Mutex));
        var releases = (Is(symbols.Monitor) && name is WellKnownMemberNames.Monitor.Exit)
            || (Is(symbols.Lock) && name is WellKnownMemberNames.Lock.Exit)
            || (name == nameof(IDisposable.Dispose) && Same(type?.ContainingType, symbols.Lock))
            || (Is(symbols.SemaphoreSlim) && name is WellKnownMemberNames.SemaphoreSlim.Release)
            || (Is(symbols.Mutex) && name is WellKnownMemberNames.Mutex.ReleaseMutex);
        if (!acquires && !releases)
        {
            return null;
        }

        if (acquires)
        {
            _fact = _fact with { HeldLocks = _fact.HeldLocks.Add(invocation.Syntax) };
        }
        else
        {
            // A commit under another lock comes too late for what was written under this one.
            if (!_fact.UncommittedWrites.IsEmpty)
            {
                _fact = _fact with { UncommittedWrites = [] };
            }

            if (!_fact.HeldLocks.IsEmpty)
            {
                // Locks nest: what is released is what was acquired last.
                var last = default(SyntaxNode)!;
                foreach (var acquisition in _fact.HeldLocks)
                {
                    if (last is null || acquisition.SpanStart > last.SpanStart)
                    {
                        last = acquisition;
                    }
                }

                _fact = _fact with { HeldLocks = _fact.HeldLocks.Remove(last), LoadedWhileHeld = _fact.LoadedWhileHeld.Remove(last) };
            }
        }

        return Value.None;

        static bool Same(ISymbol? left, ISymbol? right) => left is not null && right is not null && SessionSymbols.Same(left, right);
    }

    /// <summary>Whether a written value stands for none.</summary>
    private static bool IsReset(IOperation value)
        => Unwrap(value) is { ConstantValue: { HasValue: true, Value: null or "" or "false" or "False" or "-1" or -1 or 0 or false } } or IFieldReferenceOperation { Field: { Name: "Empty", IsStatic: true } };

    /// <summary>Whether a written value only says that something happened: a constant, or the time.</summary>
    private bool IsFlag(IOperation value)
    {
        value = Unwrap(value);
        return value switch
        {
            { ConstantValue: { HasValue: true, Value: not null } } => true,
            IConditionalOperation { WhenTrue: var whenTrue, WhenFalse: { } whenFalse } => IsFlag(whenTrue) && IsFlag(whenFalse),
            IFlowCaptureReferenceOperation => Whole(value) is { } whole && IsFlag(whole),
            IFieldReferenceOperation { Field: { IsStatic: true, IsReadOnly: true } } => true,
            IPropertyReferenceOperation { Property: { Name: "Now" or "UtcNow" or "Today", IsStatic: true } } => true,
            IInvocationOperation { TargetMethod.Name: "ToString", Instance: { } instance } => IsFlag(instance),
            IInvocationOperation { TargetMethod.Name: "GetBytes", Arguments: [{ Value: var text }] } => IsFlag(text),
            IArrayCreationOperation { Initializer.ElementValues: var elements } => elements.All(IsFlag),
            _ => false,
        };
    }

    /// <summary>The expression a flow capture came from, as it was before the graph took it apart.</summary>
    private IOperation? Whole(IOperation capture)
        => _context.Model.GetSemanticModel(capture.Syntax.SyntaxTree)?.GetOperation(capture.Syntax, _context.CancellationToken) is { } whole and not IFlowCaptureReferenceOperation ? whole : null;
}
