using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using StackExchange.Redis;

namespace GranularSessions.Tests.Servers;

/// <summary>A redis-server of our own on a free port of the loopback interface, in a folder of its own.</summary>
public sealed class RedisServer : IAsyncDisposable
{
    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(30);
    private readonly string _folder;
    private readonly string[] _settings;
    private Process _process;

    private RedisServer(string folder, int port, string[] settings)
    {
        _folder = folder;
        _settings = settings;
        Port = port;
        _process = Launch();
    }

    public int Port { get; }

    public string Endpoint => $"127.0.0.1:{Port}";

    /// <summary>Skips the test where there is no server, or fails it where there must be one.</summary>
    public static void Require()
    {
        if (!IsInstalled)
        {
            ServerTests.NoServer("redis-server is not installed: it is not on the PATH.");
        }
    }

    /// <summary>Starts a server and waits until it answers.</summary>
    /// <param name="settings">Settings as on its command line, such as <c>--appendonly yes</c>.</param>
    public static async Task<RedisServer> StartAsync(params string[] settings)
    {
        Require();
        var folder = Directory.CreateTempSubdirectory("granular-redis-").FullName;
        var server = new RedisServer(folder, FreePort(), settings);
        await server.WaitUntilReadyAsync();
        return server;
    }

    public static async Task<ConnectionMultiplexer> ConnectAsync(IEnumerable<string> endpoints, Action<ConfigurationOptions>? configure = null)
    {
        var configuration = new ConfigurationOptions
        {
            AbortOnConnectFail = false,
            AllowAdmin = true,
            ConnectTimeout = 5_000,
            SyncTimeout = 5_000,
        };
        foreach (var endpoint in endpoints)
        {
            configuration.EndPoints.Add(endpoint);
        }

        configure?.Invoke(configuration);
        var client = await ConnectionMultiplexer.ConnectAsync(configuration);

        // As in every client since 2.0: a continuation that blocks must not hold the others up.
        client.PreserveAsyncOrder = false;
        return client;
    }

    public Task<ConnectionMultiplexer> ConnectAsync(Action<ConfigurationOptions>? configure = null) => ConnectAsync([Endpoint], configure);

    /// <summary>Sends one command to this server, whatever a cluster says.</summary>
    public async Task<object?> SendAsync(params string[] command)
    {
        using var connection = await RespConnection.OpenAsync(Port);
        return await connection.SendAsync(command);
    }

    /// <summary>Ends the server with SIGKILL: it can do nothing more.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>Starts the server again, on the same port and data.</summary>
    public async Task StartAgainAsync()
    {
        _process.Dispose();
        _process = Launch();
        await WaitUntilReadyAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            await KillAsync();
        }

        _process.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    internal static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    public static bool IsInstalled => Executable is not null;

    private static string? Executable { get; } = (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .Select(folder => Path.Combine(folder, "redis-server"))
        .FirstOrDefault(File.Exists);

    private Process Launch()
    {
        var start = new ProcessStartInfo(Executable!)
        {
            ArgumentList =
            {
                "--port", $"{Port}", "--bind", "127.0.0.1", "--dir", _folder, "--logfile", Path.Combine(_folder, "log"), "--save", "",
                "--daemonize", "no", "--enable-debug-command", "local",
            },
        };
        foreach (var word in _settings.SelectMany(setting => setting.Split(' ')))
        {
            start.ArgumentList.Add(word);
        }

        return Process.Start(start)!;
    }

    private async Task WaitUntilReadyAsync()
    {
        for (var started = Stopwatch.StartNew(); ; await Task.Delay(20))
        {
            if (_process.HasExited || started.Elapsed > StartTimeout)
            {
                throw new InvalidOperationException($"redis-server did not start: {await File.ReadAllTextAsync(Path.Combine(_folder, "log"))}");
            }

            if (await AnswersAsync())
            {
                return;
            }
        }
    }

    private async Task<bool> AnswersAsync()
    {
        try
        {
            using var connection = await RespConnection.OpenAsync(Port);
            return await connection.SendAsync("PING") is "PONG";
        }
        catch (Exception exception) when (exception is SocketException or IOException or InvalidOperationException)
        {
            return false;
        }
    }
}
