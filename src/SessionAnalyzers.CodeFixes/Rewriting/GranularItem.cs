namespace SessionAnalyzers.Rewriting;

/// <summary>The kinds of item that a key can become.</summary>
internal sealed record GranularItem(bool IsCounter)
{
    public static readonly GranularItem Counter = new(IsCounter: true);
    public static readonly GranularItem Value = new(IsCounter: false);

    public override string ToString() => IsCounter ? "a counter" : "a value";

    /// <summary>The kinds to try, the most specific first.</summary>
    public static IEnumerable<GranularItem> For(IEnumerable<KeySite> sites)
    {
        if (sites.All(static s => s.Serialization is null or Serialization.Int32))
        {
            yield return Counter;
        }

        yield return Value;
    }
}
