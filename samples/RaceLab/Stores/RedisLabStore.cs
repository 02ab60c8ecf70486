using StackExchange.Redis;

namespace RaceLab.Stores;

/// <summary>A Redis server, under keys that begin with <c>racelab:</c>.</summary>
internal sealed class RedisLabStore : LabStore
{
    public override string Name => "redis";

    public override string Cache => "a distributed cache over the same Redis server, one command a call";

    /// <summary>Connects to the server.</summary>
    /// <exception cref="StoreUnreachableException">It does not answer, or refuses.</exception>
    public static ConnectionMultiplexer Connect(string connection)
    {
        try
        {
            ConfigurationOptions configuration = ConfigurationOptions.Parse(connection);
            configuration.AbortOnConnectFail = true;
            ConnectionMultiplexer redis = ConnectionMultiplexer.Connect(configuration);

            // As in every client since 2.0: a continuation that blocks must not hold the others up.
            redis.PreserveAsyncOrder = false;
            return redis;
        }
        catch (Exception exception) when (exception is RedisException or TimeoutException)
        {
            throw new StoreUnreachableException($"RaceLab cannot use the Redis server of --connection: {exception.Message}", exception);
        }
    }

    // It was there when the app connected, and nothing needs to be created.
    public override Task PrepareAsync() => Task.CompletedTask;
}
