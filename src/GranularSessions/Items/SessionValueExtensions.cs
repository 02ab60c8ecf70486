namespace GranularSessions;

/// <summary>Nullable reads of items that hold value types.</summary>
public static class SessionValueExtensions
{
    /// <summary>Reads the value, telling an absent value from a default one.</summary>
    /// <typeparam name="T">The value's type.</typeparam>
    /// <param name="value">The item.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <returns>The value, or null when it is absent.</returns>
    public static async Task<T?> GetOrNullAsync<T>(this SessionValue<T> value, CancellationToken cancellationToken = default)
        where T : struct
    {
        ArgumentNullException.ThrowIfNull(value);
        var read = await value.GetWithVersionAsync(cancellationToken).ConfigureAwait(false);
        return read.Exists ? read.Value : null;
    }

    /// <summary>Reads a field, telling an absent field from a default value.</summary>
    /// <typeparam name="T">The field's type.</typeparam>
    /// <param name="map">The item.</param>
    /// <param name="field">The field.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <returns>The value, or null when the field is absent.</returns>
    public static async Task<T?> GetOrNullAsync<T>(this SessionMap<T> map, string field, CancellationToken cancellationToken = default)
        where T : struct
    {
        ArgumentNullException.ThrowIfNull(map);
        var read = await map.GetWithVersionAsync(field, cancellationToken).ConfigureAwait(false);
        return read.Exists ? read.Value : null;
    }
}
