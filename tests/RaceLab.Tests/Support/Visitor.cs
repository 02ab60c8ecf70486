using System.Net;
using System.Net.Http.Json;

namespace RaceLab.Tests.Support;

/// <summary>A client with a cookie jar that tests can look into and plant cookies in.</summary>
internal sealed class Visitor(Uri origin) : IDisposable
{
    private readonly Lock _lock = new();
    private readonly HttpClient _client = new(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false }) { BaseAddress = origin };

    public Dictionary<string, string> Cookies { get; init; } = [];

    /// <summary>Another client with the same cookies, such as whoever planted or stole them.</summary>
    public Visitor Copy()
    {
        lock (_lock)
        {
            return new(origin) { Cookies = new(Cookies) };
        }
    }

    public async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, HttpContent? content, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        foreach (var (name, value) in headers)
        {
            Assert.True(request.Headers.TryAddWithoutValidation(name, value));
        }

        lock (_lock)
        {
            if (Cookies.Count > 0)
            {
                request.Headers.Add("Cookie", string.Join("; ", Cookies.Select(cookie => $"{cookie.Key}={cookie.Value}")));
            }
        }

        var response = await _client.SendAsync(request, TestContext.Current.CancellationToken);
        Accept(response);
        return response;
    }

    public Task<HttpResponseMessage> GetAsync(string path, params (string Name, string Value)[] headers)
        => SendAsync(HttpMethod.Get, path, content: null, headers);

    public Task<HttpResponseMessage> PostAsync(string path, params (string Name, string Value)[] headers)
        => SendAsync(HttpMethod.Post, path, content: null, headers);

    public Task<HttpResponseMessage> PostAsync(string path, object body, params (string Name, string Value)[] headers)
        => SendAsync(HttpMethod.Post, path, JsonContent.Create(body), headers);

    public Task<HttpResponseMessage> PutAsync(string path, object body, params (string Name, string Value)[] headers)
        => SendAsync(HttpMethod.Put, path, JsonContent.Create(body), headers);

    public async Task<T> GetAsync<T>(string path)
    {
        using var response = await GetAsync(path);
        return await ReadAsync<T>(response);
    }

    public async Task<HttpStatusCode> GetStatusAsync(string path)
    {
        using var response = await GetAsync(path);
        return response.StatusCode;
    }

    public static async Task<T> ReadAsync<T>(HttpResponseMessage response)
    {
        Assert.True(
            response.IsSuccessStatusCode,
            $"{response.RequestMessage?.RequestUri}: {(int)response.StatusCode} {await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)}");
        return (await response.Content.ReadFromJsonAsync<T>(TestContext.Current.CancellationToken))!;
    }

    public void Dispose() => _client.Dispose();

    private void Accept(HttpResponseMessage response)
    {
        if (!response.Headers.TryGetValues("Set-Cookie", out var headers))
        {
            return;
        }

        lock (_lock)
        {
            foreach (var header in headers)
            {
                var pair = header.Split(';')[0].Split('=', 2);
                if (header.Contains("expires=Thu, 01 Jan 1970", StringComparison.OrdinalIgnoreCase))
                {
                    Cookies.Remove(pair[0]);
                }
                else
                {
                    Cookies[pair[0]] = pair[1];
                }
            }
        }
    }
}
