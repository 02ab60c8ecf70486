namespace SessionAnalyzers.Tests.Rewriting;

/// <summary>Session wrappers as apps have them.</summary>
internal static class Wrapper
{
    public const string SystemTextJson = """
        using System.Text.Json;

        public static class SessionJson
        {
            public static void SetJson<T>(this ISession session, string key, T value) => session.SetString(key, JsonSerializer.Serialize(value));

            public static T? GetJson<T>(this ISession session, string key)
            {
                var json = session.GetString(key);
                return json == null ? default : JsonSerializer.Deserialize<T>(json);
            }
        }
        """;
}
