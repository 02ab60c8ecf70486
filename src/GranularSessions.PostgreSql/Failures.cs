using Npgsql;

namespace GranularSessions.PostgreSql;

/// <summary>What a failed call says about its effect.</summary>
internal static class Failures
{
    private const string ConnectionExceptionClass = "08";

    /// <summary>The failure of a call that was never sent.</summary>
    public static Exception BeforeSending(Exception exception)
        => new SessionUnavailableException("The session store cannot be reached: no connection to PostgreSQL could be opened.", exception);

    /// <summary>The failure of a call that was, or may have been, sent.</summary>
    /// <param name="exception">What Npgsql threw.</param>
    /// <param name="isConnectionIntact">Whether the server has answered, so that the connection can be used again.</param>
    /// <param name="isCancelled">Whether the caller has cancelled the call.</param>
    /// <param name="schema">The schema, for the message.</param>
    public static Exception AfterSending(Exception exception, bool isConnectionIntact, bool isCancelled, string schema) => exception switch
    {
        PostgresException error when IsOutcomeUnknown(error) => Unknown(exception),
        PostgresException { SqlState: PostgresErrorCodes.QueryCanceled } error when isCancelled
            => new OperationCanceledException("The session command was cancelled and rolled back.", error),
        PostgresException error => NotApplied(error, schema),

        // The server has confirmed that it rolled the statement back; else the connection would be broken.
        OperationCanceledException when isConnectionIntact => exception,
        NpgsqlException { InnerException: TimeoutException } when isConnectionIntact
            => new SessionUnavailableException("The session command took too long; PostgreSQL cancelled it and rolled it back.", exception),
        _ => Unknown(exception),
    };

    /// <summary>
    /// An error means that the server rolled back, except where a pooler reports a lost connection, or the server itself
    /// comes down during a commit.
    /// </summary>
    private static bool IsOutcomeUnknown(PostgresException error)
        => error.SqlState.StartsWith(ConnectionExceptionClass, StringComparison.Ordinal)
            || error.SqlState is PostgresErrorCodes.StatementCompletionUnknown or PostgresErrorCodes.CrashShutdown
            || error.InvariantSeverity == "PANIC";

    private static SessionUnavailableException NotApplied(PostgresException error, string schema) => new(
        error.SqlState switch
        {
            PostgresErrorCodes.UndefinedFunction or PostgresErrorCodes.InvalidSchemaName or PostgresErrorCodes.UndefinedTable
                or PostgresErrorCodes.UndefinedObject => PostgreSqlSessionSchema.DescribeMissing(schema),
            PostgresErrorCodes.InsufficientPrivilege =>
                $"The role may not use the database schema '{schema}' of GranularSessions; see its grants in docs/stores-postgresql.md.",
            _ => $"PostgreSQL refused the session command and rolled it back (SQLSTATE {error.SqlState}).",
        },
        error);

    private static SessionOutcomeUnknownException Unknown(Exception exception)
        => new("The connection to PostgreSQL failed after the session command was sent; it may or may not have been applied.", exception);
}
