using StackExchange.Redis;

namespace RaceLab.Stores;

/// <summary>A Redis server, under keys that begin with <c>racelab:</c>.</summary>
internal sealed class RedisLabStore(IServiceProvider services) : LabStore
{
    public override string Name => "redis";

    public override string Cache => "a distributed cache over the same Redis server, one command a call";

    public static ConnectionMultiplexer Connect(string connection)
    {
        ConfigurationOptions configuration = ConfigurationOptions.Parse(connection);
        configuration.AbortOnConnectFail = true;
        ConnectionMultiplexer redis = ConnectionMultiplexer.Connect(configuration);

        // As in every client since 2.0: a continuation that blocks must not hold the others up.
        redis.PreserveAsyncOrder = false;
        return redis;
    }

    public override async Task PrepareAsync()
    {
        try
        {
            await services.GetRequiredService<IConnectionMultiplexer>().GetDatabase().PingAsync();
        }
        catch (Exception exception) when (exception is RedisException or TimeoutException)
        {
            throw new StoreUnreachableException($"RaceLab cannot use the Redis server of --connection: {exception.Message}", exception);
        }
    }
}
