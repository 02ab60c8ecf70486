using System.IO.Pipelines;
using Microsoft.AspNetCore.Http.Features;

namespace GranularSessions.Middleware;

/// <summary>
/// Commits the session before anything starts the response, so that a failed commit is an exception in the hands of
/// whoever writes, with the response unstarted.
/// </summary>
internal sealed class CommittingResponseBody(IHttpResponseBodyFeature inner, GranularSessionFeature session) : IHttpResponseBodyFeature
{
    private CommittingStream? _stream;
    private CommittingPipeWriter? _writer;

    public Stream Stream => _stream ??= new CommittingStream(inner.Stream, session);

    public PipeWriter Writer => _writer ??= new CommittingPipeWriter(inner.Writer, session);

    public void DisableBuffering() => inner.DisableBuffering();

    public async Task StartAsync(CancellationToken cancellationToken = default)
    {
        await session.CommitAsync().ConfigureAwait(false);
        await inner.StartAsync(cancellationToken).ConfigureAwait(false);
    }

    public async Task SendFileAsync(string path, long offset, long? count, CancellationToken cancellationToken = default)
    {
        await session.CommitAsync().ConfigureAwait(false);
        await inner.SendFileAsync(path, offset, count, cancellationToken).ConfigureAwait(false);
    }

    public async Task CompleteAsync()
    {
        await session.CommitAsync().ConfigureAwait(false);
        await inner.CompleteAsync().ConfigureAwait(false);
    }
}
