using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using SessionAnalyzers.Proofs.Harness;

namespace SessionAnalyzers.Proofs.Reliability;

/// <summary>SESS3005: what is read as another kind than it was written is null, another value, or throws.</summary>
public sealed class KeyTypeMismatch
{
    [Theory]
    [InlineData("/int-of-text?text=42", "nothing")]
    [InlineData("/int-of-text?text=12345", "825373492")]
    [InlineData("/int-of-BitConverter", "704643072")]
    [InlineData("/BitConverter-of-int", "704643072")]
    [InlineData("/text-of-int", "\0\0\0*")]
    [InlineData("/text-of-JSON", "\"alice\"")]
    [InlineData("/list-of-object", "JsonException")]
    [InlineData("/JSON-of-text", "JsonException")]
    public async Task Another_kind_reads_something_else(string path, string read)
    {
        await using SessionApp app = await SessionApp.StockAsync(Map);
        using Browser user = await app.EstablishedBrowserAsync();

        Assert.Equal(read, await user.GetTextAsync(path));
    }

    [Theory]
    [InlineData("/int-of-int", "42")]
    [InlineData("/text-of-text", "42")]
    [InlineData("/text-of-int-fixed", "42")]
    [InlineData("/presence-of-short-text", "GetInt32: False, GetString: True")]
    public async Task The_same_kind_reads_what_was_written(string path, string read)
    {
        await using SessionApp app = await SessionApp.StockAsync(Map);
        using Browser user = await app.EstablishedBrowserAsync();

        Assert.Equal(read, await user.GetTextAsync(path));
    }

    [Fact]
    public async Task A_number_as_JSON_and_its_text_are_the_same()
    {
        await using SessionApp app = await SessionApp.StockAsync(Map);
        using Browser user = await app.EstablishedBrowserAsync();

        Assert.Equal("42", await user.GetTextAsync("/text-of-JSON-number"));
    }

    private static void Map(IEndpointRouteBuilder routes)
    {
        const string Key = "value";
        Map("/int-of-text", (session, text) => session.SetString(Key, text!), session => Text(session.GetInt32(Key)));
        Map("/int-of-BitConverter", (session, _) => session.Set(Key, BitConverter.GetBytes(42)), session => Text(session.GetInt32(Key)));
        Map("/BitConverter-of-int", (session, _) => session.SetInt32(Key, 42), session => Text(BitConverter.ToInt32(session.Get(Key)!)));
        Map("/text-of-int", (session, _) => session.SetInt32(Key, 42), session => session.GetString(Key));
        Map("/text-of-JSON", (session, _) => session.SetObjectAsJson(Key, "alice"), session => session.GetString(Key));
        Map("/text-of-JSON-number", (session, _) => session.SetObjectAsJson(Key, 42), session => session.GetString(Key));
        Map("/list-of-object", (session, _) => session.SetObjectAsJson(Key, new Cart([1, 2])), session => Failure(() => session.GetObjectFromJson<List<int>>(Key)));
        Map("/JSON-of-text", (session, _) => session.SetString(Key, "admin"), session => Failure(() => session.GetObjectFromJson<string>(Key)));
        Map("/int-of-int", (session, _) => session.SetInt32(Key, 42), session => Text(session.GetInt32(Key)));
        Map("/text-of-text", (session, _) => session.SetString(Key, "42"), session => session.GetString(Key));
        Map("/text-of-int-fixed", (session, _) => session.SetInt32(Key, 42), session => session.GetInt32(Key)?.ToString(CultureInfo.InvariantCulture));
        Map("/presence-of-short-text", (session, _) => session.SetString(Key, "u7"), session => $"GetInt32: {session.GetInt32(Key) != null}, GetString: {session.GetString(Key) != null}");

        void Map(string path, Action<ISession, string?> write, Func<ISession, string?> read) => routes.MapGet(path, (HttpContext context, string? text) =>
        {
            write(context.Session, text);
            return read(context.Session);
        });
    }

    private static string Text(int? number) => number?.ToString(CultureInfo.InvariantCulture) ?? "nothing";

    private static string Failure(Action read)
    {
        try
        {
            read();
            return "none";
        }
        catch (JsonException exception)
        {
            return exception.GetType().Name;
        }
    }

    private sealed record Cart(List<int> Lines);
}
