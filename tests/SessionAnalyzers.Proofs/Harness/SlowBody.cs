using System.Net;

namespace SessionAnalyzers.Proofs.Harness;

/// <summary>A request's body whose end comes when it is told to: the request is open meanwhile.</summary>
internal sealed class SlowBody : HttpContent
{
    private readonly TaskCompletionSource _end = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void End() => _end.TrySetResult();

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
    {
        await stream.WriteAsync("slowly"u8.ToArray());
        await stream.FlushAsync();
        await _end.Task;
    }

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }
}
