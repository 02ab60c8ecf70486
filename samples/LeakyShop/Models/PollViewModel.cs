namespace LeakyShop.Models;

public class PollViewModel
{
    public required IReadOnlyDictionary<string, int> Votes { get; init; }

    public bool HasVoted { get; init; }
}
