using Microsoft.CodeAnalysis;
using SessionAnalyzers.Model;
using SessionAnalyzers.Tests.Robustness;
using Xunit;

namespace SessionAnalyzers.Tests.Model;

public sealed class JsonShapesTests
{
    [Theory]
    [InlineData("Cart", "Object")]
    [InlineData("Point", "Object")]
    [InlineData("Point?", "Object")]
    [InlineData("Dictionary<string, int>", "Object")]
    [InlineData("IDictionary<string, int>", "Object")]
    [InlineData("IReadOnlyDictionary<string, int>", "Object")]
    [InlineData("System.Collections.Hashtable", "Object")]
    [InlineData("ISettings", "Object")]
    [InlineData("int[]", "Array")]
    [InlineData("List<Cart>", "Array")]
    [InlineData("IReadOnlyList<Cart>", "Array")]
    [InlineData("IEnumerable<Cart>", "Array")]
    [InlineData("System.Collections.IEnumerable", "Array")]
    [InlineData("HashSet<int>", "Array")]
    [InlineData("int", "Number")]
    [InlineData("bool", "Number")]
    [InlineData("double", "Number")]
    [InlineData("decimal?", "Number")]
    [InlineData("string", "Text")]
    [InlineData("char", "Text")]
    [InlineData("byte[]", "Text")]
    [InlineData("DateTime", "Text")]
    [InlineData("Guid", "Text")]
    [InlineData("DateTimeOffset", "Text")]
    [InlineData("DateOnly", "Text")]
    [InlineData("TimeOnly", "Text")]
    [InlineData("TimeSpan?", "Text")]
    [InlineData("Uri", "Text")]
    public void A_type_is_written_as(string type, string shape) => Assert.Equal(shape, JsonShapes.Of(TypesOf(type)[0]).ToString());

    [Theory]
    [InlineData("object")]
    [InlineData("dynamic")]
    [InlineData("T")]
    [InlineData("Missing")]
    [InlineData("DayOfWeek")]
    [InlineData("Converted")]
    [InlineData("ConvertedList")]
    [InlineData("System.Text.Json.JsonDocument")]
    [InlineData("System.Text.Json.Nodes.JsonObject")]
    [InlineData("Shape")]
    [InlineData("IShape")]
    [InlineData("Version")]
    [InlineData("System.Numerics.Vector2")]
    [InlineData("Action")]
    public void A_type_may_be_written_as_anything(string type) => Assert.Equal(JsonShape.Unknown, JsonShapes.Of(TypesOf(type)[0]));

    [Fact]
    public void A_type_that_only_has_the_name_of_a_frameworks_is_an_object() => Assert.Equal(JsonShape.Object, JsonShapes.Of(TypesOf("Shops.Guid")[0]));

    [Fact]
    public void A_class_with_the_name_of_a_collection_is_an_object() => Assert.Equal(JsonShape.Object, JsonShapes.Of(TypesOf("Shops.IEnumerable")[0]));

    [Theory]
    [InlineData("Cart", "List<Cart>", true)]
    [InlineData("Cart", "int", true)]
    [InlineData("int[]", "string", true)]
    [InlineData("int", "string", false)]
    [InlineData("int", "decimal", false)]
    [InlineData("Cart", "Point", false)]
    [InlineData("Cart", "object", false)]
    [InlineData("string", "Missing", false)]
    public void Types_differ_where_one_is_never_the_JSON_of_the_other(string one, string other, bool differ)
    {
        ITypeSymbol[] types = TypesOf(one, other);

        Assert.Equal(differ, JsonShapes.Differ(types[0], types[1]));
        Assert.Equal(differ, JsonShapes.Differ(types[1], types[0]));
    }

    [Fact]
    public void What_is_not_known_differs_from_nothing() => Assert.False(JsonShapes.Differ(null, TypesOf("Cart")[0]));

    private static ITypeSymbol[] TypesOf(params string[] types) =>
    [
        .. AllRules.Compile(AllRules.Parse(
            $$"""
            namespace Shops
            {
                public class Guid { }
                public class IEnumerable { }
            }

            public class Cart { }
            public struct Point { }
            public abstract class Shape { }
            public interface IShape { }
            public interface ISettings : IReadOnlyDictionary<string, int> { }
            [System.Text.Json.Serialization.JsonConverter(typeof(string))] public class Converted { }
            [System.Text.Json.Serialization.JsonConverter(typeof(string))] public class ConvertedList : List<int> { }

            public class Holder<T>
            {
            {{string.Join('\n', types.Select((type, index) => $"    public {type} Field{index};"))}}
            }
            """)).GetTypeByMetadataName("Holder`1")!.GetMembers().OfType<IFieldSymbol>().Select(field => field.Type),
    ];
}
