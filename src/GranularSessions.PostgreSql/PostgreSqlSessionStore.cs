using System.Transactions;
using GranularSessions.Storage;
using Microsoft.Extensions.Options;
using Npgsql;

namespace GranularSessions.PostgreSql;

/// <summary>Keeps sessions in PostgreSQL. Each command is one statement, a call of one of the schema's functions, that commits by itself.</summary>
internal sealed class PostgreSqlSessionStore : SessionStore
{
    private const int RevokedAtOnce = 500;
    private const int MostItemRowsPerCleanup = 100_000;

    private readonly NpgsqlDataSource _dataSource;
    private readonly FunctionCalls _calls;
    private readonly string _schema;
    private readonly int _commandTimeoutSeconds;
    private readonly int _cleanupStepRows;
    private readonly SemaphoreSlim _cleanup = new(1, 1);
    private string _cleanedSelector = "";
    private (string Selector, string Key) _cleanedItem = ("", "");

    public PostgreSqlSessionStore(
        NpgsqlDataSource dataSource, IOptions<GranularSessionOptions> sessionOptions, IOptions<PostgreSqlSessionOptions> options)
    {
        _dataSource = dataSource;
        _schema = options.Value.Schema;
        _commandTimeoutSeconds = WholeSeconds(options.Value.CommandTimeout);
        _cleanupStepRows = options.Value.CleanupStepRows;
        _calls = new FunctionCalls(_schema, new SessionTimeouts(sessionOptions.Value));
    }

    public override string Name => "postgresql";

    public NpgsqlDataSource DataSource => _dataSource;

    public string Schema => _schema;

    public override ValueTask<CommandResult> ExecuteAsync(SessionAccess access, SessionCommand command, CancellationToken cancellationToken)
        => RunAsync(_calls.Execute(access, command), command, _commandTimeoutSeconds, synchronously: false, cancellationToken);

    public override CommandResult Execute(SessionAccess access, SessionCommand command, TimeSpan timeout)
        => RunAsync(_calls.Execute(access, command), command, WholeSeconds(timeout), synchronously: true, CancellationToken.None).GetAwaiter().GetResult();

    public override ValueTask<CommandResult> CreateAsync(NewSession session, SessionCommand command, CancellationToken cancellationToken)
        => RunAsync(_calls.Create(session, command), command, _commandTimeoutSeconds, synchronously: false, cancellationToken);

    public override CommandResult Create(NewSession session, SessionCommand command, TimeSpan timeout)
        => RunAsync(_calls.Create(session, command), command, WholeSeconds(timeout), synchronously: true, CancellationToken.None).GetAwaiter().GetResult();

    public override async ValueTask<IReadOnlyList<SessionSnapshot>> ListAsync(string userId, CancellationToken cancellationToken)
        => await ReadAsync(_calls.List(userId), static (reader, _) => Answers.ReadListed(reader), state: 0, cancellationToken).ConfigureAwait(false);

    public override async ValueTask<IReadOnlyList<SessionSnapshot>> RevokeAsync(Revocation revocation, CancellationToken cancellationToken)
    {
        var revoked = new List<SessionSnapshot>();
        var last = "";
        while (true)
        {
            List<(string Selector, SessionSnapshot Session)> step;
            try
            {
                step = await ReadAsync(
                    _calls.Revoke(revocation, last, RevokedAtOnce),
                    static (reader, _) => (reader.GetString(0), Answers.ReadListed(reader)),
                    state: 0,
                    cancellationToken).ConfigureAwait(false);
            }
            catch (Exception exception) when (revoked.Count > 0 && exception is SessionUnavailableException or OperationCanceledException)
            {
                // What this step's failure says, that nothing was changed, does not hold for the steps before it.
                throw new SessionOutcomeUnknownException(
                    $"{revoked.Count} sessions were ended, and at least one may not have been. Revoking again is safe and ends the rest.", exception);
            }

            revoked.AddRange(step.Select(row => row.Session));
            if (step.Count < RevokedAtOnce)
            {
                return revoked;
            }

            last = step.Select(row => row.Selector).Max(StringComparer.Ordinal)!;
        }
    }

    public override async ValueTask<int> RemoveExpiredAsync(int atMost, CancellationToken cancellationToken)
    {
        await _cleanup.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var removed = await RemoveExpiredSessionsAsync(atMost, cancellationToken).ConfigureAwait(false);
            if (removed < atMost)
            {
                await RemoveExpiredItemsAsync(cancellationToken).ConfigureAwait(false);
            }

            return removed;
        }
        finally
        {
            _cleanup.Release();
        }
    }

    private static int WholeSeconds(TimeSpan timeout) => (int)Math.Min(Math.Ceiling(timeout.TotalSeconds), int.MaxValue);

    /// <summary>Walks once around the sessions, from where the last call stopped.</summary>
    private async ValueTask<int> RemoveExpiredSessionsAsync(int atMost, CancellationToken cancellationToken)
    {
        var removed = 0;
        var start = _cleanedSelector;
        var isSecondLap = start.Length == 0;
        while (removed < atMost)
        {
            var step = await ReadAsync(
                _calls.RemoveExpiredSessions(_cleanedSelector, _cleanupStepRows, atMost - removed),
                static (reader, _) => (Removed: reader.GetInt32(0), Last: reader.IsDBNull(1) ? null : reader.GetString(1)),
                state: 0,
                cancellationToken).ConfigureAwait(false);
            var (removedNow, last) = step[0];
            removed += removedNow;
            _cleanedSelector = last ?? "";
            if (isSecondLap && (last is null || (start.Length > 0 && string.CompareOrdinal(last, start) >= 0)))
            {
                break;
            }

            isSecondLap |= last is null;
        }

        return removed;
    }

    /// <summary>Walks over a bounded number of items, from where the last call stopped.</summary>
    private async ValueTask RemoveExpiredItemsAsync(CancellationToken cancellationToken)
    {
        for (var walked = 0; walked < MostItemRowsPerCleanup; walked += _cleanupStepRows)
        {
            var step = await ReadAsync(
                _calls.RemoveExpiredItems(_cleanedItem.Selector, _cleanedItem.Key, _cleanupStepRows),
                static (reader, _) => reader.IsDBNull(0) ? ("", "") : (reader.GetString(0), reader.GetString(1)),
                state: 0,
                cancellationToken).ConfigureAwait(false);
            _cleanedItem = step[0];
            if (_cleanedItem.Selector.Length == 0)
            {
                return;
            }
        }
    }

    private async ValueTask<CommandResult> RunAsync(
        FunctionCall call, SessionCommand command, int timeoutSeconds, bool synchronously, CancellationToken cancellationToken)
    {
        var rows = synchronously
            ? Read(call, Answers.ReadResult, command, timeoutSeconds)
            : await ReadAsync(call, Answers.ReadResult, command, timeoutSeconds, cancellationToken).ConfigureAwait(false);
        return rows[0];
    }

    private ValueTask<List<TRow>> ReadAsync<TRow, TState>(
        FunctionCall call, Func<NpgsqlDataReader, TState, TRow> read, TState state, CancellationToken cancellationToken)
        => ReadAsync(call, read, state, _commandTimeoutSeconds, cancellationToken);

    private async ValueTask<List<TRow>> ReadAsync<TRow, TState>(
        FunctionCall call, Func<NpgsqlDataReader, TState, TRow> read, TState state, int timeoutSeconds, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var connection = await OpenAsync(cancellationToken).ConfigureAwait(false);
        await using (connection.ConfigureAwait(false))
        {
            var command = Prepare(call, connection, timeoutSeconds);
            try
            {
                var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
                await using (reader.ConfigureAwait(false))
                {
                    var rows = new List<TRow>();
                    while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
                    {
                        rows.Add(read(reader, state));
                    }

                    // The rows may arrive before the commit: only the end of the answer says that it is done.
                    await reader.NextResultAsync(cancellationToken).ConfigureAwait(false);
                    return rows;
                }
            }
            catch (Exception exception) when (exception is NpgsqlException or OperationCanceledException)
            {
                throw Failures.AfterSending(exception, IsIntact(connection), cancellationToken.IsCancellationRequested, _schema);
            }
        }
    }

    private List<TRow> Read<TRow, TState>(FunctionCall call, Func<NpgsqlDataReader, TState, TRow> read, TState state, int timeoutSeconds)
    {
        using var connection = Open();
        var command = Prepare(call, connection, timeoutSeconds);
        try
        {
            using var reader = command.ExecuteReader();
            var rows = new List<TRow>();
            while (reader.Read())
            {
                rows.Add(read(reader, state));
            }

            reader.NextResult();
            return rows;
        }
        catch (NpgsqlException exception)
        {
            throw Failures.AfterSending(exception, IsIntact(connection), isCancelled: false, _schema);
        }
    }

    private static NpgsqlCommand Prepare(FunctionCall call, NpgsqlConnection connection, int timeoutSeconds)
    {
        var command = call.Command;
        command.Connection = connection;
        command.CommandTimeout = timeoutSeconds;
        return command;
    }

    private static bool IsIntact(NpgsqlConnection connection)
        => connection.FullState is not (System.Data.ConnectionState.Broken or System.Data.ConnectionState.Closed);

    private async ValueTask<NpgsqlConnection> OpenAsync(CancellationToken cancellationToken)
    {
        using var outside = LeaveAmbientTransaction();
        try
        {
            return await _dataSource.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (IsConnectionFailure(exception))
        {
            throw Failures.BeforeSending(exception);
        }
    }

    private NpgsqlConnection Open()
    {
        using var outside = LeaveAmbientTransaction();
        try
        {
            return _dataSource.OpenConnection();
        }
        catch (Exception exception) when (IsConnectionFailure(exception))
        {
            throw Failures.BeforeSending(exception);
        }
    }

    private static bool IsConnectionFailure(Exception exception)
        => exception is NpgsqlException or TimeoutException or System.Net.Sockets.SocketException or IOException;

    // In the app's own transaction a command would take effect, and release its locks, only with that.
    private static TransactionScope? LeaveAmbientTransaction()
        => Transaction.Current is null ? null : new TransactionScope(TransactionScopeOption.Suppress, TransactionScopeAsyncFlowOption.Enabled);
}
