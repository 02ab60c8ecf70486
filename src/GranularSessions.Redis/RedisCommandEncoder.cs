using System.Globalization;
using System.Text;
using GranularSessions.Storage;
using StackExchange.Redis;

namespace GranularSessions.Redis;

/// <summary>Chooses a command's script and writes its arguments.</summary>
internal sealed class RedisCommandEncoder(SessionTimeouts timeouts)
{
    private const string None = "";

    // Where WriteValue.lua and WriteField.lua have their payload.
    private const int PositionOfValuesPayload = 6;
    private const int PositionOfFieldsPayload = 7;

    private readonly RedisValue _idle = Milliseconds(timeouts.Idle);
    private readonly RedisValue _refreshAfter = Milliseconds(timeouts.RefreshAfter);
    private readonly RedisValue _limits = string.Create(
        CultureInfo.InvariantCulture, $"{Milliseconds(timeouts.Idle)}:{Milliseconds(timeouts.Absolute)}");

    public RedisValue Idle => _idle;

    public (RedisScript Script, RedisValue[] Arguments) Encode(SessionAccess access, SessionCommand command)
        => Encode(access.Generation is { } generation ? generation : Presented(access.VerifierHash), command);

    public (RedisScript Script, RedisValue[] Arguments) Encode(NewSession session, SessionCommand command) => Encode(Created(session), command);

    /// <summary>What tells one sign-in from every other in the user's index.</summary>
    public static string MarkOf(SignInSession signIn) => Convert.ToHexStringLower(signIn.VerifierHash.AsSpan(0, 8));

    public static long Milliseconds(TimeSpan span) => (long)Math.Ceiling(span.TotalMilliseconds);

    private (RedisScript Script, RedisValue[] Arguments) Encode(RedisValue access, SessionCommand command) => command switch
    {
        ItemCommand item => Encode(access, item),
        ReadOperation { Operation: { } operation } => (RedisScripts.ReadOperation, OfSession(access, Operation(operation, "read", position: null))),
        TouchSession => (RedisScripts.TouchSession, OfSession(access, None)),
        ReadSession read => (RedisScripts.ReadSession, OfSession(access, None, read.WithEntries ? "entries" : None)),
        SetUserAgentHint set => (RedisScripts.SetUserAgentHint, OfSession(access, None, set.Hint is null ? "unset" : "set", set.Hint ?? None)),
        WriteEntries write => (RedisScripts.WriteEntries, OfSession(access, None, Entries(write))),
        RegenerateSession regenerate => (RedisScripts.RegenerateSession,
            OfSession(access, None, regenerate.VerifierHash, regenerate.PreviousGrace is { } grace ? Milliseconds(grace) : (RedisValue)None)),
        SignInSession signIn => (RedisScripts.SignInSession,
            OfSession(access, None, signIn.VerifierHash, signIn.UserId, signIn.NewId, MarkOf(signIn))),
        DestroySession => (RedisScripts.DestroySession, OfSession(access, None)),
        _ => throw new NotSupportedException($"The Redis store does not know the command {command.GetType().Name}."),
    };

    private (RedisScript Script, RedisValue[] Arguments) Encode(RedisValue access, ItemCommand command) => command switch
    {
        CountItem => (RedisScripts.CountItem, OfItem(access, command, (int)command.Kind)),
        RemoveItem => (RedisScripts.RemoveItem, OfItem(access, command, (int)command.Kind)),
        ReadCounter => (RedisScripts.ReadCounter, OfItem(access, command)),
        AddToCounter { Lifetime: null, Min: long.MinValue, Max: long.MaxValue } add => (RedisScripts.AddToCounter, OfItem(access, command, add.By)),
        AddToCounter add => (RedisScripts.AddToCounter, OfItem(access, command, add.By, add.Min, add.Max)),
        ExchangeCounter exchange => (RedisScripts.ExchangeCounter, OfItem(access, command, exchange.Value)),
        AddToSet add => (RedisScripts.AddToSet, OfItem(access, command, add.Member)),
        RemoveFromSet remove => (RedisScripts.RemoveFromSet, OfItem(access, command, remove.Member)),
        FindInSet find => (RedisScripts.FindInSet, OfItem(access, command, find.Member)),
        ReadSet => (RedisScripts.ReadSet, OfItem(access, command)),
        ReadField read => (RedisScripts.ReadField, OfItem(access, command, read.Field)),
        ReadMap => (RedisScripts.ReadMap, OfItem(access, command)),
        WriteField write => (RedisScripts.WriteField, OfItem(access, command, write.Field, write.Payload, Expected(write.Condition))),
        RemoveField remove => (RedisScripts.RemoveField, OfItem(access, command, remove.Field)),
        AddToField add => (RedisScripts.AddToField, OfItem(access, command, add.Field, add.By, add.Min, add.Max)),
        InsertIntoList insert => (RedisScripts.InsertIntoList,
            OfItem(access, command, insert.Payload, End(insert.End), insert.MaxLength, Duplicates(insert.Duplicates))),
        RemoveFromList remove => (RedisScripts.RemoveFromList, OfItem(access, command, remove.Payload)),
        ReadList => (RedisScripts.ReadList, OfItem(access, command)),
        ReadValue => (RedisScripts.ReadValue, OfItem(access, command)),
        WriteValue write => (RedisScripts.WriteValue, OfItem(access, command, write.Payload, Expected(write.Condition))),
        TakeValue take => (RedisScripts.TakeValue, OfItem(access, command, take.Expected is null ? "any" : "equal", take.Expected ?? [])),
        IssueToken issue => (RedisScripts.IssueToken, OfItem(access, command, issue.TokenHash, Milliseconds(issue.TokenLifetime), issue.MaxTokens)),
        ConsumeToken consume => (RedisScripts.ConsumeToken, OfItem(access, command, consume.TokenHash)),
        _ => throw new NotSupportedException($"The Redis store does not know the command {command.GetType().Name}."),
    };

    private RedisValue[] OfSession(RedisValue access, RedisValue operation, params ReadOnlySpan<RedisValue> own)
        => [access, operation, _refreshAfter, _limits, .. own];

    /// <summary>The command's own arguments, and at the end its lifetime where it has one.</summary>
    private RedisValue[] OfItem(RedisValue access, ItemCommand command, params ReadOnlySpan<RedisValue> own)
    {
        RedisValue operation = command.Operation is { } once ? Operation(once, command) : (RedisValue)None;
        return command.Lifetime is { } lifetime
            ? [access, operation, _refreshAfter, _limits, command.Key, .. own, Milliseconds(lifetime)]
            : [access, operation, _refreshAfter, _limits, command.Key, .. own];
    }

    private static RedisValue[] Entries(WriteEntries command)
    {
        var written = command.Changes.Where(change => change.Value is not null).ToArray();
        var removed = command.Changes.Where(change => change.Value is null).Select(change => (RedisValue)change.Key);
        return
        [
            command.ClearFirst ? "clear" : None, written.Length,
            .. written.SelectMany(change => new RedisValue[] { change.Key, change.Value }),
            .. removed,
        ];
    }

    private static RedisValue Presented(byte[] verifierHash) => (byte[])[(byte)'v', .. verifierHash];

    private static RedisValue Created(NewSession session) => (byte[])[(byte)'n', .. session.VerifierHash, .. Encoding.ASCII.GetBytes(session.Id)];

    private static RedisValue Operation(SessionOperation operation, ItemCommand command)
    {
        var recorded = command switch
        {
            WriteValue or WriteField when operation.KeepsPayload => "argument",
            AddToCounter or AddToField or InsertIntoList or CountItem => "number",
            ExchangeCounter => "previous",
            TakeValue => "payload",
            _ => None,
        };
        return Operation(operation, recorded, recorded == "argument" ? command is WriteValue ? PositionOfValuesPayload : PositionOfFieldsPayload : null);
    }

    private static RedisValue Operation(SessionOperation operation, string recorded, int? position) => (byte[])
    [
        .. operation.Id.ToByteArray(),
        .. operation.CommandHash,
        .. Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{recorded}:{position}:{operation.ExpiresAt.ToUnixTimeMilliseconds()}")),
    ];

    private static RedisValue Expected(WriteCondition condition) => condition.ExpectedVersion is { } version ? version : None;

    private static RedisValue End(ListEnd end) => end == ListEnd.First ? "first" : "last";

    private static RedisValue Duplicates(DuplicateHandling handling) => handling switch
    {
        DuplicateHandling.Keep => "keep",
        DuplicateHandling.Replace => "replace",
        _ => "refuse",
    };
}
