using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace GranularSessions.Tests.Faults;

/// <summary>
/// A TCP proxy between a store and its server that breaks the connection where a test wants it to. It knows no protocol:
/// what a client sends is a request, what the server sends a reply.
/// </summary>
public sealed class FaultProxy : IAsyncDisposable
{
    private readonly Socket _listener;
    private readonly EndPoint _server;
    private readonly Task _accepting;
    private readonly CancellationTokenSource _stopping = new();
    private readonly ConcurrentDictionary<Link, Task> _links = new();
    private readonly Lock _lock = new();
    private Fault _next;
    private TaskCompletionSource _happened = NewSource();
    private TaskCompletionSource? _heldBack;
    private int _requests;

    public FaultProxy(int serverPort)
    {
        _server = new IPEndPoint(IPAddress.Loopback, serverPort);
        _listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _listener.Listen();
        _accepting = AcceptAsync();
    }

    /// <summary>Where the store finds the proxy on the loopback interface.</summary>
    public int Port => ((IPEndPoint)_listener.LocalEndPoint!).Port;

    /// <summary>How many requests have come: what a client sent without waiting for a reply counts as one.</summary>
    public int Requests => Volatile.Read(ref _requests);

    /// <summary>The most bytes that are passed on at once; 0: all that have come.</summary>
    public int PieceBytes { get; set; }

    /// <summary>Whether clients that come from now on are turned away.</summary>
    public bool RefusesConnections { get; set; }

    /// <summary>Makes one fault happen to the next request or reply of any connection.</summary>
    /// <returns>Completes when it has happened.</returns>
    public Task Next(Fault fault)
    {
        lock (_lock)
        {
            _next = fault;
            _happened = NewSource();
            return _happened.Task;
        }
    }

    /// <summary>Holds all replies back, until <see cref="Resume"/>; requests pass.</summary>
    public void HoldRepliesBack() => _heldBack ??= NewSource();

    public void Resume()
    {
        _heldBack?.TrySetResult();
        _heldBack = null;
    }

    /// <summary>Resets all connections.</summary>
    public void ResetAll()
    {
        foreach (var link in _links.Keys)
        {
            link.Reset();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        _listener.Dispose();
        Resume();
        ResetAll();
        await _accepting;
        await Task.WhenAll(_links.Values);
        _stopping.Dispose();
    }

    private static TaskCompletionSource NewSource() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private async Task AcceptAsync()
    {
        while (true)
        {
            Socket client;
            try
            {
                client = await _listener.AcceptAsync(_stopping.Token);
            }
            catch (Exception exception) when (exception is OperationCanceledException or SocketException or ObjectDisposedException)
            {
                return;
            }

            var link = new Link(client, new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp));
            if (RefusesConnections)
            {
                link.Reset();
                continue;
            }

            _links[link] = RunAsync(link);
        }
    }

    private async Task RunAsync(Link link)
    {
        try
        {
            await link.Server.ConnectAsync(_server, _stopping.Token);
            await Task.WhenAll(
                PumpAsync(link, link.Client, link.Server, PassRequestAsync),
                PumpAsync(link, link.Server, link.Client, PassReplyAsync));
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // One side is gone: so is the other.
        }
        finally
        {
            link.Reset();
            _links.TryRemove(link, out _);
        }
    }

    private static async Task PumpAsync(Link link, Socket from, Socket to, Func<Link, ReadOnlyMemory<byte>, Task> pass)
    {
        var buffer = new byte[64 * 1024];
        try
        {
            while (await from.ReceiveAsync(buffer) is > 0 and var received)
            {
                await pass(link, buffer.AsMemory(0, received));
            }

            to.Shutdown(SocketShutdown.Send);
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            link.Reset();
        }
    }

    private async Task PassRequestAsync(Link link, ReadOnlyMemory<byte> request)
    {
        if (!Interlocked.Exchange(ref link.IsAwaitingReply, true))
        {
            Interlocked.Increment(ref _requests);
        }

        if (Take(Fault.ResetBeforeRequest))
        {
            link.Reset();
            return;
        }

        await SendAsync(link.Server, request);
        if (Take(Fault.ResetAfterRequest))
        {
            link.Reset();
        }
    }

    private async Task PassReplyAsync(Link link, ReadOnlyMemory<byte> reply)
    {
        Volatile.Write(ref link.IsAwaitingReply, false);
        if (_heldBack is { } heldBack)
        {
            await heldBack.Task;
        }

        if (Take(Fault.CutBeforeReply))
        {
            link.Reset();
            return;
        }

        await SendAsync(link.Client, reply);
    }

    private async Task SendAsync(Socket to, ReadOnlyMemory<byte> bytes)
    {
        while (bytes.Length > 0)
        {
            var piece = PieceBytes > 0 ? Math.Min(PieceBytes, bytes.Length) : bytes.Length;
            bytes = bytes[await to.SendAsync(bytes[..piece])..];
        }
    }

    private bool Take(Fault fault)
    {
        lock (_lock)
        {
            if (_next != fault)
            {
                return false;
            }

            _next = Fault.None;
            _happened.TrySetResult();
            return true;
        }
    }

    private sealed class Link
    {
        public bool IsAwaitingReply;

        public Link(Socket client, Socket server)
        {
            Client = client;
            Server = server;
            client.NoDelay = server.NoDelay = true;
        }

        public Socket Client { get; }

        public Socket Server { get; }

        /// <summary>Ends both connections as a broken network does: the client sees a reset, no orderly end.</summary>
        public void Reset()
        {
            Client.Close(timeout: 0);
            Server.Close(timeout: 0);
        }
    }
}
