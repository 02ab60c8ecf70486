using System.Reflection;
using System.Runtime.Loader;
using GranularSessions.Redis;
using GranularSessions.Storage;
using GranularSessions.Tests.Servers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace GranularSessions.Tests.Redis;

public sealed class UseRedisTests(SharedRedis shared)
{
    [Fact]
    public async Task The_store_is_on_the_client_that_was_handed_over()
    {
        RedisServer.Require();
        var (_, client) = await shared.StartedAsync();
        var services = new ServiceCollection().AddLogging();

        services.AddGranularSessions().UseRedis(client, options =>
        {
            options.KeyPrefix = "shop:";
            options.AllowClientBeforeVersion2 = true;
        });

        await using var provider = services.BuildServiceProvider();
        Assert.IsType<RedisSessionStore>(provider.GetRequiredService<SessionStore>());
        Assert.Equal("redis", provider.GetRequiredService<SessionStore>().Name);
    }

    [Fact]
    public async Task The_store_is_on_the_registered_client_and_leaves_it_alive()
    {
        RedisServer.Require();
        var (_, client) = await shared.StartedAsync();
        var services = new ServiceCollection().AddLogging().AddSingleton<IConnectionMultiplexer>(client);
        services.AddGranularSessions().UseRedis(options => options.AllowClientBeforeVersion2 = true);
        await using (var provider = services.BuildServiceProvider())
        {
            Assert.IsType<RedisSessionStore>(provider.GetRequiredService<SessionStore>());
        }

        Assert.True(client.IsConnected);
    }

    [Fact]
    public void Without_a_registered_client_the_message_says_what_to_register()
    {
        var services = new ServiceCollection().AddLogging();
        services.AddGranularSessions().UseRedis(options => options.AllowClientBeforeVersion2 = true);
        using var provider = services.BuildServiceProvider();

        var failure = Assert.Throws<InvalidOperationException>(provider.GetRequiredService<SessionStore>);

        Assert.Contains("IConnectionMultiplexer", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{shop}")]
    [InlineData("a prefix of more than sixty-four characters is more than anyone needs:")]
    [InlineData(null)]
    public async Task A_prefix_that_breaks_the_slots_stops_the_app_at_its_start(string? prefix)
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Services.AddGranularSessions().UseRedis(options => options.KeyPrefix = prefix!);
        using var host = builder.Build();

        var failure = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync(TestContext.Current.CancellationToken));

        Assert.Contains("KeyPrefix", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_database_number_must_not_be_negative()
    {
        var services = new ServiceCollection();
        services.AddGranularSessions().UseRedis(options => options.Database = -2);
        using var provider = services.BuildServiceProvider();

        var failure = Assert.Throws<OptionsValidationException>(() => provider.GetRequiredService<IOptions<RedisSessionOptions>>().Value);

        Assert.Contains("Database", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_client_that_mixes_replies_up_stops_the_app_at_its_start()
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Services.AddGranularSessions().UseRedis();
        using var host = builder.Build();

        var failure = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync(TestContext.Current.CancellationToken));

        Assert.Contains("StackExchange.Redis 1.2.6", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_the_client_package_the_message_names_it()
    {
        var context = new WithoutClient();
        var useRedis = typeof(GranularSessionsRedisExtensions).GetMethod(
            nameof(GranularSessionsRedisExtensions.UseRedis), [typeof(GranularSessionsBuilder), typeof(Action<RedisSessionOptions>)])!;

        // By its token, as compiled code calls it: looking for it by name would read the other overload's signature.
        var method = context.LoadFromAssemblyPath(useRedis.Module.Assembly.Location).ManifestModule.ResolveMethod(useRedis.MetadataToken)!;
        var failure = Assert.Throws<TargetInvocationException>(() => method.Invoke(null, [new ServiceCollection().AddGranularSessions(), null]));

        Assert.Contains("dotnet add package StackExchange.Redis", failure.InnerException!.Message, StringComparison.Ordinal);
    }

    /// <summary>Loads our assembly anew, beside no client.</summary>
    private sealed class WithoutClient() : AssemblyLoadContext(isCollectible: true)
    {
        protected override Assembly? Load(AssemblyName assemblyName)
            => assemblyName.Name == "StackExchange.Redis" ? throw new FileNotFoundException("Not installed.", assemblyName.Name) : null;
    }
}
