using GranularSessions.Lifecycle;
using GranularSessions.Observability;
using GranularSessions.Sessions;
using GranularSessions.Storage;
using Microsoft.Extensions.Logging;

namespace GranularSessions.Registry;

internal sealed class StoredSessionRegistry(StoreClient store, SessionObservers observers, ILogger<SessionRegistry> logger) : SessionRegistry
{
    public override async Task<IReadOnlyList<SessionInfo>> ListAsync(string userId, CancellationToken cancellationToken = default)
    {
        SessionNames.Validate(userId);
        var sessions = await store.ListAsync(userId, cancellationToken).ConfigureAwait(false);
        return [.. sessions.OrderByDescending(session => session.LastSeenAt).Select(session => session.ToInfo())];
    }

    public override async Task<bool> RevokeAsync(string userId, string sessionId, CancellationToken cancellationToken = default)
    {
        SessionNames.Validate(userId);
        SessionNames.Validate(sessionId);
        return await RevokeAsync(new Revocation(userId, onlyId: sessionId), cancellationToken).ConfigureAwait(false) > 0;
    }

    public override Task<int> RevokeAllAsync(string userId, CancellationToken cancellationToken = default)
    {
        SessionNames.Validate(userId);
        return RevokeAsync(new Revocation(userId), cancellationToken);
    }

    public override Task<int> RevokeAllExceptAsync(string userId, string keptSessionId, CancellationToken cancellationToken = default)
    {
        SessionNames.Validate(userId);
        SessionNames.Validate(keptSessionId);
        return RevokeAsync(new Revocation(userId, exceptId: keptSessionId), cancellationToken);
    }

    public override Task<int> RevokeEveryoneAsync(CancellationToken cancellationToken = default)
        => RevokeAsync(new Revocation(userId: null), cancellationToken);

    private async Task<int> RevokeAsync(Revocation revocation, CancellationToken cancellationToken)
    {
        var revoked = await store.RevokeAsync(revocation, cancellationToken).ConfigureAwait(false);
        logger.SessionsRevoked(revoked.Count);
        await observers.RevokedAsync(revoked, cancellationToken).ConfigureAwait(false);
        return revoked.Count;
    }
}
