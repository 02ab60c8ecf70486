using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace GranularSessions.Tests.Servers;

/// <summary>The protocol at its barest, for what a client library hides: administration, and one node of a cluster.</summary>
internal sealed class RespConnection : IDisposable
{
    private readonly TcpClient _client;
    private readonly BufferedStream _stream;

    private RespConnection(TcpClient client)
    {
        _client = client;
        _stream = new BufferedStream(client.GetStream());
    }

    public static async Task<RespConnection> OpenAsync(int port)
    {
        var client = new TcpClient { NoDelay = true };
        await client.ConnectAsync(IPAddress.Loopback, port);
        return new RespConnection(client);
    }

    /// <summary>Sends a command and answers with a string, a long, null or an array of those; an error is an exception.</summary>
    public async Task<object?> SendAsync(params string[] command)
    {
        var text = new StringBuilder().Append(CultureInfo.InvariantCulture, $"*{command.Length}\r\n");
        foreach (var word in command)
        {
            text.Append(CultureInfo.InvariantCulture, $"${Encoding.UTF8.GetByteCount(word)}\r\n{word}\r\n");
        }

        await _client.GetStream().WriteAsync(Encoding.UTF8.GetBytes(text.ToString()));
        return await ReadAsync();
    }

    public void Dispose()
    {
        _stream.Dispose();
        _client.Dispose();
    }

    private async Task<object?> ReadAsync()
    {
        var line = await ReadLineAsync();
        var rest = line[1..];
        switch (line[0])
        {
            case '+':
                return rest;
            case '-':
                throw new InvalidOperationException($"redis-server: {rest}");
            case ':':
                return long.Parse(rest, CultureInfo.InvariantCulture);
            case '$':
                return rest == "-1" ? null : await ReadBulkAsync(int.Parse(rest, CultureInfo.InvariantCulture));
            default:
                var elements = new object?[int.Parse(rest, CultureInfo.InvariantCulture)];
                for (var n = 0; n < elements.Length; n++)
                {
                    elements[n] = await ReadAsync();
                }

                return elements;
        }
    }

    private async Task<string> ReadBulkAsync(int length)
    {
        var bytes = new byte[length + 2];
        await _stream.ReadExactlyAsync(bytes);
        return Encoding.UTF8.GetString(bytes, 0, length);
    }

    private async Task<string> ReadLineAsync()
    {
        var line = new List<byte>();
        var one = new byte[1];
        while (true)
        {
            await _stream.ReadExactlyAsync(one);
            if (one[0] == '\n')
            {
                return Encoding.UTF8.GetString([.. line]).TrimEnd('\r');
            }

            line.Add(one[0]);
        }
    }
}
