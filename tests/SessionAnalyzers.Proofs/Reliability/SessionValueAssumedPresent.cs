using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.DependencyInjection;
using SessionAnalyzers.Proofs.Harness;

namespace SessionAnalyzers.Proofs.Reliability;

/// <summary>SESS3013: when the session has expired, what takes a value for granted throws, and what checks answers.</summary>
public sealed class SessionValueAssumedPresent
{
    private readonly ManualClock _clock = new();

    [Theory]
    [InlineData("/value", typeof(InvalidOperationException))]
    [InlineData("/parse", typeof(ArgumentNullException))]
    [InlineData("/member", typeof(NullReferenceException))]
    public async Task An_expired_session_makes_it_throw(string path, Type exception)
    {
        await using SessionApp app = await StartAsync();
        using Browser user = await app.EstablishedBrowserAsync();
        await user.PostAsync("/login");
        Assert.Equal("7", await user.GetTextAsync(path));

        _clock.Advance(TimeSpan.FromMinutes(21));

        await Assert.ThrowsAsync(exception, () => user.GetTextAsync(path));
    }

    [Fact]
    public async Task A_check_answers_an_expired_session()
    {
        await using SessionApp app = await StartAsync();
        using Browser user = await app.EstablishedBrowserAsync();
        await user.PostAsync("/login");
        _clock.Advance(TimeSpan.FromMinutes(21));

        using HttpResponseMessage response = await user.SendAsync(new HttpRequestMessage(HttpMethod.Get, "/checked"));

        Assert.Equal(HttpStatusCode.Redirect, response.StatusCode);
    }

    private Task<SessionApp> StartAsync() => SessionApp.StockAsync(
        Map,
        services: services => services.Configure<MemoryDistributedCacheOptions>(options => options.Clock = _clock));

    private static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/login", (HttpContext context) =>
        {
            context.Session.SetInt32("CustomerId", 7);
            context.Session.SetString("Number", "7");
        });
        routes.MapGet("/value", (HttpContext context) => $"{context.Session.GetInt32("CustomerId")!.Value}");
        routes.MapGet("/parse", (HttpContext context) => $"{int.Parse(context.Session.GetString("Number")!)}");
        routes.MapGet("/member", (HttpContext context) => context.Session.GetString("Number")!.Trim());
        routes.MapGet("/checked", (HttpContext context) => context.Session.GetInt32("CustomerId") is not { } customer ? Results.Redirect("/login") : Results.Text($"{customer}"));
    }
}
