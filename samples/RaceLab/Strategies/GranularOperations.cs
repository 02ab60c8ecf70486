using GranularSessions;
using RaceLab.Racing;

namespace RaceLab.Strategies;

/// <summary>GranularSessions: each change is one atomic step on one item.</summary>
public sealed class GranularOperations(Backend backend) : RaceStrategy
{
    public override void UseSession(IApplicationBuilder app) => app.UseGranularSessions();

    public override async Task<string> BeginAsync(HttpContext context)
    {
        SessionState state = context.GetSessionState();
        await state.Value<string>("chosen currency").SetAsync("EUR", context.RequestAborted);
        return await state.Tokens("order").IssueAsync(TimeSpan.FromMinutes(20), context.RequestAborted);
    }

    public override async Task AddToCartAsync(HttpContext context, string article)
    {
        await backend.CheckStockAsync(article, context.RequestAborted);
        await context.GetSessionState().Map<int>("cart lines").IncrementAsync(article, cancellationToken: context.RequestAborted);
    }

    public override async Task<long> CountVisitAsync(HttpContext context)
    {
        await backend.FindOffersAsync(context.RequestAborted);
        return await context.GetSessionState().Counter("visit count").IncrementAsync(cancellationToken: context.RequestAborted);
    }

    public override async Task<bool> SubmitOrderAsync(HttpContext context, string token)
    {
        TokenConsumption consumption = await context.GetSessionState().Tokens("order").ConsumeAsync(token, context.RequestAborted);
        if (consumption != TokenConsumption.Consumed)
        {
            return false;
        }

        await backend.PlaceOrderAsync(context.RequestAborted);
        return true;
    }

    public override async Task<bool> VoteAsync(HttpContext context)
    {
        if (!await context.GetSessionState().Set<string>("votes").AddAsync("poll", context.RequestAborted))
        {
            return false;
        }

        await backend.RecordVoteAsync(context.RequestAborted);
        return true;
    }

    public override async Task WriteReportAsync(HttpContext context)
    {
        SessionState state = context.GetSessionState();
        string? currency = await state.Value<string>("chosen currency").GetAsync(context.RequestAborted);
        await backend.WriteReportAsync(context.RequestAborted);
        await state.Value<string>("finished report").SetAsync($"ready, in {currency}", context.RequestAborted);
    }

    public override async Task<StoredState> ReadAsync(HttpContext context)
    {
        SessionState state = context.GetSessionState();
        return new(
            [.. (await state.Map<int>("cart lines").GetAllAsync(context.RequestAborted)).Keys],
            await state.Counter("visit count").GetAsync(context.RequestAborted),
            await state.Value<string>("finished report").GetAsync(context.RequestAborted) is not null);
    }
}
