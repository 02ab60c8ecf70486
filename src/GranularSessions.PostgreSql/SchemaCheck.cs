using GranularSessions.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;

namespace GranularSessions.PostgreSql;

/// <summary>
/// Creates the schema at the app's start, or stops the start when it is missing. A database that is down does not, nor does
/// a schema that nobody needs because another store was chosen later.
/// </summary>
internal sealed partial class SchemaCheck(
    SessionStore store, IOptions<PostgreSqlSessionOptions> options, ILogger<SchemaCheck> logger) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (store is not PostgreSqlSessionStore { DataSource: var dataSource, Schema: var schema })
        {
            return;
        }

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
