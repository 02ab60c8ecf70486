using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;

namespace GranularSessions.PostgreSql;

/// <summary>Creates the schema at the app's start, or stops the start when it is missing. A database that is down does not.</summary>
internal sealed partial class SchemaCheck(
    NpgsqlDataSource dataSource, IOptions<PostgreSqlSessionOptions> options, ILogger<SchemaCheck> logger) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var schema = options.Value.Schema;
        if (options.Value.EnsureSchemaAtStart)
        {
            await PostgreSqlSessionSchema.EnsureSchemaAsync(dataSource, schema, cancellationToken: cancellationToken).ConfigureAwait(false);
            return;
        }

        try
        {
            await PostgreSqlSessionSchema.CheckSchemaAsync(dataSource, schema, cancellationToken).ConfigureAwait(false);
        }
        catch (NpgsqlException exception) when (exception is not PostgresException)
        {
            LogUnreachable(exception);
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(1, LogLevel.Warning, "The database of the session store cannot be reached; its schema was not checked.")]
    private partial void LogUnreachable(Exception exception);
}
