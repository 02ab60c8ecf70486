using System.Runtime.CompilerServices;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using SessionAnalyzers.Proofs.Harness;

namespace SessionAnalyzers.Proofs.Reliability;

/// <summary>SESS3008: a wrapper named Set that hands a text to Set calls itself, and never the session.</summary>
public sealed class RecursiveSessionWrapper
{
    [Fact]
    public async Task Set_with_a_text_serializes_it_again_and_again_and_stores_nothing()
    {
        await using SessionApp app = await SessionApp.StockAsync(Map);
        using Browser user = await app.EstablishedBrowserAsync();

        string[] lengths = (await user.PostAsync("/set")).Split(' ');

        Assert.Equal(SessionExtensions.Patience, lengths.Length);
        Assert.All(lengths.Zip(lengths.Skip(1)), pair => Assert.True(int.Parse(pair.Second) > int.Parse(pair.First)));
        Assert.Equal("nothing", await user.GetTextAsync("/cart"));
    }

    [Fact]
    public async Task Get_of_a_text_goes_on_until_the_stack_ends()
    {
        await using SessionApp app = await SessionApp.StockAsync(Map);
        using Browser user = await app.EstablishedBrowserAsync();

        Assert.Equal(nameof(InsufficientExecutionStackException), await user.GetTextAsync("/get"));
    }

    [Fact]
    public async Task SetString_with_the_text_stores_it()
    {
        await using SessionApp app = await SessionApp.StockAsync(Map);
        using Browser user = await app.EstablishedBrowserAsync();

        await user.PostAsync("/set-string");

        Assert.Equal("[1,2]", await user.GetTextAsync("/cart"));
    }

    private static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/cart", (HttpContext context) => context.Session.GetString("cart") ?? "nothing");
        routes.MapPost("/set", (HttpContext context) =>
        {
            var lengths = new List<int>();
            context.Session.Set("cart", new List<int> { 1, 2 }, lengths);
            return string.Join(' ', lengths);
        });
        routes.MapGet("/get", (HttpContext context) =>
        {
            try
            {
                return context.Session.Get<string>("cart") ?? "nothing";
            }
            catch (InsufficientExecutionStackException exception)
            {
                return exception.GetType().Name;
            }
        });
        routes.MapPost("/set-string", (HttpContext context) => context.Session.SetObjectAsJson("cart", new List<int> { 1, 2 }));
    }
}

/// <summary>The wrappers, but for what ends them before the memory or the stack does.</summary>
file static class SessionExtensions
{
    public const int Patience = 8;

    public static void Set<T>(this ISession session, string key, T value, List<int> lengths)
    {
        string text = JsonSerializer.Serialize(value);
        lengths.Add(text.Length);
        if (lengths.Count < Patience)
        {
            session.Set(key, text, lengths);
        }
    }

    public static T? Get<T>(this ISession session, string key)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        var text = session.Get<string>(key);
        return text is null ? default : JsonSerializer.Deserialize<T>(text);
    }
}
