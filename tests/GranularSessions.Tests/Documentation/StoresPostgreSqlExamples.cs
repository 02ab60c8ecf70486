using GranularSessions.PostgreSql;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace GranularSessions.Tests.Documentation;

/// <summary>The examples of docs/stores-postgresql.md, so that they compile; <see cref="StoresPostgreSqlPageTests"/> compares them.</summary>
internal static class StoresPostgreSqlExamples
{
    public static void ConnectionString(WebApplicationBuilder builder)
    {
        builder.Services.AddGranularSessions(options => options.IdleTimeout = TimeSpan.FromMinutes(20))
            .UsePostgreSql("Host=db;Database=shop;Username=shop;Timeout=5;Cancellation Timeout=1000");
    }

    public static void DataSource(WebApplicationBuilder builder)
    {
        var dataSource = NpgsqlDataSource.Create("Host=db;Database=shop;Username=shop;No Reset On Close=true");
        builder.Services.AddGranularSessions().UsePostgreSql(dataSource, options => options.Schema = "sessions");
    }

    public static async Task EnsureSchemaAsync(NpgsqlDataSource ownerDataSource)
    {
        await PostgreSqlSessionSchema.EnsureSchemaAsync(ownerDataSource);
    }

    public static async Task EnsurePartitionedSchemaAsync(NpgsqlDataSource ownerDataSource)
    {
        await PostgreSqlSessionSchema.EnsureSchemaAsync(ownerDataSource, hashPartitions: 16);
    }
}
