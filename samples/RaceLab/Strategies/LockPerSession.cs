using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text.Json;
using RaceLab.Racing;

namespace RaceLab.Strategies;

/// <summary>A lock per session with load and commit inside: correct on one machine, one request at a time.</summary>
public sealed class LockPerSession(Backend backend) : RaceStrategy
{
    private readonly ConcurrentDictionary<string, SemaphoreSlim> _locks = new();

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
        SemaphoreSlim alone = LockOf(context);
        await alone.WaitAsync(context.RequestAborted);
        try
        {
            await context.Session.LoadAsync(context.RequestAborted);
            string[] cart = JsonSerializer.Deserialize<string[]>(context.Session.GetString("cart") ?? "[]")!;
            await backend.CheckStockAsync(article, context.RequestAborted);
            context.Session.SetString("cart", JsonSerializer.Serialize<string[]>([.. cart, article]));
            await context.Session.CommitAsync(context.RequestAborted);
        }
        finally
        {
            alone.Release();
        }
    }

    public override async Task<long> CountVisitAsync(HttpContext context)
    {
        SemaphoreSlim alone = LockOf(context);
        await alone.WaitAsync(context.RequestAborted);
        try
        {
            await context.Session.LoadAsync(context.RequestAborted);
            int visits = context.Session.GetInt32("page views") ?? 0;
            await backend.FindOffersAsync(context.RequestAborted);
            context.Session.SetInt32("page views", visits + 1);
            await context.Session.CommitAsync(context.RequestAborted);
            return visits + 1;
        }
        finally
        {
            alone.Release();
        }
    }

    public override async Task<bool> SubmitOrderAsync(HttpContext context, string token)
    {
        SemaphoreSlim alone = LockOf(context);
        await alone.WaitAsync(context.RequestAborted);
        try
        {
            await context.Session.LoadAsync(context.RequestAborted);
            if (context.Session.GetString("token") != token)
            {
                return false;
            }

            await backend.PlaceOrderAsync(context.RequestAborted);
            context.Session.Remove("token");
            await context.Session.CommitAsync(context.RequestAborted);
            return true;
        }
        finally
        {
            alone.Release();
        }
    }

    public override async Task<bool> VoteAsync(HttpContext context)
    {
        SemaphoreSlim alone = LockOf(context);
        await alone.WaitAsync(context.RequestAborted);
        try
        {
            await context.Session.LoadAsync(context.RequestAborted);
            if (context.Session.GetString("voted") is not null)
            {
                return false;
            }

            await backend.RecordVoteAsync(context.RequestAborted);
            context.Session.SetString("voted", "yes");
            await context.Session.CommitAsync(context.RequestAborted);
            return true;
        }
        finally
        {
            alone.Release();
        }
    }

    public override async Task WriteReportAsync(HttpContext context)
    {
        SemaphoreSlim alone = LockOf(context);
        await alone.WaitAsync(context.RequestAborted);
        try
        {
            await context.Session.LoadAsync(context.RequestAborted);
            string? currency = context.Session.GetString("currency");
            await backend.WriteReportAsync(context.RequestAborted);
            context.Session.SetString("report", $"ready, in {currency}");
            await context.Session.CommitAsync(context.RequestAborted);
        }
        finally
        {
            alone.Release();
        }
    }

    public override Task<StoredState> ReadAsync(HttpContext context) => Task.FromResult(new StoredState(
        JsonSerializer.Deserialize<string[]>(context.Session.GetString("cart") ?? "[]")!,
        context.Session.GetInt32("page views") ?? 0,
        context.Session.GetString("report") is not null));

    // By the cookie, because Session.Id would load the session before the lock is held. A real app must also forget its locks.
    private SemaphoreSlim LockOf(HttpContext context)
        => _locks.GetOrAdd(context.Request.Cookies[Lab.StockCookie] ?? "", _ => new SemaphoreSlim(1, 1));
}
