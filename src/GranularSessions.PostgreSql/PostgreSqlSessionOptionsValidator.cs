using Microsoft.Extensions.Options;

namespace GranularSessions.PostgreSql;

internal sealed class PostgreSqlSessionOptionsValidator : IValidateOptions<PostgreSqlSessionOptions>
{
    private static readonly TimeSpan LongestTimeout = TimeSpan.FromDays(1);
    private const int MostStepRows = 1_000_000;

    public ValidateOptionsResult Validate(string? name, PostgreSqlSessionOptions options)
    {
        var failures = new List<string>();
        Require(PostgreSqlSessionSchema.IsValidName(options.Schema),
            "Schema must be 1 to 63 ASCII letters, digits and underscores, the first no digit.");
        Require(options.CommandTimeout > TimeSpan.Zero && options.CommandTimeout <= LongestTimeout
            && options.CommandTimeout.Ticks % TimeSpan.TicksPerSecond == 0,
            "CommandTimeout must be whole seconds, positive and at most a day.");
        Require(options.CleanupStepRows is > 0 and <= MostStepRows, "CleanupStepRows must lie between 1 and 1,000,000.");
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);

        void Require(bool holds, string failure)
        {
            if (!holds)
            {
                failures.Add($"{nameof(PostgreSqlSessionOptions)}: {failure}");
            }
        }
    }
}
