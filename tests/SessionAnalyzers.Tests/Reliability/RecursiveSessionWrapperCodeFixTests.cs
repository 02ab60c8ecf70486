using SessionAnalyzers.Reliability;
using SessionAnalyzers.Tests.Verification;
using Xunit;

namespace SessionAnalyzers.Tests.Reliability;

public sealed class RecursiveSessionWrapperCodeFixTests
{
    [Fact]
    public Task The_text_is_stored_and_read_as_text() => Fixes(
        """
            public static void Set<T>(this ISession session, string key, T value)
            {
                {|SESS3008:session.Set(key, JsonSerializer.Serialize(value))|}; // as JSON
            }

            public static T? Get<T>(this ISession session, string key)
            {
                var value = {|SESS3008:session.Get<string>(key)|};
                return value == null ? default : JsonSerializer.Deserialize<T>(value);
            }
        """,
        """
            public static void Set<T>(this ISession session, string key, T value)
            {
                session.SetString(key, JsonSerializer.Serialize(value)); // as JSON
            }

            public static T? Get<T>(this ISession session, string key)
            {
                var value = session.GetString(key);
                return value == null ? default : JsonSerializer.Deserialize<T>(value);
            }
        """);

    [Fact]
    public Task A_value_is_serialized_as_its_counterpart_deserializes_it() => Fixes(
        """
            public static void Set<T>(this ISession session, string key, T value) => {|SESS3008:session.Set(key, value)|};

            public static T? Get<T>(this ISession session, string key)
            {
                var value = session.GetString(key);
                return value == null ? default : JsonSerializer.Deserialize<T>(value);
            }
        """,
        """
            public static void Set<T>(this ISession session, string key, T value) => session.SetString(key, JsonSerializer.Serialize(value));

            public static T? Get<T>(this ISession session, string key)
            {
                var value = session.GetString(key);
                return value == null ? default : JsonSerializer.Deserialize<T>(value);
            }
        """);

    [Fact]
    public Task A_value_is_deserialized_as_its_counterpart_serializes_it() => Fixes(
        """
            public static void Set<T>(this ISession session, string key, T value) => session.SetString(key, JsonSerializer.Serialize(value));

            public static T? Get<T>(this ISession session, string key) => {|SESS3008:session.Get<T>(key)|};
        """,
        """
            public static void Set<T>(this ISession session, string key, T value) => session.SetString(key, JsonSerializer.Serialize(value));

            public static T? Get<T>(this ISession session, string key) => session.GetString(key) is { } json ? JsonSerializer.Deserialize<T>(json) : default;
        """);

    [Fact]
    public Task Without_a_serializer_in_sight_there_is_none() => NotFixed("    public static void Set<T>(this ISession session, string key, T value) => {|SESS3008:session.Set(key, value)|};");

    [Fact]
    public Task A_serializer_with_options_is_left_to_the_developer() => NotFixed(
        """
            private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web);

            public static void Set<T>(this ISession session, string key, T value) => {|SESS3008:session.Set(key, value)|};

            public static T? Get<T>(this ISession session, string key) => session.GetString(key) is { } json ? JsonSerializer.Deserialize<T>(json, Options) : default;
        """);

    private static Task NotFixed(string members) => Verify.NoCodeFix<RecursiveSessionWrapper, RecursiveSessionWrapperCodeFix>(Class(members));

    private static Task Fixes(string members, string fixedMembers) =>
        Verify.CodeFix<RecursiveSessionWrapper, RecursiveSessionWrapperCodeFix>(Class(members), Class(fixedMembers));

    private static string Class(string members) =>
        $$"""
        using System.Text.Json;

        public static class Extensions
        {
        {{members}}
        }
        """;
}
