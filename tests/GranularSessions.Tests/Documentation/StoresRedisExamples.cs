using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using StackExchange.Redis;

namespace GranularSessions.Tests.Documentation;

/// <summary>The examples of docs/stores-redis.md, so that they compile; <see cref="StoresRedisPageTests"/> compares them.</summary>
internal static class StoresRedisExamples
{
    public static async Task UseRedisAsync(WebApplicationBuilder builder)
    {
        var redis = await ConnectionMultiplexer.ConnectAsync("redis:6379,abortConnect=false");
        builder.Services.AddGranularSessions(options => options.IdleTimeout = TimeSpan.FromMinutes(20))
            .UseRedis(redis, options => options.KeyPrefix = "shop:");
    }
}
