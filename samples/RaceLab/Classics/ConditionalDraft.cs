using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using GranularSessions;
using Microsoft.AspNetCore.Http.Headers;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;

namespace RaceLab.Classics;

/// <summary>
/// A draft in the session as a resource with an entity tag: an unchanged one is not sent again (304), and a change counts only if the
/// draft is still the one it was made from (412 otherwise, 428 where it does not say).
/// </summary>
public static class ConditionalDraft
{
    private const int MaxLength = 10_000;

    public static void MapConditionalDraft(this IEndpointRouteBuilder classics)
    {
        classics.MapGet("/draft", async Task<Results<Ok<Draft>, NotFound, StatusCodeHttpResult>> (HttpContext context, CancellationToken cancellation) =>
        {
            // The browser may keep it, and asks each time; caches on the way may not.
            ResponseHeaders headers = context.Response.GetTypedHeaders();
            headers.CacheControl = new CacheControlHeaderValue { Private = true, NoCache = true };
            SessionState state = context.GetSessionState();
            VersionedValue<Draft> draft = await Item(state).GetWithVersionAsync(cancellation);
            if (!draft.Exists)
            {
                return TypedResults.NotFound();
            }

            EntityTagHeaderValue tag = await TagAsync(state, draft.Version, cancellation);
            headers.ETag = tag;
            return Matches(context.Request.GetTypedHeaders().IfNoneMatch, tag, useStrongComparison: false)
                ? TypedResults.StatusCode(StatusCodes.Status304NotModified)
                : TypedResults.Ok(draft.Value);
        });

        classics.MapPut("/draft", async Task<Results<NoContent, ProblemHttpResult>> (Draft next, HttpContext context, CancellationToken cancellation) =>
        {
            if (next.Text is null or { Length: > MaxLength })
            {
                return TypedResults.Problem($"A draft has a text of at most {MaxLength} characters.", statusCode: StatusCodes.Status400BadRequest);
            }

            RequestHeaders headers = context.Request.GetTypedHeaders();
            SessionState state = context.GetSessionState();
            if (headers.IfMatch.Count > 0)
            {
                return await ReplaceAsync(state, headers.IfMatch, next, cancellation) ? TypedResults.NoContent() : Changed();
            }

            if (headers.IfNoneMatch.Contains(EntityTagHeaderValue.Any))
            {
                return await Item(state).TryAddAsync(next, cancellation) ? TypedResults.NoContent() : Changed();
            }

            return TypedResults.Problem(
                "Say which draft this replaces with If-Match, or that there is none with If-None-Match: *.",
                statusCode: StatusCodes.Status428PreconditionRequired);
        });
    }

    /// <summary>The version that was compared is the one that the store compares again in the step that writes.</summary>
    private static async Task<bool> ReplaceAsync(
        SessionState state, IList<EntityTagHeaderValue> expected, Draft next, CancellationToken cancellation)
    {
        VersionedValue<Draft> draft = await Item(state).GetWithVersionAsync(cancellation);
        return draft.Exists
            && Matches(expected, await TagAsync(state, draft.Version, cancellation), useStrongComparison: true)
            && await Item(state).TrySetAsync(next, draft.Version, cancellation);
    }

    private static bool Matches(IList<EntityTagHeaderValue> tags, EntityTagHeaderValue tag, bool useStrongComparison)
        => tags.Any(candidate => candidate.Equals(EntityTagHeaderValue.Any) || candidate.Compare(tag, useStrongComparison));

    /// <summary>
    /// Versions begin anew in each session, while a browser's cache outlives a session: by the version alone the next user of the browser
    /// would be told that the last one's draft is unchanged.
    /// </summary>
    private static async Task<EntityTagHeaderValue> TagAsync(SessionState state, long version, CancellationToken cancellation)
    {
        SessionInfo? session = await state.GetInfoAsync(cancellation);
        byte[] hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{session?.Id} {version}"));
        return new EntityTagHeaderValue($"\"{Base64Url.EncodeToString(hash.AsSpan(0, 16))}\"");
    }

    private static ProblemHttpResult Changed()
        => TypedResults.Problem("The draft is not the one that this change was made from.", statusCode: StatusCodes.Status412PreconditionFailed);

    private static SessionValue<Draft> Item(SessionState state) => state.Value<Draft>("draft");
}
