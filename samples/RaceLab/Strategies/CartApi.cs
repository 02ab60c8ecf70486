using RaceLab.Carts;
using RaceLab.Racing;

namespace RaceLab.Strategies;

/// <summary>A cart API with its own store and expiry. The session holds the cart's id and nothing else, written once.</summary>
public sealed class CartApi(ShopCarts carts, Backend backend) : RaceStrategy
{
    public override void UseSession(IApplicationBuilder app) => app.UseSession();

    public override async Task<string> BeginAsync(HttpContext context)
    {
        (string cart, string orderToken) = await carts.CreateAsync(context.RequestAborted);
        await context.Session.LoadAsync(context.RequestAborted);
        context.Session.SetString("cart id", cart);
        return orderToken;
    }

    public override async Task AddToCartAsync(HttpContext context, string article)
    {
        await backend.CheckStockAsync(article, context.RequestAborted);
        await carts.AddAsync(await CartOfAsync(context), article, context.RequestAborted);
    }

    public override async Task<long> CountVisitAsync(HttpContext context)
    {
        await backend.FindOffersAsync(context.RequestAborted);
        return await carts.CountVisitAsync(await CartOfAsync(context), context.RequestAborted);
    }

    public override async Task<bool> SubmitOrderAsync(HttpContext context, string token)
    {
        if (!await carts.TryOrderAsync(await CartOfAsync(context), token, context.RequestAborted))
        {
            return false;
        }

        await backend.PlaceOrderAsync(context.RequestAborted);
        return true;
    }

    public override async Task<bool> VoteAsync(HttpContext context)
    {
        if (!await carts.TryVoteAsync(await CartOfAsync(context), context.RequestAborted))
        {
            return false;
        }

        await backend.RecordVoteAsync(context.RequestAborted);
        return true;
    }

    public override async Task WriteReportAsync(HttpContext context)
    {
        string cart = await CartOfAsync(context);
        await backend.WriteReportAsync(context.RequestAborted);
        await carts.NoteReportAsync(cart, context.RequestAborted);
    }

    public override async Task<StoredState> ReadAsync(HttpContext context)
        => await carts.FindAsync(await CartOfAsync(context), context.RequestAborted) ?? throw new CartGoneException();

    private static async Task<string> CartOfAsync(HttpContext context)
    {
        await context.Session.LoadAsync(context.RequestAborted);
        return context.Session.GetString("cart id") ?? throw new CartGoneException();
    }
}
