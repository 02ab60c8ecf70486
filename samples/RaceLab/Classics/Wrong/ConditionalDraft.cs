using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace RaceLab.Classics.Wrong;

/// <summary>
/// The draft with a version of its own: two changes at once find the same version, both pass the comparison, and one of them is lost.
/// And another session's version 1 is told from this one's by nothing.
/// </summary>
public static class ConditionalDraft
{
    public static void MapConditionalDraft(this IEndpointRouteBuilder wrong)
    {
        wrong.MapGet("/draft", Results<Ok<NumberedDraft>, NotFound, StatusCodeHttpResult> (
            [FromHeader(Name = "If-None-Match")] string? known, HttpContext context) =>
        {
            if (context.Session.GetString("draft-json") is not { } json || JsonSerializer.Deserialize<NumberedDraft>(json) is not { } draft)
            {
                return TypedResults.NotFound();
            }

            context.Response.Headers.ETag = draft.Tag;
            return known == draft.Tag ? TypedResults.StatusCode(StatusCodes.Status304NotModified) : TypedResults.Ok(draft);
        });

        wrong.MapPut("/draft", async Task<Results<NoContent, StatusCodeHttpResult>> (
            [FromHeader(Name = "If-Match")] string? expected, Draft next, HttpContext context, SlowDisk disk, CancellationToken cancellation) =>
        {
            NumberedDraft? draft = context.Session.GetString("draft-json") is { } json ? JsonSerializer.Deserialize<NumberedDraft>(json) : null;
            if (draft is not null && draft.Tag != expected)
            {
                return TypedResults.StatusCode(StatusCodes.Status412PreconditionFailed);
            }

            await disk.WriteAsync(cancellation);
            var changed = new NumberedDraft(next.Text ?? "", (draft?.Version ?? 0) + 1);
            context.Session.SetString("draft-json", JsonSerializer.Serialize(changed));
            return TypedResults.NoContent();
        });
    }
}

/// <summary>A draft that counts its own changes.</summary>
public sealed record NumberedDraft(string Text, int Version)
{
    public string Tag => $"\"{Version}\"";
}
