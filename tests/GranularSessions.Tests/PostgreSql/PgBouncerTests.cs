using GranularSessions.Conformance;
using GranularSessions.Storage;
using GranularSessions.Tests.Servers;
using Npgsql;

namespace GranularSessions.Tests.PostgreSql;

/// <summary>A store behind PgBouncer in transaction mode, with fewer connections than callers.</summary>
public sealed class PgBouncerStoreFixture : PostgreSqlStoreFixture
{
    private PgBouncer? _bouncer;
    private NpgsqlDataSource? _pooled;

    public override SessionStore Store
    {
        get
        {
            if (!PgBouncer.IsInstalled)
            {
                ServerTests.NoServer(PgBouncer.NotInstalled);
            }

            return base.Store;
        }
    }

    /// <summary>Connections to PgBouncer.</summary>
    public NpgsqlDataSource Pooled
    {
        get
        {
            _ = Store;
            return _pooled!;
        }
    }

    public override async ValueTask DisposeAsync()
    {
        if (_pooled is not null)
        {
            await _pooled.DisposeAsync();
        }

        await base.DisposeAsync();
        if (_bouncer is not null)
        {
            await _bouncer.DisposeAsync();
        }
    }

    protected override async Task<NpgsqlDataSource> ConnectAsync(PostgreSqlServer server)
    {
        if (!PgBouncer.IsInstalled)
        {
            return await base.ConnectAsync(server);
        }

        _bouncer = await PgBouncer.StartAsync(server);
        return _pooled = NpgsqlDataSource.Create(server.ConnectionStringOn(_bouncer.Port));
    }
}

public sealed class PgBouncerTests(PgBouncerStoreFixture store) : IClassFixture<PgBouncerStoreFixture>
{
    [Fact]
    public async Task Clients_share_the_servers_connections()
    {
        const int clients = 8;
        await Race.RunAsync(clients, async _ => await StoreSession.CreateAsync(store));

        var backends = await Race.RunAsync(clients, async _ =>
        {
            await using var connection = await store.Pooled.OpenConnectionAsync(TestContext.Current.CancellationToken);
            await using var command = new NpgsqlCommand("SELECT pg_backend_pid() FROM pg_sleep(0.05)", connection);
            return (int)(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken))!;
        });

        Assert.InRange(backends.Distinct().Count(), 1, PgBouncer.PoolSize);
    }
}

public sealed class PgBouncerContractConformance(PgBouncerStoreFixture store) : ContractConformance(store), IClassFixture<PgBouncerStoreFixture>;

public sealed class PgBouncerCounterConformance(PgBouncerStoreFixture store) : CounterConformance(store), IClassFixture<PgBouncerStoreFixture>;

public sealed class PgBouncerOperationConformance(PgBouncerStoreFixture store) : OperationConformance(store), IClassFixture<PgBouncerStoreFixture>;

public sealed class PgBouncerLifecycleConformance(PgBouncerStoreFixture store) : LifecycleConformance(store), IClassFixture<PgBouncerStoreFixture>;

public sealed class PgBouncerLinearizabilityConformance(PgBouncerStoreFixture store)
    : LinearizabilityConformance(store), IClassFixture<PgBouncerStoreFixture>
{
    protected override int HistoriesOfAKind => 50;
}
