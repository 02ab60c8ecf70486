using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace GranularSessions.Redis;

/// <summary>
/// How sessions are kept in Redis. Validated when the app starts. How long a call may take is
/// <see cref="GranularSessionOptions.IOTimeout"/>.
/// </summary>
public class RedisSessionOptions
{
    /// <summary>
    /// What the names of all keys begin with, so that several apps can share a server. At most 64 characters, without
    /// braces. Default <c>granular:</c>.
    /// </summary>
    public string KeyPrefix { get; set; } = "granular:";

    /// <summary>The database number; -1, the default, for the client's own. A cluster has 0 only.</summary>
    public int Database { get; set; } = -1;

    /// <summary>
    /// Whether a client before StackExchange.Redis 2.0 may be used. Default false: the app does not start with one. When
    /// a connection breaks while such a client writes, it can hand a reply to the caller of another command: data of one
    /// session to the user of another (measured on 1.2.6: docs/stores-redis.md).
    /// </summary>
    public bool AllowClientBeforeVersion2 { get; set; }
}

internal sealed class RedisSessionOptionsValidator : IValidateOptions<RedisSessionOptions>
{
    private const int LongestPrefix = 64;

    private static Version ClientVersion => typeof(IConnectionMultiplexer).Assembly.GetName().Version!;

    public ValidateOptionsResult Validate(string? name, RedisSessionOptions options)
    {
        var failures = new List<string>();
        Require(options.KeyPrefix is { Length: <= LongestPrefix } prefix && prefix.AsSpan().IndexOfAny('{', '}') < 0,
            "KeyPrefix must have at most 64 characters and no braces, which decide the slot in a cluster.");
        Require(options.Database >= -1, "Database must be -1 or a database number.");
        Require(options.AllowClientBeforeVersion2 || ClientVersion.Major >= 2,
            $"StackExchange.Redis {ClientVersion.ToString(3)} can hand one caller's reply to another when a connection breaks. "
            + "Use 2.0 or newer, or set AllowClientBeforeVersion2 to take that risk.");
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);

        void Require(bool holds, string failure)
        {
            if (!holds)
            {
                failures.Add($"{nameof(RedisSessionOptions)}: {failure}");
            }
        }
    }
}
