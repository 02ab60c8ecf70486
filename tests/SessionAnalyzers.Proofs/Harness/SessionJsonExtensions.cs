using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace SessionAnalyzers.Proofs.Harness;

/// <summary>The wrapper that most apps carry.</summary>
internal static class SessionJsonExtensions
{
    public static T? GetObjectFromJson<T>(this ISession session, string key) =>
        session.GetString(key) is { } json ? JsonSerializer.Deserialize<T>(json) : default;

    public static void SetObjectAsJson<T>(this ISession session, string key, T value) =>
        session.SetString(key, JsonSerializer.Serialize(value));
}
