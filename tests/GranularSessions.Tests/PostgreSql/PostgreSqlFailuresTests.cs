using GranularSessions.PostgreSql;
using Npgsql;

namespace GranularSessions.Tests.PostgreSql;

/// <summary>What each error of the server says about the command's effect.</summary>
public sealed class PostgreSqlFailuresTests
{
    [Theory]
    [InlineData(PostgresErrorCodes.SerializationFailure)]
    [InlineData(PostgresErrorCodes.DeadlockDetected)]
    [InlineData(PostgresErrorCodes.QueryCanceled)]
    [InlineData(PostgresErrorCodes.LockNotAvailable)]
    [InlineData(PostgresErrorCodes.AdminShutdown)]
    [InlineData(PostgresErrorCodes.ReadOnlySqlTransaction)]
    [InlineData(PostgresErrorCodes.DiskFull)]
    [InlineData(PostgresErrorCodes.UndefinedFunction)]
    [InlineData(PostgresErrorCodes.InsufficientPrivilege)]
    public void An_error_that_the_server_answers_with_means_that_nothing_was_applied(string sqlState)
        => Assert.IsType<SessionUnavailableException>(Meaning(sqlState, "ERROR"));

    [Theory]
    [InlineData(PostgresErrorCodes.ConnectionFailure, "FATAL")]
    [InlineData(PostgresErrorCodes.ProtocolViolation, "FATAL")]
    [InlineData(PostgresErrorCodes.StatementCompletionUnknown, "ERROR")]
    [InlineData(PostgresErrorCodes.CrashShutdown, "FATAL")]
    [InlineData(PostgresErrorCodes.IoError, "PANIC")]
    public void An_error_of_a_lost_connection_or_a_falling_server_leaves_the_outcome_unknown(string sqlState, string severity)
        => Assert.IsType<SessionOutcomeUnknownException>(Meaning(sqlState, severity));

    [Fact]
    public void A_command_that_the_caller_cancelled_was_cancelled_where_the_server_says_so()
        => Assert.IsType<OperationCanceledException>(
            Failures.AfterSending(NewError(PostgresErrorCodes.QueryCanceled, "ERROR"), isConnectionIntact: true, isCancelled: true, "schema"));

    [Fact]
    public void Messages_name_the_remedy_and_carry_no_detail_of_the_server()
    {
        Assert.Contains("grants", Meaning(PostgresErrorCodes.InsufficientPrivilege, "ERROR").Message, StringComparison.Ordinal);
        Assert.Contains("schema.sql", Meaning(PostgresErrorCodes.UndefinedFunction, "ERROR").Message, StringComparison.Ordinal);
        Assert.DoesNotContain("a secret", Meaning(PostgresErrorCodes.UniqueViolation, "ERROR").Message, StringComparison.Ordinal);
    }

    private static PostgresException NewError(string sqlState, string severity) => new("a secret", severity, severity, sqlState);

    private static Exception Meaning(string sqlState, string severity)
        => Failures.AfterSending(NewError(sqlState, severity), isConnectionIntact: true, isCancelled: false, "schema");
}
