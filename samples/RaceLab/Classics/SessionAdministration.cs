using GranularSessions;
using Microsoft.AspNetCore.Http.HttpResults;

namespace RaceLab.Classics;

/// <summary>The administrators' view of all signed-in sessions, and their end: at once, in requests that are running too.</summary>
public static class SessionAdministration
{
    public static void MapSessionAdministration(this IEndpointRouteBuilder classics)
    {
        RouteGroupBuilder sessions = classics.MapGroup("/admin/sessions")
            .RequireAuthorization(policy => policy.RequireRole(DemoUsers.Administrator));

        sessions.MapGet("", async (HttpContext context, SessionRegistry registry, DemoUsers users, CancellationToken cancellation) =>
        {
            SessionInfo? current = await context.GetSessionState().GetInfoAsync(cancellation);
            var listed = new List<ListedSession>();
            foreach (string user in users.Names.Order(StringComparer.Ordinal))
            {
                IReadOnlyList<SessionInfo> found = await registry.ListAsync(user, cancellation);
                listed.AddRange(found.Select(session => new ListedSession(
                    session.Id, user, session.CreatedAt, session.LastSeenAt, session.UserAgentHint, session.Id == current?.Id)));
            }

            return listed;
        });

        sessions.MapDelete("/{user}/{session}", async Task<Results<NoContent, NotFound>> (
            string user, string session, SessionRegistry registry, CancellationToken cancellation)
            => await registry.RevokeAsync(user, session, cancellation) ? TypedResults.NoContent() : TypedResults.NotFound());

        sessions.MapDelete("/{user}", async (string user, SessionRegistry registry, CancellationToken cancellation)
            => new EndedSessions(await registry.RevokeAllAsync(user, cancellation)));

        sessions.MapDelete("", async (SessionRegistry registry, CancellationToken cancellation)
            => new EndedSessions(await registry.RevokeEveryoneAsync(cancellation)));
    }
}

/// <summary>A session as the administrators see it.</summary>
public sealed record ListedSession(
    string Id, string User, DateTimeOffset CreatedAt, DateTimeOffset LastSeenAt, string? UserAgent, bool IsCurrent);

public sealed record EndedSessions(int Count);
