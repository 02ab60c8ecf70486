using GranularSessions.PostgreSql;
using GranularSessions.Storage;
using GranularSessions.Tests.Faults;
using GranularSessions.Tests.PostgreSql;
using GranularSessions.Tests.Redis;
using GranularSessions.Tests.Servers;
using GranularSessions.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Npgsql;

namespace GranularSessions.Tests.Observability;

/// <summary>What the drivers' own exceptions and the servers' errors carry: operations, a broken connection, replies that do not come, and no server.</summary>
public sealed class ServerSecretsTests(PostgreSqlStoreFixture postgreSql, RedisStoreFixture redis)
    : SecretsScenario, IClassFixture<PostgreSqlStoreFixture>, IClassFixture<RedisStoreFixture>
{
    private static readonly TimeSpan ShortTime = TimeSpan.FromMilliseconds(500);

    protected override TimeProvider Clock => TimeProvider.System;

    [Fact]
    public async Task Nothing_secret_is_written_about_PostgreSQL()
    {
        _ = postgreSql.Store;
        await using var proxy = new FaultProxy((await PostgreSqlServer.SharedAsync())!.Port);
        await using var dataSource = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(
            (await PostgreSqlServer.SharedAsync())!.ConnectionStringOn(proxy.Port)) { CancellationTimeout = 500, Timeout = 1 });
        await RunAsync(postgreSql.NewStore(dataSource, new PostgreSqlSessionOptions { CommandTimeout = TimeSpan.FromSeconds(1) }), proxy);
    }

    [Fact]
    public async Task Nothing_secret_is_written_about_Redis()
    {
        _ = redis.Store;
        await using var proxy = new FaultProxy(redis.Server.Port);
        using var client = await RedisServer.ConnectAsync([$"127.0.0.1:{proxy.Port}"]);
        await RunAsync(RedisStoreFixture.NewStore(client, redis.Prefix), proxy);
    }

    private async Task RunAsync(SessionStore store, FaultProxy proxy)
    {
        await using var app = await SessionApp.StartAsync(
            Map,
            options =>
            {
                Configure(options);
                options.IOTimeout = ShortTime;
            },
            services =>
            {
                services.Replace(ServiceDescriptor.Singleton(TimeProvider.System));
                services.Replace(ServiceDescriptor.Singleton<SessionStore>(new ObservedStore(store, StoreName)));
            });
        var browser = app.NewBrowser();
        await VisitAsync(browser, "/operations");
        var stolen = browser.Copy();
        await VisitAsync(browser, "/sign-in");
        await VisitAsync(stolen, "/read-then-write");
        await VisitAsync(browser, "/operations");
        await VisitAsync(browser, "/regenerate");

        // The outcome of the first is unknown. The others meet a client that is connecting again, or wait in vain themselves.
        proxy.HoldRepliesBack();
        await VisitAsync(browser, "/regenerate");
        await VisitAsync(browser, "/read-then-write");
        await VisitAsync(browser, "/sign-in");
        await VisitAsync(browser, "/destroy");
        proxy.Resume();
        var broken = proxy.Next(Fault.CutBeforeReply);
        await VisitAsync(browser, "/read-then-write");
        await VisitAsync(browser, "/sign-in");
        await broken;
        proxy.RefusesConnections = true;
        proxy.ResetAll();
        await VisitAsync(browser, "/operations");
        await VisitAsync(browser, "/sign-in");
        await VisitAsync(app.NewBrowser(), "/read-then-write");

        AssertNoSecretIsWritten(app, typeof(SessionUnavailableException), typeof(SessionOutcomeUnknownException), typeof(SessionItemKindException));
    }
}
