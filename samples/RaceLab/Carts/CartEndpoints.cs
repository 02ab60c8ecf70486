using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http.HttpResults;

namespace RaceLab.Carts;

/// <summary>
/// The cart API. A session says which cart is the visitor's and nothing else, so that the cart outlives it: whoever has been sent
/// the recovery link gets the cart back into whatever session they have then.
/// </summary>
internal static class CartEndpoints
{
    private const string Path = "/carts";
    private const string Association = "cart id";

    /// <summary>Maps the API behind the stock session. Called after routing.</summary>
    public static void MapCarts(this WebApplication app)
    {
        app.UseWhen(context => context.Request.Path.StartsWithSegments(Path), carts => carts.UseSession());
        RouteGroupBuilder routes = app.MapGroup(Path);
        routes.MapPost("", CreateAsync);
        routes.MapGet("/mine", ReadAsync);
        routes.MapPost("/mine/articles/{article}", AddAsync);
        routes.MapPost("/mine/recovery-links", LinkAsync);
        routes.MapDelete("/session", EndSessionAsync);
        routes.MapPost("/recoveries", RecoverAsync);
    }

    private static async Task<Created<CartView>> CreateAsync(HttpContext context, ShopCarts carts, CancellationToken cancellation)
    {
        await context.Session.LoadAsync(cancellation);
        (string cart, _) = await carts.CreateAsync(cancellation);
        context.Session.SetString(Association, cart);
        return TypedResults.Created(Path + "/mine", new CartView([]));
    }

    private static async Task<Results<Ok<CartView>, NotFound>> ReadAsync(HttpContext context, ShopCarts carts, CancellationToken cancellation)
        => await FindMineAsync(context, cancellation) is { } cart && await carts.FindAsync(cart, cancellation) is { } found
            ? TypedResults.Ok(new CartView(found.Cart))
            : TypedResults.NotFound();

    private static async Task<Results<NoContent, NotFound>> AddAsync(HttpContext context, ShopCarts carts, string article, CancellationToken cancellation)
    {
        if (await FindMineAsync(context, cancellation) is not { } cart)
        {
            return TypedResults.NotFound();
        }

        try
        {
            await carts.AddAsync(cart, article, cancellation);
            return TypedResults.NoContent();
        }
        catch (CartGoneException)
        {
            return TypedResults.NotFound();
        }
    }

    /// <summary>Makes what a shop would mail to the visitor; it is good for as long as the cart is kept.</summary>
    private static async Task<Results<Ok<RecoveryLink>, NotFound>> LinkAsync(HttpContext context, IDataProtectionProvider protection, CancellationToken cancellation)
        => await FindMineAsync(context, cancellation) is { } cart
            ? TypedResults.Ok(new RecoveryLink(LinksOf(protection).Protect(cart, CartStore.Lifetime)))
            : TypedResults.NotFound();

    private static async Task<NoContent> EndSessionAsync(HttpContext context, CancellationToken cancellation)
    {
        await context.Session.LoadAsync(cancellation);
        context.Session.Clear();
        context.Response.Cookies.Delete(Lab.StockCookie, new CookieOptions { HttpOnly = true, Secure = context.Request.IsHttps, SameSite = SameSiteMode.Lax });
        return TypedResults.NoContent();
    }

    private static async Task<Results<Ok<CartView>, NotFound>> RecoverAsync(
        HttpContext context, RecoveryLink link, IDataProtectionProvider protection, ShopCarts carts, CancellationToken cancellation)
    {
        string cart;
        try
        {
            cart = LinksOf(protection).Unprotect(link.Token);
        }
        catch (CryptographicException)
        {
            return TypedResults.NotFound();
        }

        if (await carts.FindAsync(cart, cancellation) is not { } found)
        {
            return TypedResults.NotFound();
        }

        await context.Session.LoadAsync(cancellation);
        context.Session.SetString(Association, cart);
        return TypedResults.Ok(new CartView(found.Cart));
    }

    private static async Task<string?> FindMineAsync(HttpContext context, CancellationToken cancellation)
    {
        await context.Session.LoadAsync(cancellation);
        return context.Session.GetString(Association);
    }

    private static ITimeLimitedDataProtector LinksOf(IDataProtectionProvider protection)
        => protection.CreateProtector("RaceLab.CartRecovery").ToTimeLimitedDataProtector();

    /// <summary>A cart as its visitor sees it.</summary>
    public sealed record CartView(IReadOnlyCollection<string> Articles);

    /// <summary>What a recovery link carries.</summary>
    public sealed record RecoveryLink(string Token);
}
