namespace GranularSessions;

/// <summary>The decision to leave an item as it is; becomes a <see cref="SessionUpdate{T, TResult}"/> of any item.</summary>
/// <typeparam name="TResult">The type of the update's result.</typeparam>
public readonly struct UnchangedItem<TResult>
{
    internal UnchangedItem(TResult result) => Result = result;

    /// <summary>What the update answers with.</summary>
    public TResult Result { get; }
}
