using System.Globalization;
using GranularSessions.Storage;
using StackExchange.Redis;

namespace GranularSessions.Redis;

/// <summary>Chooses a command's script and writes its arguments.</summary>
internal sealed class RedisCommandEncoder(SessionTimeouts timeouts)
{
    private const string None = "";

    // Where WriteValue.lua and WriteField.lua have their payload.
    private const string PositionOfValuesPayload = "10";
    private const string PositionOfFieldsPayload = "11";

    private readonly RedisValue _idle = Milliseconds(timeouts.Idle);
    private readonly RedisValue _refreshAfter = Milliseconds(timeouts.RefreshAfter);
    private readonly RedisValue _absolute = Milliseconds(timeouts.Absolute);

    public RedisValue Idle => _idle;

    public (RedisScript Script, RedisValue[] Arguments) Encode(SessionAccess access, SessionCommand command)
        => Encode(
            [access.VerifierHash, access.Generation is { } generation ? generation : None, _idle, _refreshAfter, _absolute, None, Id(command.Operation)],
            command);

    public (RedisScript Script, RedisValue[] Arguments) Encode(NewSession session, SessionCommand command)
        => Encode(
            [session.VerifierHash, "new", _idle, _refreshAfter, _absolute, session.Id, Id(command.Operation)],
            command);

    /// <summary>What tells one sign-in from every other in the user's index.</summary>
    public static string MarkOf(SignInSession signIn) => Convert.ToHexStringLower(signIn.VerifierHash.AsSpan(0, 8));

    public static long Milliseconds(TimeSpan span) => (long)Math.Ceiling(span.TotalMilliseconds);

    private static (RedisScript Script, RedisValue[] Arguments) Encode(RedisValue[] session, SessionCommand command) => command switch
    {
        ItemCommand { Operation: { } operation } item => WithOperation(Encode([.. session, item.Key, (int)item.Kind], item), item, operation),
        ItemCommand item => Encode([.. session, item.Key, (int)item.Kind], item),
        ReadOperation { Operation: { } operation } => (RedisScripts.ReadOperation, [.. session, .. Operation(operation, "nothing", None)]),
        TouchSession => (RedisScripts.TouchSession, session),
        ReadSession read => (RedisScripts.ReadSession, [.. session, read.WithEntries ? "entries" : None]),
        SetUserAgentHint set => (RedisScripts.SetUserAgentHint, [.. session, set.Hint is null ? "unset" : "set", set.Hint ?? None]),
        WriteEntries write => (RedisScripts.WriteEntries, Encode(session, write)),
        RegenerateSession regenerate => (RedisScripts.RegenerateSession, [.. session, regenerate.VerifierHash, Lifetime(regenerate.PreviousGrace)]),
        SignInSession signIn => (RedisScripts.SignInSession, [.. session, signIn.VerifierHash, signIn.UserId, signIn.NewId, MarkOf(signIn)]),
        DestroySession => (RedisScripts.DestroySession, session),
        _ => throw new NotSupportedException($"The Redis store does not know the command {command.GetType().Name}."),
    };

    private static (RedisScript Script, RedisValue[] Arguments) Encode(RedisValue[] item, ItemCommand command) => command switch
    {
        CountItem => (RedisScripts.CountItem, item),
        RemoveItem => (RedisScripts.RemoveItem, item),
        ReadCounter => (RedisScripts.ReadCounter, item),
        AddToCounter add => (RedisScripts.AddToCounter, [.. item, add.By, add.Min, add.Max, Lifetime(add.Lifetime)]),
        ExchangeCounter exchange => (RedisScripts.ExchangeCounter, [.. item, exchange.Value, Lifetime(exchange.Lifetime)]),
        AddToSet add => (RedisScripts.AddToSet, [.. item, add.Member, Lifetime(add.Lifetime)]),
        RemoveFromSet remove => (RedisScripts.RemoveFromSet, [.. item, remove.Member]),
        FindInSet find => (RedisScripts.FindInSet, [.. item, find.Member]),
        ReadSet => (RedisScripts.ReadSet, item),
        ReadField read => (RedisScripts.ReadField, [.. item, read.Field]),
        ReadMap => (RedisScripts.ReadMap, item),
        WriteField write => (RedisScripts.WriteField, [.. item, write.Field, write.Payload, Expected(write.Condition), Lifetime(write.Lifetime)]),
        RemoveField remove => (RedisScripts.RemoveField, [.. item, remove.Field]),
        AddToField add => (RedisScripts.AddToField, [.. item, add.Field, add.By, add.Min, add.Max, Lifetime(add.Lifetime)]),
        InsertIntoList insert => (RedisScripts.InsertIntoList,
            [.. item, insert.Payload, End(insert.End), insert.MaxLength, Duplicates(insert.Duplicates), Lifetime(insert.Lifetime)]),
        RemoveFromList remove => (RedisScripts.RemoveFromList, [.. item, remove.Payload]),
        ReadList => (RedisScripts.ReadList, item),
        ReadValue => (RedisScripts.ReadValue, item),
        WriteValue write => (RedisScripts.WriteValue, [.. item, write.Payload, Expected(write.Condition), Lifetime(write.Lifetime)]),
        TakeValue take => (RedisScripts.TakeValue, [.. item, take.Expected is null ? "any" : "equal", take.Expected ?? []]),
        IssueToken issue => (RedisScripts.IssueToken, [.. item, issue.TokenHash, Milliseconds(issue.TokenLifetime), issue.MaxTokens]),
        ConsumeToken consume => (RedisScripts.ConsumeToken, [.. item, consume.TokenHash]),
        _ => throw new NotSupportedException($"The Redis store does not know the command {command.GetType().Name}."),
    };

    private static RedisValue[] Encode(RedisValue[] session, WriteEntries command)
    {
        var written = command.Changes.Where(change => change.Value is not null).ToArray();
        var removed = command.Changes.Where(change => change.Value is null).Select(change => (RedisValue)change.Key);
        return
        [
            .. session, command.ClearFirst ? "clear" : None, written.Length,
            .. written.SelectMany(change => new RedisValue[] { change.Key, change.Value }),
            .. removed,
        ];
    }

    private static (RedisScript Script, RedisValue[] Arguments) WithOperation(
        (RedisScript Script, RedisValue[] Arguments) encoded, ItemCommand command, SessionOperation operation)
    {
        var recorded = command switch
        {
            AddToCounter or AddToField or InsertIntoList or CountItem => "number",
            ExchangeCounter => "previous",
            TakeValue => "payload",
            _ => None,
        };
        var position = (operation.KeepsPayload, command) switch
        {
            (true, WriteValue) => PositionOfValuesPayload,
            (true, WriteField) => PositionOfFieldsPayload,
            _ => None,
        };
        return (encoded.Script, [.. encoded.Arguments, .. Operation(operation, recorded, position)]);
    }

    private static RedisValue[] Operation(SessionOperation operation, string recorded, string position)
        => [operation.CommandHash, operation.ExpiresAt.ToUnixTimeMilliseconds(), recorded, position];

    private static RedisValue Id(SessionOperation? operation) => operation is { Id: var id } ? id.ToByteArray() : None;

    private static RedisValue Lifetime(TimeSpan? span) => span is { } given ? Milliseconds(given) : None;

    private static RedisValue Expected(WriteCondition condition) => condition.ExpectedVersion is { } version ? version : None;

    private static RedisValue End(ListEnd end) => end == ListEnd.First ? "first" : "last";

    private static RedisValue Duplicates(DuplicateHandling handling) => handling switch
    {
        DuplicateHandling.Keep => "keep",
        DuplicateHandling.Replace => "replace",
        _ => "refuse",
    };
}
