namespace GranularSessions.PostgreSql;

/// <summary>How sessions are kept in PostgreSQL. Validated when the app starts.</summary>
public class PostgreSqlSessionOptions
{
    /// <summary>
    /// The schema that holds the store's tables and functions: 1 to 63 ASCII letters, digits and underscores, the first no
    /// digit. Default <c>granular_sessions</c>.
    /// </summary>
    public string Schema { get; set; } = PostgreSqlSessionSchema.DefaultName;

    /// <summary>
    /// How long one command may take in the server. Whole seconds, positive, at most a day; default 10 seconds. Waiting for a
    /// connection has its own limit, the connection string's <c>Timeout</c>, and waiting for the server's answer to a
    /// cancellation another, its <c>Cancellation Timeout</c>.
    /// </summary>
    public TimeSpan CommandTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// How many rows one statement of the clean-up walks over. Smaller ones hold their snapshot for a shorter time, larger
    /// ones need fewer round trips. 1 to 1,000,000; default 10,000.
    /// </summary>
    public int CleanupStepRows { get; set; } = 10_000;

    /// <summary>
    /// Whether the app creates the schema at its start where it is missing, which takes a role that may. Otherwise the start
    /// fails with a clear error when the schema is missing or too old. Default false.
    /// </summary>
    public bool EnsureSchemaAtStart { get; set; }
}
