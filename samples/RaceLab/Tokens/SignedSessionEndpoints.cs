using Microsoft.AspNetCore.Http.HttpResults;
using RaceLab.Carts;

namespace RaceLab.Tokens;

/// <summary>Immutable sessions, from their beginning to logout and revocation.</summary>
internal static class SignedSessionEndpoints
{
    /// <summary>Maps the endpoints, which need no session middleware.</summary>
    public static void MapSignedSessions(this WebApplication app)
    {
        RouteGroupBuilder routes = app.MapGroup("/signed-sessions");
        routes.MapPost("", BeginAsync);
        routes.MapGet("/mine", ReadAsync);
        routes.MapDelete("/mine", LogOutAsync);
    }

    /// <summary>Begins a session, in a cookie, or, for a client that holds it itself, in the answer.</summary>
    private static async Task<Results<Created, Created<HeldSession>>> BeginAsync(
        HttpContext context, ShopCarts carts, SignedSessions sessions, CancellationToken cancellation, bool held = false)
    {
        (string cart, _) = await carts.CreateAsync(cancellation);
        string token = sessions.Issue(cart);
        if (held)
        {
            return TypedResults.Created("/signed-sessions/mine", new HeldSession(token));
        }

        sessions.SendCookie(context.Response, token);
        return TypedResults.Created("/signed-sessions/mine");
    }

    private static async Task<Results<Ok<SignedSessionView>, UnauthorizedHttpResult>> ReadAsync(
        HttpContext context, ShopCarts carts, SignedSessions sessions, CancellationToken cancellation)
        => await sessions.ReadAsync(context.Request) is { } claims && await carts.FindAsync(claims.Cart, cancellation) is { } cart
            ? TypedResults.Ok(new SignedSessionView(claims.Id, DateTimeOffset.FromUnixTimeSeconds(claims.ExpiresAt), cart.Cart))
            : TypedResults.Unauthorized();

    /// <summary>Ends the session, also for whoever has copied its token.</summary>
    private static async Task<Results<NoContent, UnauthorizedHttpResult>> LogOutAsync(HttpContext context, SignedSessions sessions, CancellationToken cancellation)
    {
        if (await sessions.ReadAsync(context.Request) is not { } claims)
        {
            return TypedResults.Unauthorized();
        }

        await sessions.RevokeAsync(claims, cancellation);
        sessions.DeleteCookie(context.Response);
        return TypedResults.NoContent();
    }

    /// <summary>A session that the client holds, and sends as <c>Authorization: Bearer</c>.</summary>
    public sealed record HeldSession(string Token);

    /// <summary>A session as its visitor sees it.</summary>
    public sealed record SignedSessionView(string Id, DateTimeOffset ExpiresAt, IReadOnlyCollection<string> Articles);
}
