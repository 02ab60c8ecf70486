using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace GranularSessions.Serialization;

/// <summary>Writes values as JSON and reads them back, with the limits and the errors that the API documents.</summary>
internal sealed class SessionSerializer(JsonSerializerOptions options, int maxValueBytes)
{
    public byte[] Serialize<T>(T value)
        where T : notnull
    {
        ArgumentNullException.ThrowIfNull(value);
        byte[] json;
        try
        {
            json = JsonSerializer.SerializeToUtf8Bytes(value, TypeInfo<T>());
        }
        catch (Exception exception) when (IsAboutJson(exception))
        {
            throw new SessionSerializationException($"A value of type '{typeof(T)}' cannot be written as JSON.", exception);
        }

        EnsureSize(json.Length);
        return json;
    }

    public T Deserialize<T>(byte[] json)
        where T : notnull
    {
        try
        {
            return JsonSerializer.Deserialize(json, TypeInfo<T>())
                ?? throw new SessionSerializationException($"The stored JSON is null and cannot be read as '{typeof(T)}'.");
        }
        catch (Exception exception) when (IsAboutJson(exception))
        {
            throw new SessionSerializationException($"The stored JSON cannot be read as '{typeof(T)}'.", exception);
        }
    }

    public void EnsureSize(int bytes)
    {
        if (bytes > maxValueBytes)
        {
            throw new SessionValueTooLargeException($"The value has {bytes} bytes; {nameof(GranularSessionOptions.MaxValueBytes)} allows {maxValueBytes}.");
        }
    }

    // ArgumentException: numbers that JSON cannot express, such as NaN.
    private static bool IsAboutJson(Exception exception)
        => exception is JsonException or NotSupportedException or InvalidOperationException or ArgumentException;

    private JsonTypeInfo<T> TypeInfo<T>() => (JsonTypeInfo<T>)options.GetTypeInfo(typeof(T));
}
