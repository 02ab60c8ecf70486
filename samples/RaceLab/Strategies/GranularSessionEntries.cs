using System.Security.Cryptography;
using RaceLab.Racing;

namespace RaceLab.Strategies;

/// <summary>The same ISession calls on GranularSessions, which commits the changed keys and no others: a key per article is safe, a shared counter is not.</summary>
public sealed class GranularSessionEntries(Backend backend) : RaceStrategy
{
    private const string Article = "article:";

    public override void UseSession(IApplicationBuilder app) => app.UseGranularSessions();

    public override Task<string> BeginAsync(HttpContext context)
    {
        string token = RandomNumberGenerator.GetHexString(32);
        context.Session.SetString("currency", "EUR");
        context.Session.SetString("token", token);
        return Task.FromResult(token);
    }

    public override async Task AddToCartAsync(HttpContext context, string article)
    {
        await context.Session.LoadAsync(context.RequestAborted);
        await backend.CheckStockAsync(article, context.RequestAborted);
        context.Session.SetInt32(Article + article, 1);
    }

    public override async Task<long> CountVisitAsync(HttpContext context)
    {
        await context.Session.LoadAsync(context.RequestAborted);
        int visits = context.Session.GetInt32("page views") ?? 0;
        await backend.FindOffersAsync(context.RequestAborted);
        context.Session.SetInt32("page views", visits + 1);
        return visits + 1;
    }

    public override async Task<bool> SubmitOrderAsync(HttpContext context, string token)
    {
        await context.Session.LoadAsync(context.RequestAborted);
        if (context.Session.GetString("token") != token)
        {
            return false;
        }

        await backend.PlaceOrderAsync(context.RequestAborted);
        context.Session.Remove("token");
        return true;
    }

    public override async Task<bool> VoteAsync(HttpContext context)
    {
        await context.Session.LoadAsync(context.RequestAborted);
        if (context.Session.GetString("voted") is not null)
        {
            return false;
        }

        await backend.RecordVoteAsync(context.RequestAborted);
        context.Session.SetString("voted", "yes");
        return true;
    }

    public override async Task WriteReportAsync(HttpContext context)
    {
        await context.Session.LoadAsync(context.RequestAborted);
        string? currency = context.Session.GetString("currency");
        await backend.WriteReportAsync(context.RequestAborted);
        context.Session.SetString("report", $"ready, in {currency}");
    }

    public override async Task<StoredState> ReadAsync(HttpContext context)
    {
        await context.Session.LoadAsync(context.RequestAborted);
        return new(
            [.. context.Session.Keys.Where(key => key.StartsWith(Article, StringComparison.Ordinal)).Select(key => key[Article.Length..])],
            context.Session.GetInt32("page views") ?? 0,
            context.Session.GetString("report") is not null);
    }
}
