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

    public Stream Stream => _stream ??= new CommittingStream(inner.Stream, this);

    public PipeWriter Writer => _writer ??= new CommittingPipeWriter(inner.Writer, this, session);

    public void DisableBuffering() => inner.DisableBuffering();

    public async Task StartAsync(CancellationToken cancellationToken = default)
    {
        await CommitAsync().ConfigureAwait(false);
        await inner.StartAsync(cancellationToken).ConfigureAwait(false);
    }

    public async Task SendFileAsync(string path, long offset, long? count, CancellationToken cancellationToken = default)
    {
        await CommitAsync().ConfigureAwait(false);
        await inner.SendFileAsync(path, offset, count, cancellationToken).ConfigureAwait(false);
    }

    public async Task CompleteAsync()
    {
        await CommitAsync().ConfigureAwait(false);
        await inner.CompleteAsync().ConfigureAwait(false);
    }

    public async ValueTask CommitAsync()
    {
        await session.CommitAsync().ConfigureAwait(false);
        Release();
    }

    /// <summary>For handlers that write the response synchronously.</summary>
    public void Commit()
    {
        session.Commit();
        Release();
    }

    /// <summary>Passes on what waited for the commit, before anything that is written after it.</summary>
    public void Release() => _writer?.Release();
}
