using System.Net;
using System.Net.Http.Json;
using System.Net.WebSockets;
using Microsoft.AspNetCore.TestHost;
using Microsoft.AspNetCore.Mvc.Testing.Handlers;

namespace SessionAnalyzers.Proofs.Harness;

/// <summary>A visitor with cookies, able to send requests concurrently.</summary>
internal sealed class Browser(TestServer server, CookieContainer cookies) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly HttpClient _client = new(new CookieContainerHandler(cookies) { InnerHandler = server.CreateHandler() })
    {
        BaseAddress = server.BaseAddress,
        Timeout = Patience,
    };

    /// <summary>What <c>document.cookie</c> shows to a script on the app's pages, by name.</summary>
    public IEnumerable<string> CookiesOfScripts => cookies.GetCookies(server.BaseAddress).Where(cookie => !cookie.HttpOnly).Select(cookie => cookie.Name);

    /// <summary>Another browser with the same cookies: of an attacker who planted or stole them, or of a victim.</summary>
    public Browser Copy()
    {
        var copied = new CookieContainer();
        copied.Add(cookies.GetAllCookies());
        return new Browser(server, copied);
    }

    /// <summary>The same browser, led to another instance of the app, as a load balancer does.</summary>
    public Browser On(SessionApp instance) => instance.NewBrowser(cookies);

    /// <summary>Opens a web socket, with the browser's cookies.</summary>
    public Task<WebSocket> ConnectAsync(string path)
    {
        WebSocketClient client = server.CreateWebSocketClient();
        client.ConfigureRequest = request => request.Headers.Cookie = cookies.GetCookieHeader(server.BaseAddress);
        return client.ConnectAsync(new UriBuilder(server.BaseAddress) { Scheme = Uri.UriSchemeWss, Path = path }.Uri, CancellationToken.None);
    }

    /// <summary>The text that an endpoint returns.</summary>
    /// <param name="address">A path, or a whole address for another scheme.</param>
    public Task<string> GetTextAsync(string address) => _client.GetStringAsync(address);

    /// <summary>The <c>Set-Cookie</c> headers of the answer to a post.</summary>
    public async Task<IReadOnlyList<string>> SetCookiesAsync(string path)
    {
        using HttpResponseMessage response = await _client.PostAsync(path, content: null);
        response.EnsureSuccessStatusCode();
        return response.Headers.TryGetValues("Set-Cookie", out IEnumerable<string>? headers) ? [.. headers] : [];
    }

    /// <summary>The answer as it is, whatever its status; redirects are not followed.</summary>
    public Task<HttpResponseMessage> SendAsync(HttpRequestMessage request) => _client.SendAsync(request);

    /// <summary>The value that an endpoint returns as JSON.</summary>
    public async Task<T> GetAsync<T>(string path) => (await _client.GetFromJsonAsync<T>(path))!;

    /// <summary>Posts nothing but the path and returns the body; the request must succeed.</summary>
    public async Task<string> PostAsync(string path)
    {
        using HttpResponseMessage response = await _client.PostAsync(path, content: null);
        string body = await response.Content.ReadAsStringAsync();
        return response.IsSuccessStatusCode ? body : throw new HttpRequestException($"{path}: {(int)response.StatusCode} {body}");
    }

    /// <summary>
    /// Posts to the paths so that all requests are under way together: each is sent when the one before waits at the gate,
    /// or is through already; then the gate opens.
    /// </summary>
    /// <returns>The bodies, in the order of the paths.</returns>
    public async Task<string[]> RaceAsync(Gate gate, params string[] paths)
    {
        gate.Close();
        var requests = new List<Task<string>>();
        foreach (string path in paths)
        {
            Task arrival = gate.NextArrivalAsync();
            Task<string> request = PostAsync(path);
            requests.Add(request);
            await Task.WhenAny(request, arrival).WaitAsync(Patience);
        }

        gate.Open();
        return await Task.WhenAll(requests);
    }

    public void Dispose() => _client.Dispose();
}
