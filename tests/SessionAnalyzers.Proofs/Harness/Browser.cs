using System.Net.Http.Json;
using Microsoft.AspNetCore.TestHost;
using Microsoft.AspNetCore.Mvc.Testing.Handlers;

namespace SessionAnalyzers.Proofs.Harness;

/// <summary>A visitor with cookies, able to send requests concurrently.</summary>
internal sealed class Browser(TestServer server) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly HttpClient _client = new(new CookieContainerHandler { InnerHandler = server.CreateHandler() })
    {
        BaseAddress = server.BaseAddress,
        Timeout = Patience,
    };

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
