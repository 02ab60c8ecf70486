namespace GranularSessions.Redis;

/// <summary>All scripts, each named as its command is.</summary>
internal static class RedisScripts
{
    public static RedisScript CountItem { get; } = Item(nameof(CountItem));

    public static RedisScript RemoveItem { get; } = Item(nameof(RemoveItem));

    public static RedisScript ReadCounter { get; } = Item(nameof(ReadCounter));

    public static RedisScript AddToCounter { get; } = Item(nameof(AddToCounter), "integers");

    public static RedisScript ExchangeCounter { get; } = Item(nameof(ExchangeCounter));

    public static RedisScript AddToSet { get; } = Item(nameof(AddToSet));

    public static RedisScript RemoveFromSet { get; } = Item(nameof(RemoveFromSet));

    public static RedisScript FindInSet { get; } = Item(nameof(FindInSet));

    public static RedisScript ReadSet { get; } = Item(nameof(ReadSet));

    public static RedisScript ReadField { get; } = Item(nameof(ReadField));

    public static RedisScript ReadMap { get; } = Item(nameof(ReadMap));

    public static RedisScript WriteField { get; } = Item(nameof(WriteField));

    public static RedisScript RemoveField { get; } = Item(nameof(RemoveField));

    public static RedisScript AddToField { get; } = Item(nameof(AddToField), "integers");

    public static RedisScript InsertIntoList { get; } = Item(nameof(InsertIntoList));

    public static RedisScript RemoveFromList { get; } = Item(nameof(RemoveFromList));

    public static RedisScript ReadList { get; } = Item(nameof(ReadList));

    public static RedisScript ReadValue { get; } = Item(nameof(ReadValue));

    public static RedisScript WriteValue { get; } = Item(nameof(WriteValue));

    public static RedisScript TakeValue { get; } = Item(nameof(TakeValue));

    public static RedisScript IssueToken { get; } = Item(nameof(IssueToken));

    public static RedisScript ConsumeToken { get; } = Item(nameof(ConsumeToken));

    public static RedisScript ReadOperation { get; } = RedisScript.Load(nameof(ReadOperation), "session");

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

    public static RedisScript SweepItems { get; } = RedisScript.Load(nameof(SweepItems));

    public static RedisScript ExtendItems { get; } = RedisScript.Load(nameof(ExtendItems));

    public static RedisScript AddSignIn { get; } = RedisScript.Load(nameof(AddSignIn));

    public static RedisScript RemoveSignIn { get; } = RedisScript.Load(nameof(RemoveSignIn));

    public static RedisScript ReadSignIns { get; } = RedisScript.Load(nameof(ReadSignIns));

    public static RedisScript ScanSignIns { get; } = RedisScript.Load(nameof(ScanSignIns));

    public static RedisScript ScheduleSession { get; } = RedisScript.Load(nameof(ScheduleSession));

    public static RedisScript TakeDueSessions { get; } = RedisScript.Load(nameof(TakeDueSessions));

    public static RedisScript RescheduleSessions { get; } = RedisScript.Load(nameof(RescheduleSessions));

    private static RedisScript Item(string name) => RedisScript.Load(name, "session", "item");

    private static RedisScript Item(string name, string library) => RedisScript.Load(name, "session", "item", library);

    private static RedisScript Session(string name) => RedisScript.Load(name, "session", "snapshot", "collections");

    private static RedisScript Registry(string name) => RedisScript.Load(name, "registry", "snapshot", "collections");
}
