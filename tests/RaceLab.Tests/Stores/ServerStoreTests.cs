using GranularSessions.Tests.Servers;
using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.DependencyInjection;
using RaceLab.Racing;
using RaceLab.Stores;
using RaceLab.Tests.Support;

namespace RaceLab.Tests.Stores;

/// <summary>The same races, with everything kept on a server.</summary>
public abstract class ServerStoreTests : IAsyncLifetime
{
    private RunningLab? _lab;

    private RunningLab Lab => _lab!;

    private IDistributedCache Cache => Lab.Services.GetRequiredService<IDistributedCache>();

    public async ValueTask InitializeAsync() => _lab = await Races.StartPatientLabAsync(await StartServerAsync());

    public virtual async ValueTask DisposeAsync()
    {
        if (_lab is not null)
        {
            await _lab.DisposeAsync();
        }

        GC.SuppressFinalize(this);
    }

    [Theory]
    [InlineData("granular-operations")]
    [InlineData("cart-api")]
    [InlineData("immutable-session")]
    public async Task Nothing_is_lost_under(string strategy)
    {
        RaceResult result = await Races.RunAsync(Lab, strategy, clients: 10);

        Assert.All(result.Tallies, tally => Assert.Equal(tally.Expected, tally.Actual));
        Assert.True(result.IsRight);
    }

    [Fact]
    public async Task A_slow_request_takes_all_back_under_the_stock_session()
    {
        RaceResult result = await Races.RunAsync(Lab, "stock-session", clients: 10);

        Assert.Equal(20, result.Lost);
    }

    [Fact]
    public async Task The_cache_gives_back_what_it_was_given()
    {
        Cache.Set("key", [1, 2], new());
        Assert.Equal([1, 2], await Cache.GetAsync("key", TestContext.Current.CancellationToken));

        await Cache.SetAsync("key", [3], new(), TestContext.Current.CancellationToken);
        Assert.Equal([3], Cache.Get("key"));

        await Cache.RemoveAsync("key", TestContext.Current.CancellationToken);
        Assert.Null(Cache.Get("key"));
    }

    [Fact]
    public async Task The_cache_forgets_what_nobody_has_refreshed()
    {
        await Cache.SetAsync("sliding", [1], new() { SlidingExpiration = TimeSpan.FromHours(1) }, TestContext.Current.CancellationToken);
        await Cache.RefreshAsync("sliding", TestContext.Current.CancellationToken);
        Cache.Refresh("sliding");
        Assert.NotNull(Cache.Get("sliding"));

        await Cache.SetAsync("absolute", [1], new() { AbsoluteExpirationRelativeToNow = TimeSpan.FromMilliseconds(1) }, TestContext.Current.CancellationToken);
        while (Cache.Get("absolute") is not null)
        {
            await Task.Delay(1, TestContext.Current.CancellationToken);
        }
    }

    /// <returns>What the command line says.</returns>
    protected abstract Task<string[]> StartServerAsync();
}

public sealed class PostgreSqlStoreTests : ServerStoreTests
{
    [Fact]
    public async Task A_server_that_does_not_answer_is_named()
    {
        await using var app = RaceLab.Lab.Build(["--environment=Development", "--store=postgres", "--connection=Host=127.0.0.1;Port=1;Username=nobody"]);

        var failure = await Assert.ThrowsAsync<StoreUnreachableException>(app.Services.GetRequiredService<LabStore>().PrepareAsync);
        Assert.StartsWith("RaceLab cannot use the PostgreSQL server of --connection: ", failure.Message, StringComparison.Ordinal);
    }

    protected override async Task<string[]> StartServerAsync()
    {
        PostgreSqlServer? server = await PostgreSqlServer.SharedAsync();
        if (server is null)
        {
            ServerTests.NoServer(PostgreSqlServer.NotInstalled);
        }

        return ["--store=postgres", "--connection=" + server!.ConnectionString];
    }
}

public sealed class RedisStoreTests : ServerStoreTests
{
    private RedisServer? _server;

    [Fact]
    public void A_server_that_does_not_answer_is_named()
    {
        var failure = Assert.Throws<StoreUnreachableException>(
            () => RaceLab.Lab.Build(["--environment=Development", "--store=redis", "--connection=127.0.0.1:1,connectTimeout=500"]));

        Assert.StartsWith("RaceLab cannot use the Redis server of --connection: ", failure.Message, StringComparison.Ordinal);
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }
    }

    protected override async Task<string[]> StartServerAsync()
    {
        _server = await RedisServer.StartAsync();
        return ["--store=redis", "--connection=" + _server.Endpoint];
    }
}
