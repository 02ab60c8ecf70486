using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace GranularSessions.Tests.Servers;

/// <summary>A PostgreSQL server of the tests' own, on a free port of the loopback interface, with its data in a temporary folder.</summary>
public sealed class PostgreSqlServer : IAsyncDisposable
{
    public const string NotInstalled = "PostgreSQL is not installed: no initdb in /usr/lib/postgresql/*/bin or on the PATH.";

    private static readonly Lazy<Task<PostgreSqlServer?>> LazyShared = new(() => StartAsync(isDurable: false));
    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(60);
    private readonly string _binaries;
    private readonly string _folder;
    private readonly bool _isDurable;
    private Process? _process;

    private PostgreSqlServer(string binaries, string folder, int port, bool isDurable)
    {
        _binaries = binaries;
        _folder = folder;
        _isDurable = isDurable;
        Port = port;
    }

    public int Port { get; }

    /// <summary>How to reach the server as its superuser.</summary>
    public string ConnectionString => ConnectionStringOn(Port);

    private string Data => Path.Combine(_folder, "data");

    /// <summary>The server that all tests without needs of their own share, without durability; null: none is installed.</summary>
    public static Task<PostgreSqlServer?> SharedAsync() => LazyShared.Value;

    /// <summary>Stops the shared server if a test has started it.</summary>
    public static async ValueTask StopSharedAsync()
    {
        if (LazyShared.IsValueCreated && await LazyShared.Value is { } server)
        {
            await server.DisposeAsync();
        }
    }

    /// <summary>Starts a server; null: none is installed.</summary>
    /// <param name="isDurable">Whether what it has committed survives its crash.</param>
    public static async Task<PostgreSqlServer?> StartAsync(bool isDurable)
    {
        if (FindBinaries() is not { } binaries)
        {
            return null;
        }

        var folder = Path.Combine(Path.GetTempPath(), $"granular-sessions-{Guid.NewGuid():N}");
        var server = new PostgreSqlServer(binaries, folder, FreePort(), isDurable);
        await server.InitializeAsync();
        await server.StartAsync();
        return server;
    }

    public string ConnectionStringOn(int port) => new NpgsqlConnectionStringBuilder
    {
        Host = "127.0.0.1",
        Port = port,
        Username = "postgres",
        Database = "postgres",
        MaxPoolSize = 40,
        Timeout = 15,
        IncludeErrorDetail = true,
        NoResetOnClose = true,
        SslMode = SslMode.Disable,
        GssEncryptionMode = GssEncryptionMode.Disable,
    }.ConnectionString;

    public async Task StartAsync()
    {
        var arguments = new List<string>
        {
            "-D", Data, "-c", "listen_addresses=127.0.0.1", "-c", Setting("port", Port), "-c", "unix_socket_directories=",
            "-c", "max_connections=300", "-c", "shared_buffers=64MB", "-c", "log_min_messages=fatal",
            "-c", $"fsync={(_isDurable ? "on" : "off")}", "-c", $"synchronous_commit={(_isDurable ? "on" : "off")}",
        };
        _process = Process.Start(AsServerUser(Path.Combine(_binaries, "postgres"), arguments))!;
        await WaitUntilReadyAsync();
    }

    /// <summary>Ends all processes of the server at once, as a loss of power would.</summary>
    public async Task KillAsync()
    {
        var postmaster = int.Parse((await File.ReadAllLinesAsync(Path.Combine(Data, "postmaster.pid")))[0], CultureInfo.InvariantCulture);
        int[] processes = [postmaster, .. ChildrenOf(postmaster)];
        foreach (var process in processes)
        {
            Kill(process);
        }

        while (processes.Any(IsRunning))
        {
            await Task.Delay(10);
        }

        await _process!.WaitForExitAsync();

        NpgsqlConnection.ClearAllPools();
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is { HasExited: false })
        {
            await RunAsync(Path.Combine(_binaries, "pg_ctl"), ["-D", Data, "-m", "immediate", "-w", "stop"]);
            await _process.WaitForExitAsync();
        }

        _process?.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static string? FindBinaries()
    {
        const string versions = "/usr/lib/postgresql";
        var installed = Directory.Exists(versions)
            ? Directory.GetDirectories(versions).OrderByDescending(folder => int.TryParse(Path.GetFileName(folder), out var version) ? version : 0)
            : Enumerable.Empty<string>();
        return installed.Select(folder => Path.Combine(folder, "bin"))
            .Concat((Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator))
            .FirstOrDefault(folder => File.Exists(Path.Combine(folder, "initdb")));
    }

    internal static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static string Setting(string name, int value) => string.Create(CultureInfo.InvariantCulture, $"{name}={value}");

    // The server refuses to run as root.
    internal static ProcessStartInfo AsServerUser(string program, IEnumerable<string> arguments)
        => Environment.UserName == "root" ? new("runuser", ["-u", "postgres", "--", program, .. arguments]) : new(program, arguments);

    internal static async Task RunAsync(string program, IEnumerable<string> arguments, bool asServerUser = true)
    {
        var start = asServerUser ? AsServerUser(program, arguments) : new ProcessStartInfo(program, arguments);
        start.WorkingDirectory = Path.GetTempPath();
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{program} ended with {process.ExitCode}: {await output}{await error}");
        }
    }

    private static int[] ChildrenOf(int parent) =>
    [
        .. Directory.EnumerateDirectories("/proc")
            .Select(folder => int.TryParse(Path.GetFileName(folder), out var id) ? id : 0)
            .Where(id => id > 0 && StatusOf(id) is { } status && status[1] == parent.ToString(CultureInfo.InvariantCulture)),
    ];

    private static void Kill(int id)
    {
        try
        {
            using var process = Process.GetProcessById(id);
            process.Kill();
        }
        catch (Exception exception) when (exception is ArgumentException or InvalidOperationException)
        {
            // It has ended by itself, as those do that have lost their postmaster.
        }
    }

    // A process that nobody has waited for is a zombie: it has ended.
    private static bool IsRunning(int process) => StatusOf(process) is { } status && status[0] != "Z";

    /// <summary>A process's state and its parent.</summary>
    private static string[]? StatusOf(int process)
    {
        try
        {
            var line = File.ReadAllText($"/proc/{process}/stat");
            return line[(line.LastIndexOf(')') + 2)..].Split(' ');
        }
        catch (IOException)
        {
            return null;
        }
    }

    private async Task InitializeAsync()
    {
        Directory.CreateDirectory(_folder);
        if (Environment.UserName == "root")
        {
            await RunAsync("chown", ["postgres", _folder], asServerUser: false);
        }

        await RunAsync(
            Path.Combine(_binaries, "initdb"),
            ["-D", Data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"]);
    }

    private async Task WaitUntilReadyAsync()
    {
        var started = Stopwatch.StartNew();
        await using var dataSource = NpgsqlDataSource.Create(ConnectionString);
        while (true)
        {
            try
            {
                await using var connection = await dataSource.OpenConnectionAsync();
                return;
            }
            catch (NpgsqlException) when (started.Elapsed < StartTimeout && !_process!.HasExited)
            {
                await Task.Delay(50);
            }
        }
    }
}
