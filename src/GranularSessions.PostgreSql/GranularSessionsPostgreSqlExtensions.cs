using System.Data.Common;
using GranularSessions.PostgreSql;
using GranularSessions.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;

namespace GranularSessions;

/// <summary>Chooses PostgreSQL as the store.</summary>
public static class GranularSessionsPostgreSqlExtensions
{
    private const string NoResetOnClose = "NoResetOnClose";
    private static readonly object OwnDataSource = new();

    /// <summary>Keeps the sessions in PostgreSQL 14 or newer.</summary>
    /// <param name="builder">What <c>AddGranularSessions</c> returned.</param>
    /// <param name="dataSource">The database, without multiplexing. It stays the caller's to dispose of.</param>
    /// <param name="configure">Sets options; invalid ones stop the app at its start.</param>
    public static GranularSessionsBuilder UsePostgreSql(
        this GranularSessionsBuilder builder, NpgsqlDataSource dataSource, Action<PostgreSqlSessionOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(dataSource);
        return builder.UseStoreOn(_ => dataSource, configure);
    }

    /// <summary>Keeps the sessions in PostgreSQL 14 or newer, in the <see cref="NpgsqlDataSource"/> that is registered as a service.</summary>
    /// <param name="builder">What <c>AddGranularSessions</c> returned.</param>
    /// <param name="configure">Sets options; invalid ones stop the app at its start.</param>
    public static GranularSessionsBuilder UsePostgreSql(this GranularSessionsBuilder builder, Action<PostgreSqlSessionOptions>? configure = null)
        => builder.UseStoreOn(services => services.GetRequiredService<NpgsqlDataSource>(), configure);

    /// <summary>
    /// Keeps the sessions in PostgreSQL 14 or newer, over connections of the store's own. Unless the connection string says
    /// otherwise they are not reset when they return to the pool (<c>No Reset On Close=true</c>), which the store does not need
    /// and which makes the server forget its plans.
    /// </summary>
    /// <param name="builder">What <c>AddGranularSessions</c> returned.</param>
    /// <param name="connectionString">An Npgsql connection string, without multiplexing.</param>
    /// <param name="configure">Sets options; invalid ones stop the app at its start.</param>
    public static GranularSessionsBuilder UsePostgreSql(
        this GranularSessionsBuilder builder, string connectionString, Action<PostgreSqlSessionOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrEmpty(connectionString);
        var settings = new NpgsqlConnectionStringBuilder(connectionString);
        if (!Says(connectionString, NoResetOnClose))
        {
            settings.NoResetOnClose = true;
        }

        builder.Services.AddKeyedSingleton(OwnDataSource, (services, _) =>
        {
            var dataSource = new NpgsqlSlimDataSourceBuilder(settings.ConnectionString).EnableArrays();
            dataSource.EnableTransportSecurity();
            return dataSource.UseLoggerFactory(services.GetService<ILoggerFactory>()).Build();
        });
        return builder.UseStoreOn(services => services.GetRequiredKeyedService<NpgsqlDataSource>(OwnDataSource), configure);
    }

    // Npgsql's own builder knows every keyword, whether it was given or not.
    private static bool Says(string connectionString, string keyword)
        => new DbConnectionStringBuilder { ConnectionString = connectionString }.Keys.Cast<string>()
            .Any(given => string.Equals(given.Replace(" ", "", StringComparison.Ordinal), keyword, StringComparison.OrdinalIgnoreCase));

    private static GranularSessionsBuilder UseStoreOn(
        this GranularSessionsBuilder builder, Func<IServiceProvider, NpgsqlDataSource> dataSource, Action<PostgreSqlSessionOptions>? configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var options = builder.Services.AddOptions<PostgreSqlSessionOptions>().ValidateOnStart();
        if (configure is not null)
        {
            options.Configure(configure);
        }

        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<PostgreSqlSessionOptions>, PostgreSqlSessionOptionsValidator>());
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, SchemaCheck>());
        return builder.UseStore(services => new PostgreSqlSessionStore(
            dataSource(services),
            services.GetRequiredService<IOptions<GranularSessionOptions>>(),
            services.GetRequiredService<IOptions<PostgreSqlSessionOptions>>()));
    }
}
