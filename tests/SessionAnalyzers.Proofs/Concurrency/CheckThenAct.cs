using GranularSessions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using SessionAnalyzers.Proofs.Harness;

namespace SessionAnalyzers.Proofs.Concurrency;

/// <summary>SESS1003: what one request may do once, two requests do twice when both check before either claims.</summary>
public sealed class CheckThenAct
{
    private readonly Gate _database = new();
    private int _effects;

    [Fact]
    public async Task Stock_session_lets_one_visitor_vote_twice()
    {
        await using SessionApp app = await SessionApp.StockAsync(routes => routes.MapPost("/vote", async (HttpContext context) =>
        {
            if (context.Session.GetString("voted") is not null)
            {
                return "already voted";
            }

            await SaveAsync();
            context.Session.SetString("voted", "yes");
            return "thank you";
        }));
        using Browser browser = await app.EstablishedBrowserAsync();

        string[] answers = await browser.RaceAsync(_database, "/vote", "/vote");

        Assert.Equal(["thank you", "thank you"], answers);
        Assert.Equal(2, _effects);
    }

    [Fact]
    public async Task Stock_session_refuses_the_second_vote_when_it_comes_later()
    {
        await using SessionApp app = await SessionApp.StockAsync(routes => routes.MapPost("/vote", async (HttpContext context) =>
        {
            if (context.Session.GetString("voted") is not null)
            {
                return "already voted";
            }

            await SaveAsync();
            context.Session.SetString("voted", "yes");
            return "thank you";
        }));
        using Browser browser = await app.EstablishedBrowserAsync();

        Assert.Equal("thank you", await browser.PostAsync("/vote"));
        Assert.Equal("already voted", await browser.PostAsync("/vote"));

        Assert.Equal(1, _effects);
    }

    [Fact]
    public async Task Stock_one_time_token_pays_twice()
    {
        await using SessionApp app = await SessionApp.StockAsync(routes =>
        {
            routes.MapPost("/checkout", (HttpContext context) =>
            {
                string token = Guid.NewGuid().ToString("N");
                context.Session.SetString("payment-token", token);
                return token;
            });
            routes.MapPost("/pay/{token}", async (string token, HttpContext context) =>
            {
                if (context.Session.GetString("payment-token") != token)
                {
                    return "refused";
                }

                await SaveAsync();
                context.Session.Remove("payment-token");
                return "paid";
            });
        });
        using Browser browser = await app.EstablishedBrowserAsync();
        string token = await browser.PostAsync("/checkout");

        string[] answers = await browser.RaceAsync(_database, $"/pay/{token}", $"/pay/{token}");

        Assert.Equal(["paid", "paid"], answers);
        Assert.Equal(2, _effects);
    }

    [Fact]
    public async Task Removing_the_token_before_paying_does_not_help()
    {
        await using SessionApp app = await SessionApp.StockAsync(routes =>
        {
            routes.MapPost("/checkout", (HttpContext context) => context.Session.SetString("payment-token", "t"));
            routes.MapPost("/pay", async (HttpContext context) =>
            {
                if (context.Session.GetString("payment-token") is null)
                {
                    return "refused";
                }

                context.Session.Remove("payment-token");
                await SaveAsync();
                return "paid";
            });
        });
        using Browser browser = await app.EstablishedBrowserAsync();
        await browser.PostAsync("/checkout");

        string[] answers = await browser.RaceAsync(_database, "/pay", "/pay");

        Assert.Equal(["paid", "paid"], answers);
    }

    [Fact]
    public async Task Granular_flag_lets_one_visitor_vote_once()
    {
        await using SessionApp app = await SessionApp.GranularAsync(routes => routes.MapPost("/vote", async (HttpContext context) =>
        {
            if (!await context.GetSessionState().Value<string>("voted").TryAddAsync("yes"))
            {
                return "already voted";
            }

            await SaveAsync();
            return "thank you";
        }));
        using Browser browser = await app.EstablishedBrowserAsync();

        string[] answers = await browser.RaceAsync(_database, "/vote", "/vote");

        Assert.Equal(["thank you", "already voted"], answers);
        Assert.Equal(1, _effects);
    }

    [Fact]
    public async Task Granular_one_time_token_pays_once()
    {
        await using SessionApp app = await SessionApp.GranularAsync(routes =>
        {
            routes.MapPost("/checkout", (HttpContext context, CancellationToken cancellationToken) => context.GetSessionState().Tokens("payment").IssueAsync(TimeSpan.FromMinutes(20), cancellationToken));
            routes.MapPost("/pay/{token}", async (string token, HttpContext context) =>
            {
                if (await context.GetSessionState().Tokens("payment").ConsumeAsync(token) != TokenConsumption.Consumed)
                {
                    return "refused";
                }

                await SaveAsync();
                return "paid";
            });
        });
        using Browser browser = await app.EstablishedBrowserAsync();
        string token = await browser.PostAsync("/checkout");

        string[] answers = await browser.RaceAsync(_database, $"/pay/{token}", $"/pay/{token}");

        Assert.Equal(["paid", "refused"], answers);
        Assert.Equal(1, _effects);
    }

    [Fact]
    public async Task Granular_token_of_the_app_itself_pays_once()
    {
        await using SessionApp app = await SessionApp.GranularAsync(routes =>
        {
            routes.MapPost("/checkout", (HttpContext context, CancellationToken cancellationToken) => context.GetSessionState().Value<string>("payment-token").SetAsync("t", cancellationToken));
            routes.MapPost("/pay/{token}", async (string token, HttpContext context) =>
            {
                if (!await context.GetSessionState().Value<string>("payment-token").TakeAsync(token))
                {
                    return "refused";
                }

                await SaveAsync();
                return "paid";
            });
        });
        using Browser browser = await app.EstablishedBrowserAsync();
        await browser.PostAsync("/checkout");

        string[] answers = await browser.RaceAsync(_database, "/pay/t", "/pay/t");

        Assert.Equal(["paid", "refused"], answers);
        Assert.Equal(1, _effects);
    }

    /// <summary>What happens once per request that passed its check; it takes time.</summary>
    private async Task SaveAsync()
    {
        await _database.PassAsync();
        Interlocked.Increment(ref _effects);
    }
}
