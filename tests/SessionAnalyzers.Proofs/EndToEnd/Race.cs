namespace SessionAnalyzers.Proofs.EndToEnd;

/// <summary>
/// Concurrent requests in one established session: what the shop should have counted (<see cref="Exact"/>),
/// and what the stock session makes of it when all of them load before the first commits (<see cref="Leaky"/>).
/// </summary>
internal sealed record Race(string Name, string Key, int Leaky, int Exact)
{
    public int Clients { get; init; } = 64;

    /// <summary>What a visitor does first; its result is handed to every request.</summary>
    public Func<Visitor, Task<string>> Prepare { get; init; } = _ => Task.FromResult("");

    public required Func<Visitor, string, int, Task<HttpResponseMessage>> Request { get; init; }

    /// <summary>What the shop counts; the race's outcome is by how much it grew.</summary>
    public Func<Visitor, Task<int>>? Measure { get; init; }

    /// <summary>Where the shop keeps no count: which responses say that a request had its way.</summary>
    public Func<HttpResponseMessage, bool>? Succeeded { get; init; }

    /// <summary>Runs the race in a session of its own; <paramref name="start"/> is called when the requests are about to be sent.</summary>
    public async Task<int> RunAsync(Visitor visitor, Action<int> start)
    {
        await visitor.HtmlAsync("/");
        var prepared = await Prepare(visitor);
        var before = Measure is null ? 0 : await Measure(visitor);

        start(Clients);
        var responses = await Task.WhenAll(Enumerable.Range(0, Clients).Select(client => Request(visitor, prepared, client)));

        Assert.DoesNotContain(responses, response => (int)response.StatusCode >= 500);
        return Measure is null ? responses.Count(Succeeded!) : await Measure(visitor) - before;
    }

    public override string ToString() => Name;
}
