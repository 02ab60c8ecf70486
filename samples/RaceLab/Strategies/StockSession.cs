using System.Security.Cryptography;
using System.Text.Json;
using RaceLab.Racing;

namespace RaceLab.Strategies;

/// <summary>The framework's session, as most apps use it: read, change, write back.</summary>
public class StockSession(Backend backend) : RaceStrategy
{
    public override void UseSession(IApplicationBuilder app) => app.UseSession();

    public override Task<string> BeginAsync(HttpContext context)
    {
        string token = RandomNumberGenerator.GetHexString(32);
        context.Session.SetString("currency", "EUR");
        context.Session.SetString("token", token);
        return Task.FromResult(token);
    }

    public override async Task AddToCartAsync(HttpContext context, string article)
    {
        string[] cart = JsonSerializer.Deserialize<string[]>(context.Session.GetString("cart") ?? "[]")!;
        await backend.CheckStockAsync(article, context.RequestAborted);
        context.Session.SetString("cart", JsonSerializer.Serialize<string[]>([.. cart, article]));
    }

    public override async Task<long> CountVisitAsync(HttpContext context)
    {
        int visits = context.Session.GetInt32("page views") ?? 0;
        await backend.FindOffersAsync(context.RequestAborted);
        context.Session.SetInt32("page views", visits + 1);
        return visits + 1;
    }

    public override async Task<bool> SubmitOrderAsync(HttpContext context, string token)
    {
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
        string? currency = context.Session.GetString("currency");
        await backend.WriteReportAsync(context.RequestAborted);
        context.Session.SetString("report", $"ready, in {currency}");
    }

    public override Task<StoredState> ReadAsync(HttpContext context) => Task.FromResult(new StoredState(
        JsonSerializer.Deserialize<string[]>(context.Session.GetString("cart") ?? "[]")!,
        context.Session.GetInt32("page views") ?? 0,
        context.Session.GetString("report") is not null));
}
