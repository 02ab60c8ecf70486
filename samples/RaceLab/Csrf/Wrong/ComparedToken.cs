using System.Security.Cryptography;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace RaceLab.Csrf.Wrong;

/// <summary>
/// A token in the stock session, compared and then removed. It is meant to count once; parallel submits that have loaded before the
/// first one commits are all accepted.
/// </summary>
public static class ComparedToken
{
    public static void MapComparedToken(this IEndpointRouteBuilder csrf)
    {
        csrf.MapGet("/compared/form", (HttpContext context) =>
        {
            string token = RandomNumberGenerator.GetHexString(64);
            context.Session.SetString("form-token", token);
            return new CsrfForm(token);
        });

        csrf.MapPost("/compared/submit", async Task<Results<Ok<PlacedOrder>, ProblemHttpResult>> (
            [FromHeader(Name = CsrfForm.TokenHeader)] string? token, HttpContext context, OrderDesk desk, CancellationToken cancellation) =>
        {
            if (token is null || token != context.Session.GetString("form-token"))
            {
                return Refusal.NotOfThisSession();
            }

            PlacedOrder order = await desk.PlaceAsync(cancellation);
            context.Session.Remove("form-token");
            return TypedResults.Ok(order);
        });
    }
}
