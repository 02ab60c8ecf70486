using RaceLab.Strategies;

namespace RaceLab.Racing;

/// <summary>The strategies, in the order of the comparison.</summary>
public static class StrategyCatalog
{
    public static IReadOnlyList<StrategyInfo> All { get; } =
    [
        new("1", "stock-session", "Stock session",
            "Read, change, write back, on the framework's ISession.",
            "Each request works on the copy that it loaded, and its commit replaces the whole session: what others wrote meanwhile is gone, under other keys too.",
            typeof(StockSession)) { ReplacesWholeSession = true },
        new("2", "commit-after-write", "Commit after the write",
            "LoadAsync as late and CommitAsync as early as it goes.",
            "The window is shorter, not closed: two requests inside it still lose one, and a slow one still overwrites everything.",
            typeof(CommitAfterWrite)) { ReplacesWholeSession = true },
        new("3a", "lock-per-session", "Lock per session",
            "A semaphore per session, with load and commit inside it.",
            "Correct in one process. Every request of a visitor waits for the slowest one; a second instance has a lock of its own and loses again.",
            typeof(LockPerSession)) { ReplacesWholeSession = true },
        new("3b", "lock-after-read", "Lock after a read",
            "The same semaphore, found by Session.Id.",
            "Asking for the id loads the session before the lock is held, and a session is loaded once a request. As slow as the lock, and as wrong as none.",
            typeof(LockAfterRead)) { ReplacesWholeSession = true },
        new("4", "session-where-needed", "Session where needed",
            "The stock session on the routes that need one, none on the slow route.",
            "The slow request no longer overwrites anything. The short ones still overwrite each other.",
            typeof(SessionWhereNeeded)) { ReplacesWholeSession = true, NotesReport = false },
        new("5", "granular-operations", "GranularSessions operations",
            "Counter, map, set and one-time token: each change is one atomic step in the store.",
            "Correct on any number of instances, and nobody waits. No transaction spans several items: what belongs together goes into one.",
            typeof(GranularOperations)),
        new("6", "granular-entries", "GranularSessions' ISession",
            "The same ISession calls on GranularSessions, which commits the changed keys and no others.",
            "Different keys survive, so the articles do, a key each. A key that is read, changed and written back still loses: the counter, the token, the vote.",
            typeof(GranularSessionEntries)),
        new("7", "cart-api", "Cart API",
            "Carts in a store of their own, with an expiry of their own. The session holds the cart's id, written once.",
            "Correct, and a cart outlives its session. The price is a second store, with its own schema, expiry, clean-up and access rules.",
            typeof(CartApi)),
        new("8", "immutable-session", "Immutable session",
            "The cart API, and a signed token in the client's hands that names the cart.",
            "Nothing on the server to overwrite or to share. The token cannot be changed or taken back: logout needs a revocation list, the one state left.",
            typeof(ImmutableSession)),
    ];

    /// <summary>Finds a strategy by its id; null: there is none.</summary>
    public static StrategyInfo? Find(string id) => All.FirstOrDefault(strategy => strategy.Id == id);
}
