using System.Diagnostics.CodeAnalysis;

namespace GranularSessions;

/// <summary>What the function of an update decides: a value to write or none, and what the update answers with.</summary>
/// <typeparam name="T">The item's type.</typeparam>
/// <typeparam name="TResult">The type of the update's result.</typeparam>
/// <remarks>Made by <see cref="SessionUpdate"/>. The default leaves the item unchanged and answers with the default.</remarks>
public readonly struct SessionUpdate<T, TResult>
    where T : notnull
{
    internal SessionUpdate(T value, TResult result)
    {
        IsWritten = true;
        Value = value;
        Result = result;
    }

    internal SessionUpdate(TResult result) => Result = result;

    /// <summary>Whether there is a value to write.</summary>
    [MemberNotNullWhen(true, nameof(Value))]
    public bool IsWritten { get; }

    /// <summary>The value to write; the type's default when there is none.</summary>
    public T? Value { get; }

    /// <summary>What the update answers with.</summary>
    public TResult Result { get; }

    /// <summary>Leaves the item unchanged.</summary>
    /// <param name="unchanged">What <see cref="SessionUpdate.Keep"/> returned.</param>
    public static implicit operator SessionUpdate<T, TResult>(UnchangedItem<TResult> unchanged) => new(unchanged.Result);
}

/// <summary>Decides about an update, in the function given to it.</summary>
public static class SessionUpdate
{
    /// <summary>Writes a value.</summary>
    /// <typeparam name="T">The item's type.</typeparam>
    /// <typeparam name="TResult">The type of the update's result.</typeparam>
    /// <param name="value">The value.</param>
    /// <param name="result">What the update answers with once the value is written.</param>
    /// <exception cref="ArgumentNullException"><paramref name="value"/> is null.</exception>
    public static SessionUpdate<T, TResult> Write<T, TResult>(T value, TResult result)
        where T : notnull
    {
        ArgumentNullException.ThrowIfNull(value);
        return new(value, result);
    }

    /// <summary>Leaves the item as it is: its value, version and deadline.</summary>
    /// <typeparam name="TResult">The type of the update's result.</typeparam>
    /// <param name="result">What the update answers with.</param>
    public static UnchangedItem<TResult> Keep<TResult>(TResult result) => new(result);
}
