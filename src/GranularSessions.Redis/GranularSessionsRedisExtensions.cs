using System.Reflection;
using System.Runtime.CompilerServices;
using GranularSessions.Redis;
using GranularSessions.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace GranularSessions;

/// <summary>Keeps granular sessions in Redis.</summary>
public static class GranularSessionsRedisExtensions
{
    /// <summary>Keeps sessions in the Redis server or cluster that a client is connected to. The client stays the caller's to dispose.</summary>
    /// <param name="builder">What <c>AddGranularSessions</c> returned.</param>
    /// <param name="multiplexer">The client, of StackExchange.Redis; shared with the rest of the app.</param>
    /// <param name="configure">Sets options; invalid ones stop the app at its start.</param>
    public static GranularSessionsBuilder UseRedis(
        this GranularSessionsBuilder builder, IConnectionMultiplexer multiplexer, Action<RedisSessionOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(multiplexer);
        return Add(builder, configure, provider => Create(provider, () => multiplexer));
    }

    /// <summary>Keeps sessions in Redis through the <c>IConnectionMultiplexer</c> that is registered as a service.</summary>
    /// <param name="builder">What <c>AddGranularSessions</c> returned.</param>
    /// <param name="configure">Sets options; invalid ones stop the app at its start.</param>
    /// <exception cref="InvalidOperationException">
    /// The app does not reference StackExchange.Redis; or, when it starts, no <c>IConnectionMultiplexer</c> is registered.
    /// </exception>
    public static GranularSessionsBuilder UseRedis(this GranularSessionsBuilder builder, Action<RedisSessionOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        EnsureClient();
        return UseRegisteredClient(builder, configure);
    }

    // Not inlined: to compile it, the runtime loads the client.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static GranularSessionsBuilder UseRegisteredClient(GranularSessionsBuilder builder, Action<RedisSessionOptions>? configure)
        => Add(builder, configure, CreateFromServices);

    private static GranularSessionsBuilder Add(
        GranularSessionsBuilder builder, Action<RedisSessionOptions>? configure, Func<IServiceProvider, SessionStore> create)
    {
        var options = builder.Services.AddOptions<RedisSessionOptions>().ValidateOnStart();
        if (configure is not null)
        {
            options.Configure(configure);
        }

        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<RedisSessionOptions>, RedisSessionOptionsValidator>());
        return builder.UseStore(create);
    }

    private static RedisSessionStore CreateFromServices(IServiceProvider provider)
        => Create(
            provider,
            () => provider.GetService<IConnectionMultiplexer>() ?? throw new InvalidOperationException(
                "UseRedis found no IConnectionMultiplexer among the app's services: register one, or hand it to UseRedis."));

    private static RedisSessionStore Create(IServiceProvider provider, Func<IConnectionMultiplexer> multiplexer)
    {
        var options = provider.GetRequiredService<IOptions<RedisSessionOptions>>().Value;
        return new(
            multiplexer(),
            provider.GetRequiredService<IOptions<GranularSessionOptions>>().Value,
            options,
            provider.GetRequiredService<ILogger<RedisSessionStore>>());
    }

    /// <summary>Says what is missing in place of the runtime's FileNotFoundException at the first request.</summary>
    private static void EnsureClient()
    {
        try
        {
            Assembly.Load("StackExchange.Redis");
        }
        catch (FileNotFoundException exception)
        {
            throw new InvalidOperationException(
                "GranularSessions.Redis needs the package StackExchange.Redis, which the app chooses itself: dotnet add package StackExchange.Redis", exception);
        }
    }
}
