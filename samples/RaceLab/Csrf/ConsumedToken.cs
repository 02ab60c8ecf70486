using GranularSessions;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace RaceLab.Csrf;

/// <summary>
/// A random token in the session, consumed atomically by the submit. Of parallel submits one is accepted: a form counts once. The price
/// is a write for each form that is shown, and another for each that is submitted.
/// </summary>
public static class ConsumedToken
{
    private static readonly TimeSpan FormLifetime = TimeSpan.FromMinutes(20);

    public static void MapConsumedToken(this IEndpointRouteBuilder csrf)
    {
        csrf.MapGet("/consumed/form", async (HttpContext context, CancellationToken cancellation)
            => new CsrfForm(await Tokens(context).IssueAsync(FormLifetime, cancellation)));

        csrf.MapPost("/consumed/submit", async Task<Results<Ok<PlacedOrder>, ProblemHttpResult>> (
            [FromHeader(Name = CsrfForm.TokenHeader)] string? token, HttpContext context, OrderDesk desk, CancellationToken cancellation) =>
        {
            return await Tokens(context).ConsumeAsync(token, cancellation) switch
            {
                TokenConsumption.Consumed => TypedResults.Ok(await desk.PlaceAsync(cancellation)),
                TokenConsumption.AlreadyConsumed => Refusal.AlreadySubmitted(),
                _ => Refusal.NotOfThisSession(),
            };
        });
    }

    /// <summary>Forgets the tokens of before a sign-in: whoever planted the session's cookie may have had one issued.</summary>
    public static Task ForgetIssuedAsync(HttpContext context, CancellationToken cancellation) => Tokens(context).ClearAsync(cancellation);

    private static SessionTokens Tokens(HttpContext context) => context.GetSessionState().Tokens("order form");
}
