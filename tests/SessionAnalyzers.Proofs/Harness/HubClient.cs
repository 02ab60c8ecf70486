using System.Net.WebSockets;
using System.Text;
using System.Text.Json;

namespace SessionAnalyzers.Proofs.Harness;

/// <summary>A browser's connection to a SignalR hub: the JSON protocol over a web socket, one call at a time.</summary>
internal sealed class HubClient : IAsyncDisposable
{
    private const char RecordSeparator = '\u001e';

    private readonly WebSocket _socket;
    private readonly StringBuilder _received = new();

    private HubClient(WebSocket socket) => _socket = socket;

    /// <summary>Connects and shakes hands.</summary>
    public static async Task<HubClient> ConnectAsync(Browser browser, string path)
    {
        var client = new HubClient(await browser.ConnectAsync(path));
        await client.SendAsync("""{"protocol":"json","version":1}""");
        await client.ReceiveAsync();
        return client;
    }

    /// <summary>Calls a method of the hub and returns its result.</summary>
    public async Task<string?> InvokeAsync(string method, params string[] arguments)
    {
        await SendAsync(JsonSerializer.Serialize(new { type = 1, invocationId = "1", target = method, arguments }));
        while (true)
        {
            using JsonDocument message = JsonDocument.Parse(await ReceiveAsync());
            JsonElement root = message.RootElement;
            if (root.TryGetProperty("error", out JsonElement error))
            {
                throw new InvalidOperationException(error.GetString());
            }

            // Pings come in between.
            if (root.GetProperty("type").GetInt32() == 3)
            {
                return root.TryGetProperty("result", out JsonElement result) ? result.GetString() : null;
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _socket.CloseAsync(WebSocketCloseStatus.NormalClosure, statusDescription: null, CancellationToken.None);
        _socket.Dispose();
    }

    private Task SendAsync(string message) =>
        _socket.SendAsync(Encoding.UTF8.GetBytes(message + RecordSeparator), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);

    private async Task<string> ReceiveAsync()
    {
        byte[] buffer = new byte[4096];
        while (true)
        {
            string received = _received.ToString();
            if (received.IndexOf(RecordSeparator) is >= 0 and var end)
            {
                _received.Remove(0, end + 1);
                return received[..end];
            }

            WebSocketReceiveResult result = await _socket.ReceiveAsync(buffer, CancellationToken.None);
            _received.Append(Encoding.UTF8.GetString(buffer, 0, result.Count));
        }
    }
}
