using System.Security.Cryptography;

namespace RaceLab.Tokens;

/// <summary>Issues, reads and ends immutable sessions. Thread-safe.</summary>
/// <param name="revoked">The sessions that were ended before their time.</param>
/// <param name="time">The clock that decides on expiry.</param>
public sealed class SignedSessions(RevocationList revoked, TimeProvider time)
{
    public const string Cookie = "RaceLab.Immutable";

    /// <summary>How long a session lives. It cannot be prolonged, only replaced.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(1);

    // Of this process: several instances would share one, from a vault.
    private readonly byte[] _key = RandomNumberGenerator.GetBytes(32);

    /// <summary>Makes a session that opens a cart.</summary>
    public string Issue(string cart)
        => JsonWebToken.Sign(new(Guid.NewGuid().ToString("N"), cart, (time.GetUtcNow() + Lifetime).ToUnixTimeSeconds()), _key);

    /// <summary>Hands a session to a browser, out of its scripts' reach.</summary>
    public void SendCookie(HttpResponse response, string token) => response.Cookies.Append(Cookie, token, AttributesFor(response, Lifetime));

    /// <summary>Takes the session back from a browser. Whoever has copied it still has it: that is what revoking is for.</summary>
    public void DeleteCookie(HttpResponse response) => response.Cookies.Delete(Cookie, AttributesFor(response, lifetime: null));

    /// <summary>Reads the session of a request: the cookie's, or the one that the client holds and sends as a bearer token.</summary>
    /// <returns>What it claims; null: there is none, or it is not ours, over, or revoked.</returns>
    public async Task<SessionClaims?> ReadAsync(HttpRequest request)
    {
        const string scheme = "Bearer ";
        string authorization = request.Headers.Authorization.ToString();
        string? token = authorization.StartsWith(scheme, StringComparison.OrdinalIgnoreCase) ? authorization[scheme.Length..] : request.Cookies[Cookie];
        return token is not null
            && JsonWebToken.Read(token, _key) is { } claims
            && claims.ExpiresAt > time.GetUtcNow().ToUnixTimeSeconds()
            && !await revoked.ContainsAsync(claims, request.HttpContext.RequestAborted)
            ? claims
            : null;
    }

    /// <summary>Ends a session, in whoever's hands its token is.</summary>
    public Task RevokeAsync(SessionClaims claims, CancellationToken cancellationToken) => revoked.AddAsync(claims, cancellationToken);

    private static CookieOptions AttributesFor(HttpResponse response, TimeSpan? lifetime) => new()
    {
        HttpOnly = true,
        Secure = response.HttpContext.Request.IsHttps,
        SameSite = SameSiteMode.Lax,
        IsEssential = true,
        MaxAge = lifetime,
    };
}
