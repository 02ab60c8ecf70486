using System.Diagnostics;
using System.Globalization;
using Npgsql;

namespace GranularSessions.Tests.Servers;

/// <summary>PgBouncer in transaction mode before a server: a client has a server's connection for one transaction only.</summary>
public sealed class PgBouncer : IAsyncDisposable
{
    /// <summary>How many connections all clients share.</summary>
    public const int PoolSize = 2;

    public const string NotInstalled = "PgBouncer is not installed: no pgbouncer in /usr/sbin or on the PATH.";

    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(60);
    private readonly string _folder;
    private readonly Process _process;

    private PgBouncer(string folder, int port, Process process)
    {
        _folder = folder;
        Port = port;
        _process = process;
    }

    public static bool IsInstalled => Executable is not null;

    public int Port { get; }

    private static string? Executable { get; } = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Append("/usr/sbin")
        .Select(folder => Path.Combine(folder, "pgbouncer"))
        .FirstOrDefault(File.Exists);

    public static async Task<PgBouncer> StartAsync(PostgreSqlServer server)
    {
        var folder = Directory.CreateTempSubdirectory("granular-sessions-pgbouncer-").FullName;
        var port = PostgreSqlServer.FreePort();
        var settings = Path.Combine(folder, "pgbouncer.ini");
        await File.WriteAllTextAsync(
            settings,
            string.Create(
                CultureInfo.InvariantCulture,
                $"""
                [databases]
                * = host=127.0.0.1 port={server.Port} user=postgres
                [pgbouncer]
                listen_addr = 127.0.0.1
                listen_port = {port}
                unix_socket_dir =
                auth_type = any
                pool_mode = transaction
                default_pool_size = {PoolSize}
                max_client_conn = 200
                """));
        if (Environment.UserName == "root")
        {
            await PostgreSqlServer.RunAsync("chown", ["-R", "postgres", folder], asServerUser: false);
        }

        var start = PostgreSqlServer.AsServerUser(Executable!, ["--quiet", settings]);
        start.WorkingDirectory = folder;
        var bouncer = new PgBouncer(folder, port, Process.Start(start)!);
        await bouncer.WaitUntilReadyAsync(server);
        return bouncer;
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task WaitUntilReadyAsync(PostgreSqlServer server)
    {
        var started = Stopwatch.StartNew();
        await using var dataSource = NpgsqlDataSource.Create(server.ConnectionStringOn(Port));
        while (true)
        {
            try
            {
                await using var connection = await dataSource.OpenConnectionAsync();
                return;
            }
            catch (NpgsqlException) when (started.Elapsed < StartTimeout && !_process.HasExited)
            {
                await Task.Delay(50);
            }
        }
    }
}
