using Microsoft.CodeAnalysis;
using SessionAnalyzers.Model;
using SessionAnalyzers.Tests.Robustness;
using Xunit;

namespace SessionAnalyzers.Tests.Model;

/// <summary>How code that writes the key "k" lays its value out.</summary>
public sealed class EncodingReaderTests
{
    [Theory]
    [InlineData("{}")]
    [InlineData("[1]")]
    [InlineData("\\\"a\\\"")]
    [InlineData("-1")]
    [InlineData("0")]
    [InlineData("5")]
    [InlineData("9")]
    [InlineData(" 7")]
    [InlineData(" ")]
    [InlineData("true")]
    [InlineData("false")]
    [InlineData("null")]
    public void A_constant_text_may_be_JSON(string text) => Assert.Equal("Text", Described($"Session.SetString(\"k\", \"{text}\");"));

    [Theory]
    [InlineData("admin")]
    [InlineData("True")]
    [InlineData("truex")]
    [InlineData("/1")]
    [InlineData(":1")]
    [InlineData("a1")]
    public void A_constant_text_is_no_JSON(string text) => Assert.Equal("PlainText", Described($"Session.SetString(\"k\", \"{text}\");"));

    [Theory]
    [InlineData("Session.SetString(\"k\", \"\");", "Unknown")]
    [InlineData("Session.SetString(\"k\", name);", "Text")]
    [InlineData("Session.SetString(\"k\", Missing.Name);", "Text")]
    [InlineData("Session.SetString(\"k\", JsonSerializer.Serialize(cart));", "Json of Cart")]
    [InlineData("Session.SetString(\"k\", JsonConvert.SerializeObject(cart));", "Json of Cart")]
    [InlineData("Session.SetString(\"k\", Shop.Serialize(cart));", "Text")]
    [InlineData("var json = JsonSerializer.Serialize(cart); Session.SetString(\"k\", json);", "Json of Cart")]
    public void A_text_is_laid_out_as(string statements, string encoding) => Assert.Equal(encoding, Described(statements));

    [Theory]
    [InlineData("Session.Set(\"k\", BitConverter.GetBytes(1));", "NativeBytes of int")]
    [InlineData("Session.Set(\"k\", BitConverter.GetBytes(true));", "NativeBytes of bool")]
    [InlineData("Session.Set(\"k\", Shop.GetBytes(1));", "Unknown")]
    [InlineData("Session.Set(\"k\", Encoding.UTF8.GetBytes(\"admin\"));", "PlainText")]
    [InlineData("Session.Set(\"k\", Encoding.ASCII.GetBytes(\"admin\"));", "PlainText")]
    [InlineData("Session.Set(\"k\", Encoding.UTF8.GetBytes(JsonSerializer.Serialize(cart)));", "Json of Cart")]
    [InlineData("Session.Set(\"k\", Encoding.Unicode.GetBytes(\"admin\"));", "Unknown")]
    [InlineData("Session.Set(\"k\", Encoding.UTF8.GetBytes(new char[1]));", "Unknown")]
    [InlineData("Session.Set(\"k\", JsonSerializer.SerializeToUtf8Bytes(cart));", "Json of Cart")]
    [InlineData("Session.Set(\"k\", Shop.SerializeToUtf8Bytes(cart));", "Unknown")]
    [InlineData("Session.Set(\"k\", Missing.Bytes);", "Unknown")]
    [InlineData("Session.Set(\"k\", [1, 2]);", "Unknown")]
    public void Bytes_are_laid_out_as(string statements, string encoding) => Assert.Equal(encoding, Described(statements));

    [Theory]
    [InlineData("var text = \"admin\"; Session.SetString(\"k\", text);")]
    [InlineData("var text = \"admin\"; Use(text); Session.SetString(\"k\", text);")]
    [InlineData("var text = \"admin\"; var other = \"\"; other = text; Session.SetString(\"k\", text);")]
    [InlineData("var text = \"admin\"; var copy = text; Session.SetString(\"k\", copy);")]
    [InlineData("var bytes = Encoding.UTF8.GetBytes(\"admin\"); Session.Set(\"k\", bytes);")]
    public void A_local_has_the_value_it_is_declared_with(string statements) => Assert.Equal("PlainText", Described(statements));

    [Theory]
    [InlineData("var text = \"admin\"; text = name; Session.SetString(\"k\", text);", "Text")]
    [InlineData("var text = \"admin\"; text += name; Session.SetString(\"k\", text);", "Text")]
    [InlineData("var text = \"admin\"; Fill(ref text); Session.SetString(\"k\", text);", "Text")]
    [InlineData("var text = \"admin\"; (text, _) = (name, name); Session.SetString(\"k\", text);", "Text")]
    [InlineData("string text; text = \"admin\"; Session.SetString(\"k\", text);", "Text")]
    [InlineData("foreach (var text in new[] { \"admin\" }) { Session.SetString(\"k\", text); }", "Text")]
    [InlineData("string text = text; Session.SetString(\"k\", text);", "Text")]
    [InlineData("var bytes = BitConverter.GetBytes(1); Array.Reverse(bytes); Session.Set(\"k\", bytes);", "Unknown")]
    [InlineData("var bytes = BitConverter.GetBytes(1); var same = bytes; Array.Reverse(same); Session.Set(\"k\", bytes);", "Unknown")]
    public void A_local_may_be_changed(string statements, string encoding) => Assert.Equal(encoding, Described(statements));

    [Theory]
    [InlineData("Session.SetText(\"k\", \"admin\");", "PlainText")]
    [InlineData("Session.SetText(value: \"admin\", key: \"k\");", "PlainText")]
    [InlineData("Session.SetTextAgain(\"k\", \"admin\");", "PlainText")]
    [InlineData("Session.SetTextAgain(\"k\", name);", "Text")]
    [InlineData("Session.SetBytes(\"k\", BitConverter.GetBytes(1));", "NativeBytes of int")]
    [InlineData("Session.SetBytesAgain(\"k\", BitConverter.GetBytes(1));", "NativeBytes of int")]
    [InlineData("Session.SetJson(\"k\", cart);", "Json of Cart")]
    [InlineData("Session.SetJsonAgain(\"k\", cart);", "Json of Cart")]
    [InlineData("Session.SetJson(\"k\", (object)cart);", "Json of Cart")]
    [InlineData("Session.SetLoud(\"k\", \"admin\");", "Text")]
    [InlineData("Session.SetQuoted(\"k\", \"admin\");", "Text")]
    [InlineData("Session.SetReversed(\"k\", BitConverter.GetBytes(1));", "Unknown")]
    [InlineData("Session.SetInEnvelope(\"k\", cart);", "Json of object")]
    public void A_wrapper_lays_out_what_it_is_given(string statements, string encoding) => Assert.Equal(encoding, Described(statements));

    [Theory]
    [InlineData("storage.SetInt32(\"k\", 1);")]
    [InlineData("storage.SetString(\"k\", \"admin\");")]
    public void A_service_whose_code_is_not_here_may_write_anything(string statements) => Assert.Equal("Unknown", Described(statements));

    private static string Described(string statements)
    {
        SyntaxTree tree = AllRules.Parse(
            $$"""
            using System.Text;
            using System.Text.Json;
            using Microsoft.AspNetCore.Mvc;

            public class Cart { }

            public static class JsonConvert
            {
                public static string SerializeObject(object? value) => "";
            }

            public interface ISessionStorage
            {
                void SetInt32(string key, int value);
                void SetString(string key, string value);
                string GetString(string key);
            }

            public static class Wrappers
            {
                public static void SetText(this ISession session, string key, string value) => session.SetString(key, value);
                public static void SetTextAgain(this ISession session, string key, string text) => session.SetText(key, text);
                public static void SetBytes(this ISession session, string key, byte[] value) => session.Set(key, value);
                public static void SetBytesAgain(this ISession session, string key, byte[] bytes) => session.SetBytes(key, bytes);
                public static void SetJson(this ISession session, string key, object value) => session.SetString(key, JsonSerializer.Serialize(value));
                public static void SetJsonAgain(this ISession session, string key, object content) => session.SetJson(key, content);
                public static void SetLoud(this ISession session, string key, string value) => session.SetString(key, value + "!");
                public static void SetQuoted(this ISession session, string key, string value) { value = Shop.Serialize(value); session.SetString(key, value); }
                public static void SetReversed(this ISession session, string key, byte[] value) { Array.Reverse(value); session.Set(key, value); }
                public static void SetInEnvelope(this ISession session, string key, object value) { value = new List<object> { value }; session.SetString(key, JsonSerializer.Serialize(value)); }
            }

            public class Shop : Controller
            {
                private ISession Session => HttpContext.Session;
                public static string Serialize(object value) => "";
                public static byte[] GetBytes(int number) => [];
                public static byte[] SerializeToUtf8Bytes(object value) => [];
                private static void Use(object? value) { }
                private static void Fill(ref string text) { }

                public void Run(Cart cart, string name, ISessionStorage storage)
                {
                    {{statements}}
                }
            }
            """);
        SessionModel model = SessionModel.For(AllRules.Compile(tree))!;
        CancellationToken cancellationToken = TestContext.Current.CancellationToken;
        SessionEncoding encoding = model.GetKeyUses(tree, SessionAccessKind.Write, cancellationToken).Single().EncodingIn(model, cancellationToken);
        return encoding.Type is null ? encoding.Kind.ToString() : $"{encoding.Kind} of {encoding.Type}";
    }
}
