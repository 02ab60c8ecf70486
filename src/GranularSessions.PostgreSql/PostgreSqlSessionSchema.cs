using System.Text.RegularExpressions;
using Npgsql;

namespace GranularSessions.PostgreSql;

/// <summary>The tables and functions that the store needs in the database. Thread-safe.</summary>
public static partial class PostgreSqlSessionSchema
{
    /// <summary>The schema's name unless another is given: <c>granular_sessions</c>.</summary>
    public const string DefaultName = "granular_sessions";

    /// <summary>The version of the schema that this package needs: the one that <see cref="GetScript"/> makes.</summary>
    public const int Version = 1;

    private const int MostPartitions = 1024;
    private const string UndefinedFunction = PostgresErrorCodes.UndefinedFunction;

    private static readonly Lazy<string> Embedded = new(ReadEmbedded);

    /// <summary>
    /// The script that creates everything, the same as the package's <c>schema.sql</c>. Running it again changes nothing.
    /// Run it in one transaction.
    /// </summary>
    /// <param name="schema">The schema's name, as <see cref="PostgreSqlSessionOptions.Schema"/> describes it.</param>
    /// <param name="hashPartitions">
    /// Into how many partitions each table is split by the session it belongs to, up to 1,024; 0: not at all. It matters
    /// where a table is created only: tables that are there stay as they are.
    /// </param>
    /// <exception cref="ArgumentException">The name is none, or the number of partitions is out of range.</exception>
    public static string GetScript(string schema = DefaultName, int hashPartitions = 0)
    {
        ThrowIfInvalid(schema);
        ArgumentOutOfRangeException.ThrowIfNegative(hashPartitions);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(hashPartitions, MostPartitions);
        var script = Embedded.Value;
        if (hashPartitions > 0)
        {
            script = TableOptions().Replace(script, ") PARTITION BY HASH (selector);");
            script = script.Replace(EndOfTables, PartitionsOf(hashPartitions) + EndOfTables, StringComparison.Ordinal);
        }

        return schema == DefaultName ? script : SchemaName().Replace(script, Quote(schema));
    }

    /// <summary>
    /// Creates the schema where it is missing or older than this package. Safe to call from several processes at once: one
    /// does it, the others wait. Where the schema is there, the role needs no right to create anything.
    /// </summary>
    /// <param name="dataSource">The database; for a missing schema, as a role that may create it.</param>
    /// <param name="schema">The schema's name, as <see cref="PostgreSqlSessionOptions.Schema"/> describes it.</param>
    /// <param name="hashPartitions">See <see cref="GetScript"/>.</param>
    /// <param name="cancellationToken">Cancels the call; nothing is left half done.</param>
    /// <exception cref="ArgumentException">An argument is out of range.</exception>
    /// <exception cref="NpgsqlException">The database cannot be reached, is older than PostgreSQL 14 or not in UTF-8, or the role may not create the schema.</exception>
    public static async Task EnsureSchemaAsync(
        NpgsqlDataSource dataSource, string schema = DefaultName, int hashPartitions = 0, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(dataSource);
        var script = GetScript(schema, hashPartitions);
        if (await ReadVersionAsync(dataSource, schema, cancellationToken).ConfigureAwait(false) >= Version)
        {
            return;
        }

        var connection = await dataSource.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        await using (connection.ConfigureAwait(false))
        {
            var transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
            await using (transaction.ConfigureAwait(false))
            {
                // Held to the transaction's end only, so that it works behind transaction pooling.
                await ExecuteAsync($"SELECT pg_advisory_xact_lock(hashtextextended('GranularSessions schema {schema}', 0))").ConfigureAwait(false);

                // Reading a catalog makes the server take notice of what was created while this waited.
                await ExecuteAsync("SELECT count(*) FROM pg_catalog.pg_namespace").ConfigureAwait(false);
                await ExecuteAsync(script).ConfigureAwait(false);
                await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
            }
        }

        async Task ExecuteAsync(string sql)
        {
            var command = new NpgsqlCommand(sql, connection);
            await using (command.ConfigureAwait(false))
            {
                await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Checks that the schema is there and new enough for this package.</summary>
    /// <param name="dataSource">The database.</param>
    /// <param name="schema">The schema's name, as <see cref="PostgreSqlSessionOptions.Schema"/> describes it.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="ArgumentException">The name is none.</exception>
    /// <exception cref="InvalidOperationException">The schema is missing or too old; the message says what to do.</exception>
    /// <exception cref="NpgsqlException">The database cannot be reached, or the role may not use the schema.</exception>
    public static async Task CheckSchemaAsync(NpgsqlDataSource dataSource, string schema = DefaultName, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(dataSource);
        ThrowIfInvalid(schema);
        var version = await ReadVersionAsync(dataSource, schema, cancellationToken).ConfigureAwait(false);
        if (version < Version)
        {
            throw new InvalidOperationException(DescribeMissing(schema));
        }
    }

    internal static string DescribeMissing(string schema)
        => $"The database schema '{schema}' of GranularSessions is missing or older than version {Version}, which this package needs. "
            + $"Run the package's schema.sql, or {nameof(PostgreSqlSessionSchema)}.{nameof(EnsureSchemaAsync)}, as a role that may create it.";

    internal static bool IsValidName([System.Diagnostics.CodeAnalysis.NotNullWhen(true)] string? schema) => schema is not null && Identifier().IsMatch(schema);

    internal static string Quote(string schema) => $"\"{schema}\"";

    private const string EndOfTables = "-- Versions of values and fields";

    private static async Task<int> ReadVersionAsync(NpgsqlDataSource dataSource, string schema, CancellationToken cancellationToken)
    {
        var command = dataSource.CreateCommand($"SELECT {Quote(schema)}.schema_version()");
        await using (command.ConfigureAwait(false))
        {
            try
            {
                return (int)(await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false))!;
            }
            catch (PostgresException exception) when (exception.SqlState is UndefinedFunction or PostgresErrorCodes.InvalidSchemaName)
            {
                return 0;
            }
        }
    }

    private static string PartitionsOf(int count) => $$"""
        DO $$
        DECLARE
            parent text;
        BEGIN
            FOREACH parent IN ARRAY ARRAY['session', 'entry', 'item', 'element', 'list_element', 'operation'] LOOP
                FOR n IN 0..{{count - 1}} LOOP
                    EXECUTE format('CREATE TABLE IF NOT EXISTS granular_sessions.%I PARTITION OF granular_sessions.%I '
                        'FOR VALUES WITH (MODULUS {{count}}, REMAINDER %s) WITH (fillfactor = 85)', parent || '_' || n, parent, n);
                END LOOP;
            END LOOP;
        END $$;


        """;

    private static void ThrowIfInvalid(string schema)
    {
        if (!IsValidName(schema))
        {
            throw new ArgumentException("A schema's name is 1 to 63 ASCII letters, digits and underscores, the first no digit.", nameof(schema));
        }
    }

    private static string ReadEmbedded()
    {
        using var stream = typeof(PostgreSqlSessionSchema).Assembly.GetManifestResourceStream("schema.sql")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    [GeneratedRegex(@"^[A-Za-z_][A-Za-z0-9_]{0,62}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Identifier();

    [GeneratedRegex(@"\bgranular_sessions\b", RegexOptions.CultureInvariant)]
    private static partial Regex SchemaName();

    // The end of every table's definition, which stands alone on its line.
    [GeneratedRegex(@"^\)( WITH \(fillfactor = 85\))?;(?=\r?$)", RegexOptions.Multiline | RegexOptions.CultureInvariant)]
    private static partial Regex TableOptions();
}
