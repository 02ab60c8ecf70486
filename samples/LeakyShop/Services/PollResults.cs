using System.Collections.Concurrent;

namespace LeakyShop.Services;

public class PollResults
{
    private readonly ConcurrentDictionary<string, int> _votes = new()
    {
        ["Milk first"] = 0,
        ["Tea first"] = 0,
    };

    public IReadOnlyDictionary<string, int> Votes => new SortedDictionary<string, int>(_votes);

    public bool Offers(string option) => _votes.ContainsKey(option);

    public void Add(string option) => _votes.AddOrUpdate(option, 1, (_, votes) => votes + 1);
}
