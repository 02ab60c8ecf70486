using RaceLab.Strategies;

namespace RaceLab.Racing;

/// <summary>A strategy as the page presents it.</summary>
/// <param name="Number">Its number in the comparison.</param>
/// <param name="Id">Its part of the address.</param>
/// <param name="Title">Its name.</param>
/// <param name="Summary">What it does.</param>
/// <param name="TradeOff">What it costs, or what is left.</param>
/// <param name="Type">Its class, whose source is shown.</param>
public sealed record StrategyInfo(string Number, string Id, string Title, string Summary, string TradeOff, Type Type)
{
    /// <summary>Whether a commit replaces the whole session, and with it what others have written meanwhile under any key.</summary>
    public bool ReplacesWholeSession { get; init; }

    /// <summary>Whether the slow request notes in the visitor's state that its report is ready.</summary>
    public bool NotesReport { get; init; } = true;

    /// <summary>The files of its class and of those that it derives from.</summary>
    public IEnumerable<string> Files
    {
        get
        {
            for (Type? type = Type; type != typeof(RaceStrategy); type = type.BaseType!)
            {
                yield return type.Name + ".cs";
            }
        }
    }
}
