using System.Text.Json.Serialization;

namespace RaceLab.Tokens;

/// <summary>What an immutable session says. Nothing in it ever changes; a new token replaces it.</summary>
/// <param name="Id">Names the token in the revocation list.</param>
/// <param name="Cart">The cart that it opens.</param>
/// <param name="ExpiresAt">When it ends by itself, in seconds since 1970.</param>
public sealed record SessionClaims(
    [property: JsonPropertyName("jti")] string Id,
    [property: JsonPropertyName("cart")] string Cart,
    [property: JsonPropertyName("exp")] long ExpiresAt);
