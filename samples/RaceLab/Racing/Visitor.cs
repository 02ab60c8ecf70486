using System.Diagnostics;
using System.Net.Http.Json;
using Microsoft.Net.Http.Headers;
using RaceLab.Strategies;

namespace RaceLab.Racing;

/// <summary>The one visitor whose cookie all clients of a race send.</summary>
internal sealed class Visitor
{
    private readonly HttpClient _http;
    private readonly Uri _routes;
    private readonly string _cookies;
    private readonly string _token;

    private Visitor(HttpClient http, Uri routes, string cookies, string token)
    {
        _http = http;
        _routes = routes;
        _cookies = cookies;
        _token = token;
    }

    /// <summary>Begins a visit.</summary>
    /// <param name="http">A client that keeps no cookies of its own.</param>
    /// <param name="routes">The strategy's routes; ends with a slash.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <exception cref="RaceFailedException">The app did not begin one.</exception>
    public static async Task<Visitor> BeginAsync(HttpClient http, Uri routes, CancellationToken cancellationToken)
    {
        using HttpResponseMessage response = await http.PostAsync(new Uri(routes, "visitors"), content: null, cancellationToken);
        if (!response.IsSuccessStatusCode)
        {
            throw new RaceFailedException($"The visit could not begin: {(int)response.StatusCode} {response.ReasonPhrase}.");
        }

        var visit = (await response.Content.ReadFromJsonAsync<StrategyEndpoints.BegunVisit>(cancellationToken))!;
        IEnumerable<string> cookies = response.Headers.TryGetValues(HeaderNames.SetCookie, out IEnumerable<string>? set) ? set : [];
        return new(http, routes, string.Join("; ", cookies.Select(cookie => cookie.Split(';')[0])), visit.OrderToken);
    }

    /// <summary>Sends a request, and notes in its trace how long the answer took and what it was.</summary>
    public async Task SendAsync(RequestTrace trace, CancellationToken cancellationToken)
    {
        using HttpRequestMessage request = NewRequest(HttpMethod.Post, RouteOf(trace));
        request.Headers.Add(RaceRegistry.Header, RaceRegistry.HeaderOf(trace));
        if (trace.Action == RaceAction.SubmitOrder)
        {
            request.Headers.Add(StrategyEndpoints.TokenHeader, _token);
        }

        long sent = Stopwatch.GetTimestamp();
        using HttpResponseMessage response = await _http.SendAsync(request, cancellationToken);
        trace.Latency = Stopwatch.GetElapsedTime(sent).TotalMilliseconds;
        if (response.IsSuccessStatusCode)
        {
            trace.Answer = await response.Content.ReadFromJsonAsync<ActionAnswer>(cancellationToken);
        }

        // The session may be committed after the response.
        await trace.WhenLeft.WaitAsync(cancellationToken);
    }

    /// <summary>Reads what is kept of the visitor.</summary>
    public async Task<StoredState> ReadAsync(CancellationToken cancellationToken)
    {
        using HttpRequestMessage request = NewRequest(HttpMethod.Get, "state");
        using HttpResponseMessage response = await _http.SendAsync(request, cancellationToken);
        return response.IsSuccessStatusCode
            ? (await response.Content.ReadFromJsonAsync<StoredState>(cancellationToken))!
            : throw new RaceFailedException($"What is kept could not be read: {(int)response.StatusCode} {response.ReasonPhrase}.");
    }

    private static string RouteOf(RequestTrace trace) => trace.Action switch
    {
        RaceAction.AddToCart => "cart/" + trace.Article,
        RaceAction.CountVisit => "visits",
        RaceAction.SubmitOrder => "orders",
        RaceAction.Vote => "votes",
        RaceAction.WriteReport => "reports",
        _ => throw new InvalidOperationException($"No such action: {trace.Action}."),
    };

    private HttpRequestMessage NewRequest(HttpMethod method, string route)
    {
        var request = new HttpRequestMessage(method, new Uri(_routes, route));
        if (_cookies.Length > 0)
        {
            request.Headers.Add(HeaderNames.Cookie, _cookies);
        }

        return request;
    }
}
