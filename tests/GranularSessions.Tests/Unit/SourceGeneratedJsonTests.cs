using System.Text.Json;
using System.Text.Json.Serialization;
using GranularSessions.Options;
using GranularSessions.Serialization;

namespace GranularSessions.Tests.Unit;

/// <summary>What a trimmed app sees, where reflection gives JSON no metadata.</summary>
public sealed partial class SourceGeneratedJsonTests
{
    private static SessionSerializer NewSerializer(JsonSerializerOptions json)
    {
        var options = new GranularSessionOptions { SerializerOptions = json };
        new FreezeSerializerOptions().PostConfigure(null, options);
        return new SessionSerializer(options.SerializerOptions, options.MaxValueBytes);
    }

    [Fact]
    public void Types_of_the_apps_context_and_built_in_ones_are_written()
    {
        var serializer = NewSerializer(new JsonSerializerOptions { TypeInfoResolver = ShopContext.Default });

        Assert.Equal(new Line("Tea", 2), serializer.Deserialize<Line>(serializer.Serialize(new Line("Tea", 2))));
        Assert.Equal(7, serializer.Deserialize<int>(serializer.Serialize(7)));
        Assert.Equal("é", serializer.Deserialize<string>(serializer.Serialize("é")));
    }

    [Fact]
    public void A_type_that_no_context_knows_is_a_clear_error()
    {
        var serializer = NewSerializer(new JsonSerializerOptions { TypeInfoResolver = ShopContext.Default });

        var failure = Assert.Throws<SessionSerializationException>(() => serializer.Serialize(new Version(1, 0)));

        Assert.Contains("System.Version", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Options_that_the_app_has_locked_are_used_as_they_are()
    {
        var serializer = NewSerializer(JsonSerializerOptions.Web);

        Assert.Equal("""{"name":"Tea","quantity":2}"""u8.ToArray(), serializer.Serialize(new Line("Tea", 2)));
    }

    [Fact]
    public void Options_without_a_resolver_reflect()
    {
        var serializer = NewSerializer(new JsonSerializerOptions(JsonSerializerDefaults.Web));

        Assert.Equal("""{"name":"Tea","quantity":2}"""u8.ToArray(), serializer.Serialize(new Line("Tea", 2)));
    }

    internal sealed record Line(string Name, int Quantity);

    [JsonSerializable(typeof(Line))]
    private sealed partial class ShopContext : JsonSerializerContext;
}
