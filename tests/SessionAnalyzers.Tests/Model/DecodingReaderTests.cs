using Microsoft.CodeAnalysis;
using SessionAnalyzers.Model;
using SessionAnalyzers.Tests.Robustness;
using Xunit;

namespace SessionAnalyzers.Tests.Model;

/// <summary>What code that reads the key "k" takes its value for.</summary>
public sealed class DecodingReaderTests
{
    [Theory]
    [InlineData("if (Session.GetString(\"k\") == null) { }")]
    [InlineData("if (null != Session.GetString(\"k\")) { }")]
    [InlineData("if (Session.GetString(\"k\") is null) { }")]
    [InlineData("if (Session.GetString(\"k\") is not null) { }")]
    [InlineData("if (string.IsNullOrEmpty(Session.GetString(\"k\"))) { }")]
    [InlineData("if (string.IsNullOrWhiteSpace(Session.GetString(\"k\"))) { }")]
    [InlineData("if (Session.GetInt32(\"k\").HasValue) { }")]
    [InlineData("if (!Session.TryGetValue(\"k\", out _)) { }")]
    [InlineData("if (Session.TryGetValue(\"k\", out var none)) { }")]
    [InlineData("Use(Session.TryGetValue(\"k\", out _) ? 1 : 0);")]
    [InlineData("Session.GetString(\"k\");")]
    [InlineData("var text = Session.GetString(\"k\"); if (text == null) { }")]
    [InlineData("var text = \"\"; text = Session.GetString(\"k\"); if (text == null) { }")]
    [InlineData("if (HttpContext?.Session.GetString(\"k\") == null) { }")]
    [InlineData("var text = Session.Same(\"k\"); if (text == null) { }")]
    [InlineData("if (Session.SameOfBody(\"k\") == null) { }")]
    public void A_read_only_asks_whether_there_is_a_value(string statements) => Assert.True(EncodingOf(statements).IsPresenceTest);

    [Theory]
    [InlineData("Use(Session.GetString(\"k\") + \"!\");")]
    [InlineData("if (Session.GetString(\"k\") == \"admin\") { }")]
    [InlineData("if (Session.GetString(\"k\") is \"admin\") { }")]
    [InlineData("if (Session.GetString(\"k\") is { Length: > 3 }) { }")]
    [InlineData("if (Session.GetString(\"k\") is string text && text == \"admin\") { }")]
    [InlineData("if (Session.GetString(\"k\") is { } text && text == \"admin\") { }")]
    [InlineData("Use(Session.GetString(\"k\")?.Length);")]
    [InlineData("Use(int.Parse(Session.GetString(\"k\")!));")]
    [InlineData("Use(long.Parse(Session.GetString(\"k\")!));")]
    [InlineData("Use(Guid.Parse(Session.GetString(\"k\")!));")]
    [InlineData("Use(bool.Parse(Session.GetString(\"k\")!));")]
    [InlineData("Use(double.Parse(Session.GetString(\"k\")!));")]
    [InlineData("Use(decimal.Parse(Session.GetString(\"k\")!));")]
    [InlineData("Use(DateTime.Parse(Session.GetString(\"k\")!));")]
    [InlineData("if (int.TryParse(Session.GetString(\"k\"), out var number)) { }")]
    [InlineData("Use(string.Concat(Session.GetString(\"k\"), \"!\"));")]
    [InlineData("var text = Session.GetString(\"k\") ?? \"none\"; Use(text.Length);")]
    [InlineData("string? text; text = Session.GetString(\"k\"); Use(text!.Length);")]
    [InlineData("var text = HttpContext?.Session.GetString(\"k\"); Use(text!.Length);")]
    [InlineData("Use(Session.Same(\"k\")!.Length);")]
    [InlineData("Use(Session.SameOfBody(\"k\")!.Length);")]
    [InlineData("Use(Session.SameOfSame(\"k\")!.Length);")]
    public void A_read_takes_the_value_for_text_that_is_no_JSON(string statements) => Assert.Equal("PlainText", Described(statements));

    [Theory]
    [InlineData("Use(Session.GetString(\"k\"));")]
    [InlineData("Use(Session.GetString(\"k\") ?? \"none\");")]
    [InlineData("Use(HttpContext?.Session.GetString(\"k\"));")]
    [InlineData("var text = Session.GetString(\"k\"); Use(text!.Length); Use(text);")]
    [InlineData("Func<string?> text = () => Session.GetString(\"k\");")]
    [InlineData("Use(Session.OfLambda(\"k\")!.Length);")]
    [InlineData("Use(Session.OfLocalFunction(\"k\")!.Length);")]
    [InlineData("Use(Shop.Parse(Session.GetString(\"k\")!));")]
    [InlineData("Use(int.Abs(int.CreateChecked(Shop.Parse(Session.GetString(\"k\")!))));")]
    public void A_read_as_text_hands_it_on(string statements) => Assert.Equal("Text", Described(statements));

    [Theory]
    [InlineData("Use(JsonSerializer.Deserialize<Cart>(Session.GetString(\"k\")!));", "Json of Cart")]
    [InlineData("Use(JsonConvert.DeserializeObject<Cart>(Session.GetString(\"k\")!));", "Json of Cart")]
    [InlineData("Use(JsonConvert.DeserializeObject(Session.GetString(\"k\")!));", "Json")]
    [InlineData("var text = Session.GetString(\"k\"); Use(text); Use(JsonSerializer.Deserialize<Cart>(text!));", "Json of Cart")]
    [InlineData("Use(Session.GetJson<Cart>(\"k\"));", "Json of Cart")]
    [InlineData("Use(Session.GetJsonOrNew<Cart>(\"k\"));", "Json of Cart")]
    [InlineData("var text = Session.GetString(\"k\")!; Use(JsonSerializer.Deserialize<Cart>(text)); Use(JsonSerializer.Deserialize<Cart>(text));", "Json of Cart")]
    [InlineData("var text = Session.GetString(\"k\")!; Use(JsonSerializer.Deserialize<Cart>(text)); Use(JsonSerializer.Deserialize<List<Cart>>(text));", "Unknown")]
    [InlineData("Use(BitConverter.ToInt32(Session.Get(\"k\")!));", "NativeBytes of int")]
    [InlineData("if (Session.TryGetValue(\"k\", out var bytes)) { Use(BitConverter.ToInt64(bytes)); }", "NativeBytes of long")]
    [InlineData("if (Session.TryGetValue(\"k\", out byte[]? bytes)) { Use(BitConverter.ToInt64(bytes)); }", "NativeBytes of long")]
    [InlineData("byte[]? bytes; if (Session.TryGetValue(\"k\", out bytes)) { Use(BitConverter.ToInt64(bytes)); }", "NativeBytes of long")]
    [InlineData("if (Session.TryGetValue(value: out var bytes, key: \"k\")) { Use(BitConverter.ToInt64(bytes)); }", "NativeBytes of long")]
    [InlineData("if (Session.TryGetValue(\"k\", out var bytes)) { Array.Reverse(bytes); Use(BitConverter.ToInt64(bytes)); }", "Unknown")]
    [InlineData("if (Session.TryGetValue(\"k\", out _bytes)) { }", "Unknown")]
    [InlineData("Use(System.Text.Encoding.UTF8.GetString(Session.Get(\"k\")!));", "Unknown")]
    public void A_read_decodes_the_value_as(string statements, string encoding) => Assert.Equal(encoding, Described(statements));

    [Fact]
    public void The_type_a_generic_method_deserializes_is_left_open() => Assert.Equal("Json of T", Described("Use(JsonSerializer.Deserialize<T>(Session.GetString(\"k\")!));"));

    private static string Described(string statements)
    {
        SessionEncoding encoding = EncodingOf(statements);
        Assert.False(encoding.IsPresenceTest);
        return encoding.Type is null ? encoding.Kind.ToString() : $"{encoding.Kind} of {encoding.Type}";
    }

    private static SessionEncoding EncodingOf(string statements)
    {
        SyntaxTree tree = AllRules.Parse(
            $$"""
            using System.Text.Json;
            using Microsoft.AspNetCore.Mvc;

            public class Cart { }

            public static class JsonConvert
            {
                public static T? DeserializeObject<T>(string text) => default;
                public static object? DeserializeObject(string text) => null;
            }

            public static class Wrappers
            {
                public static string? Same(this ISession session, string key) => session.GetString(key);
                public static string? SameOfBody(this ISession session, string key) { return session.GetString(key); }
                public static string? SameOfSame(this ISession session, string key) => session.Same(key);
                public static string? OfLambda(this ISession session, string key) { Func<string?> read = () => { return session.GetString(key); }; return read(); }
                public static string? OfLocalFunction(this ISession session, string key) { return Read(); string? Read() { return session.GetString(key); } }
                public static T? GetJson<T>(this ISession session, string key)
                {
                    var text = session.GetString(key);
                    return text == null ? default : JsonSerializer.Deserialize<T>(text);
                }
                public static TCart GetJsonOrNew<TCart>(this ISession session, string key) where TCart : new() => session.GetJson<TCart>(key) ?? new();
            }

            public class Shop : Controller
            {
                private byte[]? _bytes;
                private ISession Session => HttpContext.Session;
                public static int Parse(string text) => 0;
                private static void Use(object? value) { }

                public void Run<T>()
                {
                    {{statements}}
                }
            }
            """);
        SessionModel model = SessionModel.For(AllRules.Compile(tree))!;
        CancellationToken cancellationToken = TestContext.Current.CancellationToken;
        return model.GetKeyUses(tree, SessionAccessKind.Read, cancellationToken).Single().EncodingIn(model, cancellationToken);
    }
}
