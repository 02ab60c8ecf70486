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
    private const int PositionOfValuesPayload = 4;
    private const int PositionOfFieldsPayload = 5;

    // To this size a script's numbers are exact, which are doubles.
    private const long LargestExact = 1_000_000_000_000_000;

    // How many times most sessions' ids are regenerated at most.
    private const int UsualGenerations = 8;

    private readonly RedisValue _idle = Milliseconds(timeouts.Idle);
    private readonly byte[] _limits = Ascii($"{Milliseconds(timeouts.RefreshAfter)}:{Milliseconds(timeouts.Idle)}:{Milliseconds(timeouts.Absolute)}");
    private readonly RedisValue[] _atOnce = [.. Enumerable.Range(0, UsualGenerations).Select(generation => AtOnce(generation, timeouts))];

    public RedisValue Idle => _idle;

    public (RedisScript Script, RedisValue[] Arguments) Encode(SessionAccess access, SessionCommand command)
        => Encode(access.Generation is { } generation ? Presented(generation, command) : Presented(access.VerifierHash), command);

    public (RedisScript Script, RedisValue[] Arguments) Encode(NewSession session, SessionCommand command) => Encode(Created(session), command);

    /// <summary>What tells one sign-in from every other in the user's index.</summary>
    public static string MarkOf(SignInSession signIn) => Convert.ToHexStringLower(signIn.VerifierHash.AsSpan(0, 8));

    public static long Milliseconds(TimeSpan span) => (long)Math.Ceiling(span.TotalMilliseconds);

    private (RedisScript Script, RedisValue[] Arguments) Encode(RedisValue access, SessionCommand command) => command switch
    {
        ItemCommand item => Encode(access, item),
        ReadOperation { Operation: { } operation } => (RedisScripts.ReadOperation, [access, Limits(operation, "read", position: null)]),
        TouchSession => (RedisScripts.TouchSession, OfSession(access)),
        ReadSession read => (RedisScripts.ReadSession, OfSession(access, read.WithEntries ? "entries" : None)),
        SetUserAgentHint set => (RedisScripts.SetUserAgentHint, OfSession(access, set.Hint is null ? "unset" : "set", set.Hint ?? None)),
        WriteEntries write => (RedisScripts.WriteEntries, OfSession(access, Entries(write))),
        RegenerateSession regenerate => (RedisScripts.RegenerateSession,
            OfSession(access, regenerate.VerifierHash, regenerate.PreviousGrace is { } grace ? Milliseconds(grace) : (RedisValue)None)),
        SignInSession signIn => (RedisScripts.SignInSession,
            OfSession(access, signIn.VerifierHash, signIn.UserId, signIn.NewId, MarkOf(signIn))),
        DestroySession => (RedisScripts.DestroySession, OfSession(access)),
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

    private RedisValue[] OfSession(RedisValue access, params ReadOnlySpan<RedisValue> own) => [access, _limits, .. own];

    /// <summary>The command's own arguments, and at the end its lifetime where it has one.</summary>
    private RedisValue[] OfItem(RedisValue access, ItemCommand command, params ReadOnlySpan<RedisValue> own)
    {
        RedisValue limits = command.Operation is { } once ? Limits(once, command) : _limits;
        return command.Lifetime is { } lifetime
            ? [access, limits, command.Key, .. own, Milliseconds(lifetime)]
            : [access, limits, command.Key, .. own];
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

    private RedisValue Presented(long generation, SessionCommand command)
    {
        if (!CanBeAnsweredAtOnce(command))
        {
            return generation;
        }

        return generation < UsualGenerations ? _atOnce[generation] : AtOnce(generation, timeouts);
    }

    /// <summary>Whether the lines before the rest of its script are enough for a command, if the session is found open.</summary>
    private static bool CanBeAnsweredAtOnce(SessionCommand command) => command switch
    {
        { Operation: not null } => false,
        AddToCounter { Lifetime: null, Min: long.MinValue, Max: long.MaxValue, By: >= -LargestExact and <= LargestExact } => true,
        ReadCounter or ReadField or ReadValue => true,
        _ => false,
    };

    private static RedisValue AtOnce(long generation, SessionTimeouts timeouts) => Ascii($"{generation}:{Milliseconds(timeouts.RefreshAfter)}");

    private static RedisValue Presented(byte[] verifierHash) => (byte[])[(byte)'v', .. verifierHash];

    private static RedisValue Created(NewSession session) => (byte[])[(byte)'n', .. session.VerifierHash, .. Encoding.ASCII.GetBytes(session.Id)];

    private RedisValue Limits(SessionOperation operation, ItemCommand command)
    {
        var recorded = command switch
        {
            WriteValue or WriteField when operation.KeepsPayload => "argument",
            AddToCounter or AddToField or InsertIntoList or CountItem => "number",
            ExchangeCounter => "previous",
            TakeValue => "payload",
            _ => None,
        };
        return Limits(operation, recorded, recorded == "argument" ? command is WriteValue ? PositionOfValuesPayload : PositionOfFieldsPayload : null);
    }

    private RedisValue Limits(SessionOperation operation, string recorded, int? position) => (byte[])
    [
        .. _limits, (byte)';',
        .. operation.Id.ToByteArray(),
        .. operation.CommandHash,
        .. Ascii($"{recorded}:{position}:{operation.ExpiresAt.ToUnixTimeMilliseconds()}"),
    ];

    private static byte[] Ascii(FormattableString text) => Encoding.ASCII.GetBytes(text.ToString(CultureInfo.InvariantCulture));

    private static RedisValue Expected(WriteCondition condition) => condition.ExpectedVersion is { } version ? version : None;

    private static RedisValue End(ListEnd end) => end == ListEnd.First ? "first" : "last";

    private static RedisValue Duplicates(DuplicateHandling handling) => handling switch
    {
        DuplicateHandling.Keep => "keep",
        DuplicateHandling.Replace => "replace",
        _ => "refuse",
    };
}
