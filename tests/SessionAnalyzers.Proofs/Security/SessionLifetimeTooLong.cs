using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.DependencyInjection;
using SessionAnalyzers.Proofs.Harness;

namespace SessionAnalyzers.Proofs.Security;

/// <summary>SESS2010: a copied session cookie is good for as long as the session's idle timeout, and longer for a thief who keeps asking.</summary>
public sealed class SessionLifetimeTooLong
{
    private readonly ManualClock _clock = new();

    [Fact]
    public async Task A_stolen_cookie_opens_a_session_of_thirty_days_a_week_later()
    {
        await using SessionApp app = await StartAsync(idleTimeout: TimeSpan.FromDays(30));
        using Browser thief = await StealAsync(app);

        _clock.Advance(TimeSpan.FromDays(7));

        Assert.Equal("alice", await thief.GetTextAsync("/user"));
    }

    [Fact]
    public async Task Each_request_prolongs_it_without_end()
    {
        await using SessionApp app = await StartAsync(idleTimeout: TimeSpan.FromDays(30));
        using Browser thief = await StealAsync(app);

        for (int month = 0; month < 12; month++)
        {
            _clock.Advance(TimeSpan.FromDays(29));
            Assert.Equal("alice", await thief.GetTextAsync("/user"));
        }
    }

    [Fact]
    public async Task A_stolen_cookie_opens_nothing_after_the_default_of_twenty_minutes()
    {
        await using SessionApp app = await StartAsync(idleTimeout: TimeSpan.FromMinutes(20));
        using Browser thief = await StealAsync(app);

        _clock.Advance(TimeSpan.FromMinutes(21));

        Assert.Equal("nobody", await thief.GetTextAsync("/user"));
    }

    private static async Task<Browser> StealAsync(SessionApp app)
    {
        using Browser victim = await app.EstablishedBrowserAsync();
        await victim.PostAsync("/login");
        return victim.Copy();
    }

    private Task<SessionApp> StartAsync(TimeSpan idleTimeout) => SessionApp.StockAsync(
        Map,
        services: services => services
            .Configure<SessionOptions>(options => options.IdleTimeout = idleTimeout)
            .Configure<MemoryDistributedCacheOptions>(options => options.Clock = _clock));

    private static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/login", (HttpContext context) => context.Session.SetString("UserId", "alice"));
        routes.MapGet("/user", (HttpContext context) => context.Session.GetString("UserId") ?? "nobody");
    }
}
