using System.Globalization;
using System.Security.Cryptography;
using GranularSessions;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace RaceLab.Csrf;

/// <summary>
/// A token in a cookie that the page's script repeats in a header; a page of another site can send the cookie but not read it. Sealed
/// for one session and generation, so that a cookie planted from a sibling domain does not count. Parallel submits are all accepted.
/// </summary>
public static class DoubleSubmitCookie
{
    private const string CookieName = "XSRF-TOKEN";
    private const string Purpose = "RaceLab.Csrf.DoubleSubmitCookie";
    private static readonly TimeSpan FormLifetime = TimeSpan.FromMinutes(20);

    public static void MapDoubleSubmitCookie(this IEndpointRouteBuilder csrf)
    {
        csrf.MapGet("/double-submit/form", async (HttpContext context, IDataProtectionProvider protection, CancellationToken cancellation) =>
        {
            SessionState state = context.GetSessionState();
            ITimeLimitedDataProtector? seal = await SealForAsync(state, protection, cancellation);
            if (seal is null)
            {
                // A session begins with its first write, and without one there is nothing to seal for.
                await state.Value<bool>("has order form").TryAddAsync(true, cancellation);
                seal = await SealForAsync(state, protection, cancellation)
                    ?? throw new InvalidOperationException("The session ended while its form was made.");
            }

            string token = seal.Protect(RandomNumberGenerator.GetHexString(32), FormLifetime);
            context.Response.Cookies.Append(CookieName, token, new CookieOptions
            {
                Secure = true,
                HttpOnly = false,
                SameSite = SameSiteMode.Strict,
                MaxAge = FormLifetime,
            });
            return TypedResults.NoContent();
        });

        csrf.MapPost("/double-submit/submit", async Task<Results<Ok<PlacedOrder>, ProblemHttpResult>> (
            [FromHeader(Name = CsrfForm.TokenHeader)] string? token, HttpContext context, IDataProtectionProvider protection, OrderDesk desk,
            CancellationToken cancellation) =>
        {
            return token is not null
                && token == context.Request.Cookies[CookieName]
                && await SealForAsync(context.GetSessionState(), protection, cancellation) is { } seal
                && Opens(seal, token)
                    ? TypedResults.Ok(await desk.PlaceAsync(cancellation))
                    : Refusal.NotOfThisSession();
        });
    }

    /// <summary>Null where there is no session.</summary>
    private static async Task<ITimeLimitedDataProtector?> SealForAsync(
        SessionState state, IDataProtectionProvider protection, CancellationToken cancellation)
    {
        SessionInfo? session = await state.GetInfoAsync(cancellation);
        long? generation = await state.GetGenerationAsync(cancellation);
        return session is null || generation is not { } current
            ? null
            : protection.CreateProtector(Purpose, session.Id, current.ToString(CultureInfo.InvariantCulture)).ToTimeLimitedDataProtector();
    }

    private static bool Opens(ITimeLimitedDataProtector seal, string token)
    {
        try
        {
            seal.Unprotect(token);
            return true;
        }
        catch (CryptographicException)
        {
            // Of another session or generation, too old, or no token at all.
            return false;
        }
    }
}
