using System.Security.Cryptography;
using System.Text.Json;
using RaceLab.Racing;

namespace RaceLab.Strategies;

/// <summary>The framework's session, loaded and committed by hand: the window is shorter, and still there.</summary>
public sealed class CommitAfterWrite(Backend backend) : RaceStrategy
{
    public override void UseSession(IApplicationBuilder app) => app.UseSession();

    public override async Task<string> BeginAsync(HttpContext context)
    {
        string token = RandomNumberGenerator.GetHexString(32);
        context.Session.SetString("currency", "EUR");
        context.Session.SetString("token", token);
        await context.Session.CommitAsync(context.RequestAborted);
        return token;
    }

    public override async Task AddToCartAsync(HttpContext context, string article)
    {
        await context.Session.LoadAsync(context.RequestAborted);
        string[] cart = JsonSerializer.Deserialize<string[]>(context.Session.GetString("cart") ?? "[]")!;
        await backend.CheckStockAsync(article, context.RequestAborted);
        context.Session.SetString("cart", JsonSerializer.Serialize<string[]>([.. cart, article]));
        await context.Session.CommitAsync(context.RequestAborted);
    }

    public override async Task<long> CountVisitAsync(HttpContext context)
    {
        // Nothing else between the read and the commit: as short as it gets.
        await backend.FindOffersAsync(context.RequestAborted);
        await context.Session.LoadAsync(context.RequestAborted);
        int visits = context.Session.GetInt32("page views") ?? 0;
        context.Session.SetInt32("page views", visits + 1);
        await context.Session.CommitAsync(context.RequestAborted);
        return visits + 1;
    }

    public override async Task<bool> SubmitOrderAsync(HttpContext context, string token)
    {
        await context.Session.LoadAsync(context.RequestAborted);
        if (context.Session.GetString("token") != token)
        {
            return false;
        }

        context.Session.Remove("token");
        await context.Session.CommitAsync(context.RequestAborted);
        await backend.PlaceOrderAsync(context.RequestAborted);
        return true;
    }

    public override async Task<bool> VoteAsync(HttpContext context)
    {
        await context.Session.LoadAsync(context.RequestAborted);
        if (context.Session.GetString("voted") is not null)
        {
            return false;
        }

        context.Session.SetString("voted", "yes");
        await context.Session.CommitAsync(context.RequestAborted);
        await backend.RecordVoteAsync(context.RequestAborted);
        return true;
    }

    public override async Task WriteReportAsync(HttpContext context)
    {
        await context.Session.LoadAsync(context.RequestAborted);
        string? currency = context.Session.GetString("currency");
        await backend.WriteReportAsync(context.RequestAborted);
        context.Session.SetString("report", $"ready, in {currency}");
        await context.Session.CommitAsync(context.RequestAborted);
    }

    public override async Task<StoredState> ReadAsync(HttpContext context)
    {
        await context.Session.LoadAsync(context.RequestAborted);
        return new(
            JsonSerializer.Deserialize<string[]>(context.Session.GetString("cart") ?? "[]")!,
            context.Session.GetInt32("page views") ?? 0,
            context.Session.GetString("report") is not null);
    }
}
