using Microsoft.CodeAnalysis;
using SessionAnalyzers.Model;
using SessionAnalyzers.Tests.Robustness;
using Xunit;

namespace SessionAnalyzers.Tests.Model;

public sealed class SessionEncodingTests
{
    [Theory]
    [InlineData("Text", null, "an Int32")]
    [InlineData("PlainText", null, "an Int32")]
    [InlineData("Json", "int", "an Int32")]
    [InlineData("NativeBytes", "int", "an Int32")]
    [InlineData("NativeBytes", "bool", "the BitConverter bytes of char")]
    [InlineData("NativeBytes", "short", "the BitConverter bytes of int")]
    [InlineData("NativeBytes", "ushort", "the BitConverter bytes of int")]
    [InlineData("NativeBytes", "int", "the BitConverter bytes of long")]
    [InlineData("NativeBytes", "uint", "the BitConverter bytes of long")]
    [InlineData("NativeBytes", "float", "the BitConverter bytes of double")]
    [InlineData("NativeBytes", "long", "text")]
    [InlineData("Int32", null, "text")]
    [InlineData("Int32", null, "the BitConverter bytes of int")]
    [InlineData("Text", null, "the BitConverter bytes of int")]
    [InlineData("PlainText", null, "JSON of string")]
    [InlineData("Json", "string", "plain text")]
    [InlineData("Json", "Version[]", "JSON of string")]
    public void What_is_written_cannot_be_read_as(string kind, string? type, string read)
        => Assert.True(Encoding(kind, type).Contradicts(Read(read)));

    [Theory]
    [InlineData("Int32", null, "an Int32")]
    [InlineData("Unknown", null, "an Int32")]
    [InlineData("Int32", null, "bytes")]
    [InlineData("NativeBytes", "short", "the BitConverter bytes of char")]
    [InlineData("NativeBytes", "ushort", "the BitConverter bytes of short")]
    [InlineData("NativeBytes", "int", "the BitConverter bytes of float")]
    [InlineData("NativeBytes", "uint", "the BitConverter bytes of int")]
    [InlineData("NativeBytes", "ulong", "the BitConverter bytes of long")]
    [InlineData("NativeBytes", "double", "the BitConverter bytes of long")]
    [InlineData("NativeBytes", "decimal", "the BitConverter bytes of long")]
    [InlineData("NativeBytes", "long", "the BitConverter bytes of decimal")]
    [InlineData("NativeBytes", null, "the BitConverter bytes of long")]
    [InlineData("Json", "int", "plain text")]
    [InlineData("Json", "string", "text")]
    [InlineData("Json", "int", "JSON of string")]
    [InlineData("Text", null, "JSON of string")]
    [InlineData("PlainText", null, "plain text")]
    public void What_is_written_may_be_read_as(string kind, string? type, string read)
        => Assert.False(Encoding(kind, type).Contradicts(Read(read)));

    [Theory]
    [InlineData("Text", null, true)]
    [InlineData("Json", "Version", true)]
    [InlineData("NativeBytes", "short", true)]
    [InlineData("NativeBytes", "int", false)]
    [InlineData("NativeBytes", "long", false)]
    [InlineData("Int32", null, false)]
    public void GetInt32_finds_nothing_in_text_or_in_fewer_than_four_bytes(string kind, string? type, bool nothing)
        => Assert.Equal(nothing, Encoding(kind, type).Contradicts(new SessionEncoding(SessionEncodingKind.Int32, IsPresenceTest: true)));

    [Theory]
    [InlineData("Text")]
    [InlineData("NativeBytes")]
    public void Anything_may_be_asked_whether_it_is_there(string read)
        => Assert.False(Encoding("Int32", null).Contradicts(Encoding(read, null) with { IsPresenceTest = true }));

    [Theory]
    [InlineData("Text", true)]
    [InlineData("PlainText", true)]
    [InlineData("Json", true)]
    [InlineData("Int32", false)]
    [InlineData("NativeBytes", false)]
    [InlineData("Unknown", false)]
    public void JSON_is_text_too(string kind, bool isText) => Assert.Equal(isText, Encoding(kind, null).IsText);

    [Theory]
    [InlineData("Int32", null, "an Int32")]
    [InlineData("NativeBytes", null, "bytes of BitConverter")]
    [InlineData("NativeBytes", "long", "the BitConverter bytes of long")]
    [InlineData("Json", null, "JSON")]
    [InlineData("Json", "List<Version>", "JSON of List<Version>")]
    [InlineData("Text", null, "text")]
    [InlineData("PlainText", null, "text")]
    [InlineData("Unknown", null, "bytes")]
    public void Messages_name_it(string kind, string? type, string name) => Assert.Equal(name, Encoding(kind, type).ToString());

    /// <summary>An encoding by the name that messages give it.</summary>
    private static SessionEncoding Read(string name) => name switch
    {
        "an Int32" => new SessionEncoding(SessionEncodingKind.Int32),
        "text" => new SessionEncoding(SessionEncodingKind.Text),
        "plain text" => new SessionEncoding(SessionEncodingKind.PlainText),
        "bytes" => SessionEncoding.Unknown,
        _ when name.StartsWith("JSON of ", StringComparison.Ordinal) => Encoding("Json", name["JSON of ".Length..]),
        _ => Encoding("NativeBytes", name["the BitConverter bytes of ".Length..]),
    };

    private static SessionEncoding Encoding(string kind, string? type) => new(Enum.Parse<SessionEncodingKind>(kind), type is null ? null : TypeOf(type));

    private static ITypeSymbol TypeOf(string type) =>
        AllRules.Compile(AllRules.Parse($"public class Holder {{ public {type} Value; }}")).GetTypeByMetadataName("Holder")!.GetMembers("Value").OfType<IFieldSymbol>().Single().Type;
}
