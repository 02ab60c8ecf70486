using StackExchange.Redis;

namespace GranularSessions.Redis;

/// <summary>A script and what it is called with.</summary>
/// <param name="Script">The script.</param>
/// <param name="Keys">Its KEYS.</param>
/// <param name="Arguments">Its ARGV.</param>
/// <param name="IsWrite">Whether it may write more than a session's activity.</param>
internal readonly record struct ScriptCall(RedisScript Script, RedisKey[] Keys, RedisValue[] Arguments, bool IsWrite);
