using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using GranularSessions;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace RaceLab.Csrf;

/// <summary>
/// A token for each form, derived from one secret of the session and the generation of its id. Nothing is written for a form, and all
/// tokens change at sign-in. Parallel submits are all accepted: the token says who submits, not how often.
/// </summary>
public static class DerivedToken
{
    private const string OrderForm = "order";

    public static void MapDerivedToken(this IEndpointRouteBuilder csrf)
    {
        csrf.MapGet("/derived/form", async (HttpContext context, CancellationToken cancellation)
            => new CsrfForm(await IssueAsync(context.GetSessionState(), OrderForm, cancellation)));

        csrf.MapPost("/derived/submit", async Task<Results<Ok<PlacedOrder>, ProblemHttpResult>> (
            [FromHeader(Name = CsrfForm.TokenHeader)] string? token, HttpContext context, OrderDesk desk, CancellationToken cancellation) =>
        {
            return await IsValidAsync(context.GetSessionState(), OrderForm, token, cancellation)
                ? TypedResults.Ok(await desk.PlaceAsync(cancellation))
                : Refusal.NotOfThisSession();
        });
    }

    private static async Task<string> IssueAsync(SessionState state, string form, CancellationToken cancellation)
    {
        if (await DeriveAsync(state, form, cancellation) is { } token)
        {
            return token;
        }

        // Of parallel first forms one sets the secret, and all derive from it.
        await Secret(state).TryAddAsync(RandomNumberGenerator.GetBytes(32), cancellation);
        return await DeriveAsync(state, form, cancellation)
            ?? throw new InvalidOperationException("The session was emptied while its form was made.");
    }

    private static async Task<bool> IsValidAsync(SessionState state, string form, string? token, CancellationToken cancellation)
        => token is not null
            && await DeriveAsync(state, form, cancellation) is { } expected
            && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(token), Encoding.UTF8.GetBytes(expected));

    /// <summary>Null where the session has no secret: none of its forms was ever shown.</summary>
    private static async Task<string?> DeriveAsync(SessionState state, string form, CancellationToken cancellation)
    {
        byte[]? secret = await Secret(state).GetAsync(cancellation);
        long? generation = await state.GetGenerationAsync(cancellation);
        return secret is null ? null : Base64Url.EncodeToString(HMACSHA256.HashData(secret, Encoding.UTF8.GetBytes($"{generation} {form}")));
    }

    private static SessionValue<byte[]> Secret(SessionState state) => state.Value<byte[]>("form secret");
}
