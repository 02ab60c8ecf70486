using Microsoft.AspNetCore.Http.HttpResults;

namespace RaceLab.Sources;

/// <summary>Lets the page show the code of what it runs.</summary>
internal static class SourceEndpoints
{
    public static void MapSources(this WebApplication app)
        => app.MapGet("/api/sources/{**path}", Results<Ok<SourceFile>, NotFound> (string path, SourceFiles sources)
            => sources.Find(path) is { } file ? TypedResults.Ok(file) : TypedResults.NotFound());
}
