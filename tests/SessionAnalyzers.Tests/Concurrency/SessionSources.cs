namespace SessionAnalyzers.Tests.Concurrency;

/// <summary>Sources that several tests share: the wrappers apps write over ISession, and what they store with them.</summary>
internal static class SessionSources
{
    /// <summary>JSON wrappers as extension methods, and a cart.</summary>
    public const string Wrappers =
        """

        public static class SessionExtensions
        {
            public static void SetObjectAsJson(this ISession session, string key, object value)
                => session.SetString(key, System.Text.Json.JsonSerializer.Serialize(value));

            public static T? GetObjectFromJson<T>(this ISession session, string key)
            {
                var value = session.GetString(key);
                return value == null ? default : System.Text.Json.JsonSerializer.Deserialize<T>(value);
            }

            public static bool TryGetObject<T>(this ISession session, string key, out T? value)
            {
                value = session.GetObjectFromJson<T>(key);
                return value is not null;
            }
        }

        public class CartLine
        {
            public int Id { get; set; }
            public int Quantity { get; set; }
        }

        public class Cart
        {
            public List<CartLine> Lines { get; set; } = new();
            public string? Name { get; set; }
        }
        """;

    /// <summary>A controller with the given members, beside <see cref="Wrappers"/>.</summary>
    public static string Controller(string members) =>
        $$"""
        using Microsoft.AspNetCore.Mvc;

        public class CartController : Controller
        {
        {{members}}
        }

        """ + Wrappers;
}
