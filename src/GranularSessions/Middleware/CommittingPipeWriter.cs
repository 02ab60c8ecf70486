using System.Buffers;
using System.IO.Pipelines;

namespace GranularSessions.Middleware;

/// <summary>
/// Commits before each flush. While changes are pending, what is written is held back here: if the commit fails, the
/// server's buffer must not carry it into the error's response.
/// </summary>
internal sealed class CommittingPipeWriter : PipeWriter
{
    private readonly PipeWriter _inner;
    private readonly CommittingResponseBody _body;
    private readonly GranularSessionFeature _session;
    private ArrayBufferWriter<byte>? _heldBack;

    public CommittingPipeWriter(PipeWriter inner, CommittingResponseBody body, GranularSessionFeature session)
    {
        _inner = inner;
        _body = body;
        _session = session;
        session.HandlerFailed += () => _heldBack = null;
    }

    public override bool CanGetUnflushedBytes => _inner.CanGetUnflushedBytes;

    public override long UnflushedBytes => _inner.UnflushedBytes + (_heldBack?.WrittenCount ?? 0);

    private IBufferWriter<byte> Buffer => (IBufferWriter<byte>?)_heldBack ?? _inner;

    public override Memory<byte> GetMemory(int sizeHint = 0)
    {
        HoldBackIfPending();
        return Buffer.GetMemory(sizeHint);
    }

    public override Span<byte> GetSpan(int sizeHint = 0)
    {
        HoldBackIfPending();
        return Buffer.GetSpan(sizeHint);
    }

    public override void Advance(int bytes) => Buffer.Advance(bytes);

    public override void CancelPendingFlush() => _inner.CancelPendingFlush();

    public override async ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default)
    {
        await _body.CommitAsync().ConfigureAwait(false);
        return await _inner.FlushAsync(cancellationToken).ConfigureAwait(false);
    }

    public override async ValueTask<FlushResult> WriteAsync(ReadOnlyMemory<byte> source, CancellationToken cancellationToken = default)
    {
        await _body.CommitAsync().ConfigureAwait(false);
        return await _inner.WriteAsync(source, cancellationToken).ConfigureAwait(false);
    }

    public override void Complete(Exception? exception = null)
    {
        if (exception is null)
        {
            _body.Commit();
        }

        _inner.Complete(exception);
    }

    public override async ValueTask CompleteAsync(Exception? exception = null)
    {
        if (exception is null)
        {
            await _body.CommitAsync().ConfigureAwait(false);
        }

        await _inner.CompleteAsync(exception).ConfigureAwait(false);
    }

    public void Release()
    {
        if (_heldBack is { } heldBack)
        {
            _heldBack = null;
            _inner.Write(heldBack.WrittenSpan);
        }
    }

    private void HoldBackIfPending()
    {
        if (_session.HasPendingChanges)
        {
            _heldBack ??= new ArrayBufferWriter<byte>();
        }
    }
}
