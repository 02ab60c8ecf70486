using System.Net;

namespace RaceLab.Tests.Support;

internal static class Race
{
    /// <summary>Sends requests at once and returns how they were answered.</summary>
    public static async Task<IReadOnlyList<HttpStatusCode>> RunAsync(int racers, Func<int, Task<HttpResponseMessage>> send)
    {
        var responses = await Task.WhenAll(Enumerable.Range(0, racers).Select(send));
        var statuses = responses.Select(response => response.StatusCode).ToArray();
        Array.ForEach(responses, response => response.Dispose());
        return statuses;
    }
}
