using Microsoft.Extensions.Caching.Distributed;

namespace RaceLab.Tokens;

/// <summary>
/// The one state that immutable sessions leave on the server: which of them have been ended before their time. An entry goes
/// when its token would have ended anyway. Only additions, so that nothing can be lost. Thread-safe.
/// </summary>
public sealed class RevocationList(IDistributedCache cache)
{
    public Task AddAsync(SessionClaims claims, CancellationToken cancellationToken) => cache.SetAsync(
        KeyOf(claims.Id),
        [1],
        new DistributedCacheEntryOptions { AbsoluteExpiration = DateTimeOffset.FromUnixTimeSeconds(claims.ExpiresAt) },
        cancellationToken);

    public async Task<bool> ContainsAsync(SessionClaims claims, CancellationToken cancellationToken)
        => await cache.GetAsync(KeyOf(claims.Id), cancellationToken) is not null;

    private static string KeyOf(string token) => "revoked:" + token;
}
