using System.Runtime.ExceptionServices;
using GranularSessions.Storage;
using StackExchange.Redis;

namespace GranularSessions.Redis;

/// <summary>Lists, revokes and cleans up: what concerns many sessions and therefore many slots.</summary>
internal sealed partial class RedisSessionStore
{
    private const int SessionsAtOnce = 128;

    // An instance that stops in the middle of a clean-up leaves its share to the others after that long.
    private static readonly TimeSpan CleanupLease = TimeSpan.FromMinutes(1);

    private static readonly CallMode FollowUp = CallMode.Asynchronous(CancellationToken.None).FollowUp;

    private int _nextPart;

    public override async ValueTask<IReadOnlyList<SessionSnapshot>> ListAsync(string userId, CancellationToken cancellationToken)
    {
        var found = new List<SessionSnapshot>();
        var selectors = (await SignInsOfAsync(userId, cancellationToken).ConfigureAwait(false)).Select(SelectorOf).Distinct(StringComparer.Ordinal);
        foreach (var batch in selectors.Chunk(SessionsAtOnce))
        {
            var replies = await Task.WhenAll(batch.Select(FindAsync)).ConfigureAwait(false);
            found.AddRange(replies.Where(reply => RedisReply.Int32(reply[0]) == 1).Select(reply => RedisReply.Snapshot(reply[1])));
        }

        return found;

        Task<RedisResult[]> FindAsync(string selector)
            => _scripts.ReadAsync(RedisScripts.FindSession, _keys.Session(selector), [_encoder.Idle, userId], CallMode.Asynchronous(cancellationToken)).AsTask();
    }

    public override async ValueTask<IReadOnlyList<SessionSnapshot>> RevokeAsync(Revocation revocation, CancellationToken cancellationToken)
    {
        var revoked = new List<SessionSnapshot>();
        try
        {
            await RevokeAsync(revocation, revoked, cancellationToken).ConfigureAwait(false);
            return revoked;
        }
        catch (Exception exception) when (revoked.Count > 0 && exception is SessionException or OperationCanceledException)
        {
            // What the failure of one call says, that nothing was changed, does not hold for those before it.
            throw new SessionOutcomeUnknownException(
                $"{revoked.Count} sessions were ended, and at least one may not have been. Revoking again is safe and ends the rest.", exception);
        }
    }

    private async ValueTask RevokeAsync(Revocation revocation, List<SessionSnapshot> revoked, CancellationToken cancellationToken)
    {
        if (revocation.UserId is { } userId)
        {
            var signIns = await SignInsOfAsync(userId, cancellationToken).ConfigureAwait(false);
            await RevokeAsync(signIns.Select(SelectorOf), revocation, revoked, cancellationToken).ConfigureAwait(false);
            return;
        }

        for (var part = 0; part < RedisKeys.Parts; part++)
        {
            var cursor = "0";
            do
            {
                var page = await _scripts.ReadAsync(
                    RedisScripts.ScanSignIns, [_keys.SignedIn(part)], [cursor, SessionsAtOnce], CallMode.Asynchronous(cancellationToken)).ConfigureAwait(false);
                cursor = RedisReply.Text(page[0]);
                var signIns = RedisReply.Names(page[1]).Where((_, n) => n % 2 == 0);
                await RevokeAsync(signIns.Select(SelectorOf), revocation, revoked, cancellationToken).ConfigureAwait(false);
            }
            while (cursor != "0");
        }
    }

    public override async ValueTask<int> RemoveExpiredAsync(int atMost, CancellationToken cancellationToken)
    {
        var removed = 0;
        var first = Interlocked.Increment(ref _nextPart);
        for (var n = 0; n < RedisKeys.Parts && removed < atMost; n++)
        {
            var part = _keys.Schedule((int)((uint)(first + n) % RedisKeys.Parts));
            int due;
            do
            {
                var wanted = Math.Min(SessionsAtOnce, atMost - removed);
                var selectors = RedisReply.Names(await _scripts.WriteAsync(
                    RedisScripts.TakeDueSessions, [part], [wanted, RedisCommandEncoder.Milliseconds(CleanupLease)], CallMode.Asynchronous(cancellationToken))
                    .ConfigureAwait(false));
                due = selectors.Length;
                removed += await RemoveIfEndedAsync(part, selectors, cancellationToken).ConfigureAwait(false);
            }
            while (due > 0 && removed < atMost);
        }

        return removed;
    }

    private async ValueTask<string[]> SignInsOfAsync(string userId, CancellationToken cancellationToken)
        => RedisReply.Names(
            await _scripts.ReadAsync(RedisScripts.ReadSignIns, [_keys.User(userId)], [], CallMode.Asynchronous(cancellationToken)).ConfigureAwait(false));

    /// <summary>Ends all that it can before it reports a failure; the indexes still name the rest, so that a retry finds it.</summary>
    private async Task RevokeAsync(
        IEnumerable<string> selectors, Revocation revocation, List<SessionSnapshot> revoked, CancellationToken cancellationToken)
    {
        Exception? failure = null;
        foreach (var batch in selectors.Distinct(StringComparer.Ordinal).Chunk(SessionsAtOnce))
        {
            foreach (var (snapshot, failed) in await Task.WhenAll(batch.Select(TryRevokeAsync)).ConfigureAwait(false))
            {
                failure = failure is SessionOutcomeUnknownException ? failure : failed ?? failure;
                if (snapshot is not null)
                {
                    revoked.Add(snapshot);
                }
            }
        }

        if (failure is not null)
        {
            ExceptionDispatchInfo.Throw(failure);
        }

        async Task<(SessionSnapshot? Revoked, Exception? Failure)> TryRevokeAsync(string selector)
        {
            try
            {
                return (await RevokeAsync(selector, revocation, cancellationToken).ConfigureAwait(false), null);
            }
            catch (Exception exception) when (exception is SessionException or OperationCanceledException)
            {
                return (null, exception);
            }
        }
    }

    private async Task<SessionSnapshot?> RevokeAsync(string selector, Revocation revocation, CancellationToken cancellationToken)
    {
        var reply = await _scripts.WriteAsync(
            RedisScripts.RevokeSession,
            _keys.Session(selector),
            [_encoder.Idle, revocation.UserId ?? "", revocation.OnlyId ?? "", revocation.ExceptId ?? ""],
            CallMode.Asynchronous(cancellationToken)).ConfigureAwait(false);
        if (RedisReply.Int32(reply[0]) == 0)
        {
            return null;
        }

        var snapshot = RedisReply.Snapshot(reply[1]);
        await ForgetSignInAsync(snapshot.UserId, selector, RedisReply.TextOrNull(reply[2]), FollowUp).ConfigureAwait(false);
        await SweepAsync(selector, RedisReply.Names(reply[3]), FollowUp).ConfigureAwait(false);
        return snapshot;
    }

    private async Task<int> RemoveIfEndedAsync(RedisKey part, string[] selectors, CancellationToken cancellationToken)
    {
        if (selectors.Length == 0)
        {
            return 0;
        }

        var looks = await Task.WhenAll(selectors.Select(selector => RemoveIfEndedAsync(selector, cancellationToken))).ConfigureAwait(false);
        var schedule = selectors.Zip(looks).SelectMany(pair => new RedisValue[] { pair.First, pair.Second.LookAgain });
        await _scripts.WriteAsync(RedisScripts.RescheduleSessions, [part], [.. schedule], CallMode.Asynchronous(cancellationToken)).ConfigureAwait(false);
        return looks.Count(look => look.IsRemoved);
    }

    private async Task<(bool IsRemoved, string LookAgain)> RemoveIfEndedAsync(string selector, CancellationToken cancellationToken)
    {
        const string never = "";
        var reply = await _scripts.WriteAsync(
            RedisScripts.RemoveIfEnded, _keys.Session(selector), [_encoder.Idle], CallMode.Asynchronous(cancellationToken)).ConfigureAwait(false);
        switch (RedisReply.Int32(reply[0]))
        {
            case 0:
                return (false, never);
            case 1:
                return (false, RedisReply.Text(reply[1]));
            default:
                await ForgetSignInAsync(RedisReply.TextOrNull(reply[1]), selector, RedisReply.TextOrNull(reply[2]), FollowUp).ConfigureAwait(false);
                await SweepAsync(selector, RedisReply.Names(reply[3]), FollowUp).ConfigureAwait(false);
                return (true, never);
        }
    }
}
