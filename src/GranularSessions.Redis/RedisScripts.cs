using GranularSessions.Storage;

namespace GranularSessions.Redis;

/// <summary>All scripts, each named as its command is.</summary>
internal static class RedisScripts
{
    public static RedisScript CountItem { get; } = Item(nameof(CountItem));

    public static RedisScript RemoveItem { get; } = Item(nameof(RemoveItem));

    public static RedisScript ReadCounter { get; } = CounterAtOnce(nameof(ReadCounter));

    public static RedisScript AddToCounter { get; } = CounterAtOnce(nameof(AddToCounter), "integers");

    public static RedisScript ExchangeCounter { get; } = Item(nameof(ExchangeCounter), ItemKind.Counter);

    public static RedisScript AddToSet { get; } = Item(nameof(AddToSet), ItemKind.Set);

    public static RedisScript RemoveFromSet { get; } = Item(nameof(RemoveFromSet), ItemKind.Set);

    public static RedisScript FindInSet { get; } = Item(nameof(FindInSet), ItemKind.Set);

    public static RedisScript ReadSet { get; } = Item(nameof(ReadSet), ItemKind.Set);

    public static RedisScript ReadField { get; } = ItemAtOnce(nameof(ReadField), ItemKind.Map);

    public static RedisScript ReadMap { get; } = Item(nameof(ReadMap), ItemKind.Map);

    public static RedisScript WriteField { get; } = Item(nameof(WriteField), ItemKind.Map);

    public static RedisScript RemoveField { get; } = Item(nameof(RemoveField), ItemKind.Map);

    public static RedisScript AddToField { get; } = Item(nameof(AddToField), ItemKind.Map, "integers");

    public static RedisScript InsertIntoList { get; } = Item(nameof(InsertIntoList), ItemKind.List);

    public static RedisScript RemoveFromList { get; } = Item(nameof(RemoveFromList), ItemKind.List);

    public static RedisScript ReadList { get; } = Item(nameof(ReadList), ItemKind.List);

    public static RedisScript ReadValue { get; } = ItemAtOnce(nameof(ReadValue), ItemKind.Value);

    public static RedisScript WriteValue { get; } = Item(nameof(WriteValue), ItemKind.Value);

    public static RedisScript TakeValue { get; } = Item(nameof(TakeValue), ItemKind.Value);

    public static RedisScript IssueToken { get; } = Item(nameof(IssueToken), ItemKind.Tokens);

    public static RedisScript ConsumeToken { get; } = Item(nameof(ConsumeToken), ItemKind.Tokens);

    public static RedisScript ReadOperation { get; } = Other(nameof(ReadOperation), "clock", "session");

    public static RedisScript TouchSession { get; } = Session(nameof(TouchSession));

    public static RedisScript ReadSession { get; } = Session(nameof(ReadSession));

    public static RedisScript SetUserAgentHint { get; } = Session(nameof(SetUserAgentHint));

    public static RedisScript WriteEntries { get; } = Session(nameof(WriteEntries));

    public static RedisScript RegenerateSession { get; } = Session(nameof(RegenerateSession));

    public static RedisScript SignInSession { get; } = Session(nameof(SignInSession));

    public static RedisScript DestroySession { get; } = Session(nameof(DestroySession));

    public static RedisScript FindSession { get; } = Registry(nameof(FindSession));

    public static RedisScript RevokeSession { get; } = Registry(nameof(RevokeSession));

    public static RedisScript RemoveIfEnded { get; } = Registry(nameof(RemoveIfEnded));

    public static RedisScript SweepItems { get; } = Other(nameof(SweepItems));

    public static RedisScript ExtendItems { get; } = Other(nameof(ExtendItems));

    public static RedisScript AddSignIn { get; } = Other(nameof(AddSignIn));

    public static RedisScript RemoveSignIn { get; } = Other(nameof(RemoveSignIn));

    public static RedisScript ReadSignIns { get; } = Other(nameof(ReadSignIns));

    public static RedisScript ScanSignIns { get; } = Other(nameof(ScanSignIns));

    public static RedisScript ScheduleSession { get; } = Other(nameof(ScheduleSession));

    public static RedisScript TakeDueSessions { get; } = Other(nameof(TakeDueSessions));

    public static RedisScript RescheduleSessions { get; } = Other(nameof(RescheduleSessions));

    private static RedisScript Item(string name) => RedisScript.Load(name, "local kind = ARGV[4]\n", "clock", "session", "item", name);

    private static RedisScript Item(string name, ItemKind kind, params ReadOnlySpan<string> library)
        => RedisScript.Load(name, LineOf(kind), ["clock", "session", "item", .. library, name]);

    /// <summary>A script that tries a shorter way before all else.</summary>
    private static RedisScript ItemAtOnce(string name, ItemKind kind)
        => RedisScript.Load(name, LineOf(kind), "fast", $"{name}.fast", "clock", "session", "item", name);

    /// <summary>A script that tries a shorter way before all else, and answers with one number or text: see <see cref="RedisReplyReader.ReadJoined"/>.</summary>
    private static RedisScript CounterAtOnce(string name, params ReadOnlySpan<string> library)
        => RedisScript.Load(name, LineOf(ItemKind.Counter), ["fast", $"{name}.fast", "decide", "clock", "session", "item", .. library, name, "joined"]);

    private static RedisScript Session(string name) => Other(name, "clock", "session", "snapshot", "collections");

    private static RedisScript Registry(string name) => Other(name, "clock", "registry", "snapshot", "collections");

    private static RedisScript Other(string name, params ReadOnlySpan<string> prelude) => RedisScript.Load(name, firstLine: "", [.. prelude, name]);

    private static string LineOf(ItemKind kind) => $"local kind = '{(int)kind}'\n";
}
