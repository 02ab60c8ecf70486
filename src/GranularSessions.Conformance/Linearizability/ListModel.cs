namespace GranularSessions.Conformance.Linearizability;

internal enum ListAction
{
    Append,
    Prepend,
    MoveToFront,
    AppendIfAbsent,
    AppendOnce,
    Remove,
    Read,
    Count,
    Clear,
}

/// <param name="Key">The list.</param>
/// <param name="Action">What to do.</param>
/// <param name="Element">The element: a letter; of <see cref="ListAction.AppendOnce"/> always the same one.</param>
/// <param name="MaxLength">The most elements that an insertion leaves.</param>
internal sealed record ListCall(string Key, ListAction Action, char Element = ' ', int MaxLength = int.MaxValue);

/// <param name="Number">The new length, the count, or 1 or 0 for yes or no.</param>
/// <param name="Elements">What was read.</param>
internal readonly record struct ListAnswer(int Number, string Elements = "");

/// <param name="Elements">The letters in their order; none when the list is absent.</param>
/// <param name="AppendedOnce">The answer recorded for the one operation id.</param>
internal readonly record struct ListState(string Elements, ListAnswer? AppendedOnce = null);

/// <summary>Lists of letters, with maximal lengths and an operation id.</summary>
internal sealed class ListModel : SequentialModel<ListState, ListCall, ListAnswer>
{
    public override ListState Initial => new("");

    public override string ObjectOf(ListCall call) => call.Key;

    public override IReadOnlyList<(ListState Next, ListAnswer Answer)> Apply(ListState state, ListCall call)
    {
        var elements = state.Elements;
        var isElement = elements.Contains(call.Element, StringComparison.Ordinal);
        return [call.Action switch
        {
            ListAction.Append => Inserted(state, LastOf(elements + call.Element, call.MaxLength)),
            ListAction.Prepend => Inserted(state, FirstOf(call.Element + elements, call.MaxLength)),
            ListAction.MoveToFront => Inserted(state, FirstOf(call.Element + Without(elements, call.Element), call.MaxLength)),
            ListAction.AppendIfAbsent => isElement ? (state, new(0)) : (state with { Elements = elements + call.Element }, new(1)),
            ListAction.AppendOnce => AppendOnce(state, call.Element),
            ListAction.Remove when isElement => (state with { Elements = elements.Remove(elements.IndexOf(call.Element, StringComparison.Ordinal), 1) }, new(1)),
            ListAction.Remove => (state, new(0)),
            ListAction.Read => (state, new(elements.Length, elements)),
            ListAction.Count => (state, new(elements.Length)),
            _ => (state with { Elements = "" }, new(elements.Length == 0 ? 0 : 1)),
        }];
    }

    private static (ListState Next, ListAnswer Answer) Inserted(ListState state, string elements)
        => (state with { Elements = elements }, new(elements.Length));

    private static (ListState Next, ListAnswer Answer) AppendOnce(ListState state, char element)
    {
        if (state.AppendedOnce is { } recorded)
        {
            return (state, recorded);
        }

        var (next, answer) = Inserted(state, state.Elements + element);
        return (next with { AppendedOnce = answer }, answer);
    }

    private static string FirstOf(string elements, int count) => elements.Length > count ? elements[..count] : elements;

    private static string LastOf(string elements, int count) => elements.Length > count ? elements[^count..] : elements;

    private static string Without(string elements, char element) => string.Concat(elements.Split(element));
}
