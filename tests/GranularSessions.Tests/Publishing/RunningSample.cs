using System.Diagnostics;
using GranularSessions.Tests.Support;

namespace GranularSessions.Tests.Publishing;

/// <summary>The published sample as a process of its own.</summary>
public sealed class RunningSample : IAsyncDisposable
{
    private const string Listening = "Now listening on: ";
    private readonly Process _process;
    private readonly SocketsHttpHandler _http = new() { UseCookies = false, AllowAutoRedirect = false };
    private readonly Uri _address;
    private readonly Task _restOfOutput;

    private RunningSample(Process process, Uri address)
    {
        _process = process;
        _address = address;
        // A full pipe would stop the app.
        _restOfOutput = process.StandardOutput.ReadToEndAsync();
    }

    public static async Task<RunningSample> StartAsync(ProcessStartInfo start)
    {
        var process = Process.Start(start)!;
        var printed = new List<string>();
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            printed.Add(line);
            if (line.IndexOf(Listening, StringComparison.Ordinal) is >= 0 and var at)
            {
                return new(process, new Uri(line[(at + Listening.Length)..]));
            }
        }

        throw new InvalidOperationException("The sample did not start:\n" + string.Join('\n', printed));
    }

    public Browser NewBrowser() => new(_http, _address);

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        await _restOfOutput;
        _process.Dispose();
        _http.Dispose();
    }
}
