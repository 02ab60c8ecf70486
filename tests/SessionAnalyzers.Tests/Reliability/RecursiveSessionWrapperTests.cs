using SessionAnalyzers.Reliability;
using SessionAnalyzers.Tests.Verification;
using Xunit;

namespace SessionAnalyzers.Tests.Reliability;

public sealed class RecursiveSessionWrapperTests
{
    [Fact]
    public Task Set_with_a_text_calls_itself() => Verify.Analyzer<RecursiveSessionWrapper>(
        Class("public static void Set<T>(this ISession session, string key, T value) => {|#0:session.Set(key, JsonSerializer.Serialize(value))|};"),
        Verify.Diagnostic("SESS3008").WithLocation(0).WithArguments("Set"));

    [Fact]
    public Task Get_of_a_type_calls_itself() => Verified(
        """
        public static T? Get<T>(this ISession session, string key)
        {
            var value = [|session.Get<string>(key)|];
            return value == null ? default : JsonSerializer.Deserialize<T>(value);
        }
        """);

    [Fact]
    public Task A_static_call_is_one() => Verified("public static void Put(ISession session, string key, object value) => [|Put(session, key, JsonSerializer.Serialize(value))|];");

    [Fact]
    public Task A_null_check_before_does_not_end_it() => Verified(
        """
        public static void Set<T>(this ISession session, string key, T? value)
        {
            ArgumentNullException.ThrowIfNull(session);
            if (string.IsNullOrEmpty(key) || value is null)
            {
                return;
            }

            [|session.Set(key, JsonSerializer.Serialize(value))|];
        }
        """);

    [Fact]
    public Task A_null_check_around_does_not_end_it() => Verified(
        """
        public static void Set<T>(this ISession session, string key, T? value)
        {
            if (value != null && key is not null)
            {
                [|session.Set(key, JsonSerializer.Serialize(value))|];
            }
            else
            {
                session.Remove(key!);
            }
        }
        """);

    [Fact]
    public Task An_async_wrapper_calls_itself_too() => Verified(
        """
        public static async Task SetAsync<T>(this ISession session, string key, T value)
        {
            await session.LoadAsync();
            await [|session.SetAsync(key, JsonSerializer.Serialize(value))|];
        }
        """);

    [Fact]
    public Task A_service_with_the_session_in_hand_calls_itself() => Verify.Analyzer<RecursiveSessionWrapper>(
        """
        public class Store
        {
            public void Save(ISession session, string key, string value) => [|Save(session, key, value.Trim())|];
        }
        """);

    [Fact]
    public Task SetString_is_another_method() => Verified("public static void Set<T>(this ISession session, string key, T value) => session.SetString(key, JsonSerializer.Serialize(value));");

    [Fact]
    public Task Set_with_bytes_is_that_of_the_session() => Verified("public static void Set<T>(this ISession session, string key, T value) => session.Set(key, JsonSerializer.SerializeToUtf8Bytes(value));");

    [Fact]
    public Task Get_without_a_type_is_that_of_the_session() => Verified("public static T? Get<T>(this ISession session, string key) => session.Get(key) is { } bytes ? JsonSerializer.Deserialize<T>(bytes) : default;");

    [Fact]
    public Task An_overload_is_another_method() => Verified(
        """
        public static void Put(this ISession session, string key, string text) => session.SetString(key, text);

        public static void Put<T>(this ISession session, string key, T value) => session.Put(key, JsonSerializer.Serialize(value));
        """);

    [Fact]
    public Task A_test_of_the_type_ends_it() => Verified(
        """
        public static void Set<T>(this ISession session, string key, T value)
        {
            if (value is string text)
            {
                session.SetString(key, text);
                return;
            }

            session.Set(key, JsonSerializer.Serialize(value));
        }

        public static void Put(this ISession session, string key, object value)
        {
            switch (value)
            {
                case string text:
                    session.SetString(key, text);
                    break;
                default:
                    session.Put(key, (object)JsonSerializer.Serialize(value));
                    break;
            }
        }
        """);

    [Fact]
    public Task Null_may_be_handed_on_as_something_else() => Verified(
        """
        public static void Put(this ISession session, string key, string? text)
        {
            if (text == null)
            {
                session.Put(key, "");
                return;
            }

            session.SetString(key, text);
        }
        """);

    [Fact]
    public Task Another_key_ends_it() => Verified("public static void Put(this ISession session, string key, string text) { session.SetString(key, text); if (key != \"last\") session.Put(\"last\", key); }");

    [Fact]
    public Task The_same_name_on_something_else_is_another_method() => Verify.Analyzer<RecursiveSessionWrapper>(
        """
        public interface IStore { void Save(ISession session, string key, string value); }

        public class Store(IStore inner) : IStore
        {
            public void Save(ISession session, string key, string value) => inner.Save(session, key, value);
        }
        """);

    [Fact]
    public Task Another_ISession_is_not_looked_at() => Verify.Analyzer<RecursiveSessionWrapper>(
        """
        namespace Database
        {
            public interface ISession { }

            public static class Extensions
            {
                public static void Set<T>(this ISession session, string key, T value) => session.Set(key, value!.ToString());
            }
        }
        """);

    private static Task Verified(string members) => Verify.Analyzer<RecursiveSessionWrapper>(Class(members));

    private static string Class(string members) =>
        $$"""
        using System.Text.Json;

        public static class Extensions
        {
        {{members}}
        }
        """;
}
