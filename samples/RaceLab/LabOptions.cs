using Npgsql;
using StackExchange.Redis;

namespace RaceLab;

/// <summary>Where the sessions, caches and carts of all strategies are kept.</summary>
public enum StoreKind
{
    Memory,
    Postgres,
    Redis,
}

/// <summary>What the command line, or the environment, chooses. Immutable.</summary>
public sealed record LabOptions(StoreKind Store, string? Connection)
{
    public const string Usage =
        """
        Usage: dotnet run --project samples/RaceLab -- [options]

          --store memory|postgres|redis   where everything is kept; memory by default
          --connection "..."              how to reach the server, for postgres and redis:
                                          Npgsql's "Host=...;Database=...;Username=...", or StackExchange.Redis' "host:port,..."
          --urls http://localhost:5090    where to listen, over http
          --help                          this text

        RACELAB_STORE and RACELAB_CONNECTION say the same as --store and --connection, which win.
        """;

    private static readonly string[] Names = ["store", "connection", "urls", "environment"];

    /// <summary>Reads and checks the options.</summary>
    /// <exception cref="LabOptionsException">They make no sense; the message says why.</exception>
    public static LabOptions Read(string[] args, IConfiguration environment)
    {
        Dictionary<string, string> given = ReadArguments(args);
        StoreKind store = ReadStore(given.GetValueOrDefault("store") ?? environment["RACELAB_STORE"] ?? "memory");
        string? connection = given.GetValueOrDefault("connection") ?? environment["RACELAB_CONNECTION"];
        CheckConnection(store, connection);
        return new(store, connection);
    }

    private static Dictionary<string, string> ReadArguments(string[] args)
    {
        var given = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        for (int at = 0; at < args.Length; at++)
        {
            string[] parts = args[at].Split('=', 2);
            string name = parts[0].StartsWith("--", StringComparison.Ordinal) ? parts[0][2..] : "";
            if (!Names.Contains(name, StringComparer.OrdinalIgnoreCase))
            {
                throw new LabOptionsException($"Unknown option '{parts[0]}'.");
            }

            string value = parts.Length == 2 ? parts[1] : at + 1 < args.Length ? args[++at] : "";
            if (value.Length == 0 || (parts.Length == 1 && value.StartsWith("--", StringComparison.Ordinal)))
            {
                throw new LabOptionsException($"Option '--{name}' needs a value.");
            }

            if (!given.TryAdd(name, value))
            {
                throw new LabOptionsException($"Option '--{name}' is given twice.");
            }
        }

        return given;
    }

    private static StoreKind ReadStore(string name) => name.ToLowerInvariant() switch
    {
        "memory" => StoreKind.Memory,
        "postgres" => StoreKind.Postgres,
        "redis" => StoreKind.Redis,
        _ => throw new LabOptionsException($"Unknown store '{name}': it is memory, postgres or redis."),
    };

    private static void CheckConnection(StoreKind store, string? connection)
    {
        if (store == StoreKind.Memory)
        {
            if (connection is not null)
            {
                throw new LabOptionsException("A connection is given, but everything is kept in memory: add --store postgres or --store redis.");
            }

            return;
        }

        if (string.IsNullOrWhiteSpace(connection))
        {
            throw new LabOptionsException($"The store {store.ToString().ToLowerInvariant()} needs --connection \"...\".");
        }

        try
        {
            bool namesServer = store == StoreKind.Postgres
                ? new NpgsqlConnectionStringBuilder(connection).Host is { Length: > 0 }
                : ConfigurationOptions.Parse(connection).EndPoints.Count > 0;
            if (!namesServer)
            {
                throw new LabOptionsException("The connection names no server.");
            }
        }
        catch (ArgumentException exception)
        {
            throw new LabOptionsException($"The connection is no valid connection string for {store.ToString().ToLowerInvariant()}: {exception.Message}");
        }
    }
}
