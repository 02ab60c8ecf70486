namespace GranularSessions.PostgreSql;

/// <summary>A function of the schema.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Arguments">How many arguments it takes besides the access.</param>
/// <param name="Columns">What is asked of its answer; null where the answer is one array.</param>
internal sealed record SqlFunction(string Name, int Arguments, string? Columns)
{
    private const string ItemColumns = "status, generation, number, had_value, payload, actual_kind, is_replay";
    private const string ElementColumns = "status, generation, number, actual_kind, names, payloads";
    private const string SessionColumns = "status, generation, had_value, id, user_id, created_at, last_seen_at, user_agent_hint, entry_keys, entry_values";
    private const string ListedColumns = "selector, id, user_id, created_at, last_seen_at, user_agent_hint";

    public static readonly SqlFunction ReadItem = new("read_item", 3, ItemColumns);
    public static readonly SqlFunction ReadElements = new("read_elements", 3, ElementColumns);
    public static readonly SqlFunction ReadList = new("read_list", 2, ElementColumns);
    public static readonly SqlFunction RemoveItem = new("remove_item", 2, ItemColumns);
    public static readonly SqlFunction AddToCounter = new("add_to_counter", 6, ItemColumns) { TakesLifetime = true };
    public static readonly SqlFunction AddToPresentCounter = new("add_to_present_counter", 6, Columns: null) { TakesLifetime = true };
    public static readonly SqlFunction ExchangeCounter = new("exchange_counter", 4, ItemColumns) { TakesLifetime = true };
    public static readonly SqlFunction AddToSet = new("add_to_set", 4, ItemColumns) { TakesLifetime = true };
    public static readonly SqlFunction RemoveElement = new("remove_element", 3, ItemColumns);
    public static readonly SqlFunction WriteField = new("write_field", 7, ItemColumns) { TakesLifetime = true };
    public static readonly SqlFunction AddToField = new("add_to_field", 7, ItemColumns) { TakesLifetime = true };
    public static readonly SqlFunction InsertIntoList = new("insert_into_list", 7, ItemColumns) { TakesLifetime = true };
    public static readonly SqlFunction RemoveFromList = new("remove_from_list", 3, ItemColumns);
    public static readonly SqlFunction WriteValue = new("write_value", 6, ItemColumns) { TakesLifetime = true };
    public static readonly SqlFunction TakeValue = new("take_value", 3, ItemColumns);
    public static readonly SqlFunction IssueToken = new("issue_token", 5, ItemColumns);
    public static readonly SqlFunction ConsumeToken = new("consume_token", 3, ItemColumns);
    public static readonly SqlFunction ReadOperation = new("read_operation", 0, ItemColumns);
    public static readonly SqlFunction SetUserAgentHint = new("set_user_agent_hint", 1, ItemColumns);
    public static readonly SqlFunction WriteEntries = new("write_entries", 3, ItemColumns);
    public static readonly SqlFunction ReadSession = new("read_session", 1, SessionColumns);
    public static readonly SqlFunction Regenerate = new("regenerate", 2, SessionColumns);
    public static readonly SqlFunction SignIn = new("sign_in", 3, SessionColumns);
    public static readonly SqlFunction Destroy = new("destroy", 0, SessionColumns);
    public static readonly SqlFunction ListSessions = new("list_sessions", 1, ListedColumns);
    public static readonly SqlFunction RevokeSessions = new("revoke_sessions", 5, ListedColumns);
    public static readonly SqlFunction RemoveExpiredSessions = new("remove_expired_sessions", 3, "removed, last_selector");
    public static readonly SqlFunction RemoveExpiredItems = new("remove_expired_items", 3, "last_selector, last_key");

    /// <summary>Whether it takes an existing session in plain arguments in place of the access, and answers with one array.</summary>
    public bool TakesPlainArguments => Columns is null;

    /// <summary>Whether an item's lifetime follows its key and kind.</summary>
    public bool TakesLifetime { get; private init; }
}
