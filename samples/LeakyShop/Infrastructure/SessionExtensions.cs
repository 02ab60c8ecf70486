using System.Text.Json;

namespace LeakyShop.Infrastructure;

public static class SessionExtensions
{
    public static void SetObjectAsJson<T>(this ISession session, string key, T value)
    {
        session.SetString(key, JsonSerializer.Serialize(value));
    }

    public static T? GetObjectFromJson<T>(this ISession session, string key)
    {
        var json = session.GetString(key);
        return json == null ? default : JsonSerializer.Deserialize<T>(json);
    }

    public static void Set<T>(this ISession session, string key, T value)
    {
        session.Set(key, JsonSerializer.Serialize(value));
    }
}
