using System.Net;

namespace GranularSessions.Tests.Support;

/// <summary>A client with a cookie jar that tests can look into and plant cookies in.</summary>
public sealed class Browser(HttpMessageHandler server, Uri origin)
{
    private readonly HttpClient _client = new(server, disposeHandler: false) { BaseAddress = origin };

    public Dictionary<string, string> Cookies { get; init; } = [];

    /// <summary>Another browser with the same cookies, such as an attacker who planted or stole them.</summary>
    public Browser Copy() => new(server, origin) { Cookies = new(Cookies) };

    public async Task<HttpResponseMessage> SendAsync(
        HttpMethod method, string path, HttpContent? content = null, HttpCompletionOption completion = HttpCompletionOption.ResponseContentRead)
    {
        var request = new HttpRequestMessage(method, path) { Content = content };
        if (Cookies.Count > 0)
        {
            request.Headers.Add("Cookie", string.Join("; ", Cookies.Select(cookie => $"{cookie.Key}={cookie.Value}")));
        }

        var response = await _client.SendAsync(request, completion);
        Accept(response);
        return response;
    }

    public Task<HttpResponseMessage> GetAsync(string path) => SendAsync(HttpMethod.Get, path);

    public async Task<string> GetTextAsync(string path)
    {
        using var response = await GetAsync(path);
        Assert.True(response.IsSuccessStatusCode, $"{path}: {(int)response.StatusCode} {await response.Content.ReadAsStringAsync()}");
        return await response.Content.ReadAsStringAsync();
    }

    public async Task<HttpStatusCode> GetStatusAsync(string path)
    {
        using var response = await GetAsync(path);
        return response.StatusCode;
    }

    /// <summary>Sends a request and goes away once it is being handled.</summary>
    public async Task AbandonAsync(string path, Task isHandled, CancellationTokenSource leave)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Add("Cookie", string.Join("; ", Cookies.Select(cookie => $"{cookie.Key}={cookie.Value}")));
        var response = _client.SendAsync(request, leave.Token);
        await isHandled;
        await leave.CancelAsync();
        await response;
    }

    private void Accept(HttpResponseMessage response)
    {
        foreach (var header in SetCookies(response))
        {
            var pair = header.Split(';')[0].Split('=', 2);
            var isDeleted = header.Contains("expires=Thu, 01 Jan 1970", StringComparison.OrdinalIgnoreCase);
            if (isDeleted)
            {
                Cookies.Remove(pair[0]);
            }
            else
            {
                Cookies[pair[0]] = pair[1];
            }
        }
    }

    public static IReadOnlyList<string> SetCookies(HttpResponseMessage response)
        => response.Headers.TryGetValues("Set-Cookie", out var values) ? [.. values] : [];
}
