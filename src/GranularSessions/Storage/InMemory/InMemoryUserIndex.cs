namespace GranularSessions.Storage.InMemory;

/// <summary>Which sessions a user is signed in to. Locked inside a session's lock, never around one.</summary>
internal sealed class InMemoryUserIndex
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, HashSet<string>> _selectorsByUser = new(StringComparer.Ordinal);

    public void Add(string userId, string selector)
    {
        lock (_lock)
        {
            if (!_selectorsByUser.TryGetValue(userId, out var selectors))
            {
                selectors = new HashSet<string>(StringComparer.Ordinal);
                _selectorsByUser.Add(userId, selectors);
            }

            selectors.Add(selector);
        }
    }

    public void Remove(string userId, string selector)
    {
        lock (_lock)
        {
            if (_selectorsByUser.TryGetValue(userId, out var selectors) && selectors.Remove(selector) && selectors.Count == 0)
            {
                _selectorsByUser.Remove(userId);
            }
        }
    }

    public IReadOnlyList<string> SelectorsOf(string userId)
    {
        lock (_lock)
        {
            return _selectorsByUser.TryGetValue(userId, out var selectors) ? [.. selectors] : [];
        }
    }

    public IReadOnlyList<string> AllSelectors()
    {
        lock (_lock)
        {
            return [.. _selectorsByUser.Values.SelectMany(selectors => selectors)];
        }
    }
}
