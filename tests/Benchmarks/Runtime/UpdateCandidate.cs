namespace SessionAnalyzers.Benchmarks.Runtime;

/// <summary>A way to add one to a number that belongs to a visitor's session.</summary>
internal abstract class UpdateCandidate(string name)
{
    public string Name => name;

    /// <summary>Begins with new sessions.</summary>
    /// <param name="sessions">How many.</param>
    /// <param name="kibibytes">What each session holds besides the number, in entries of 1 KiB.</param>
    public abstract Task PrepareAsync(int sessions, int kibibytes);

    /// <summary>Adds one, as a request that knows the visitor's cookie or key does.</summary>
    public abstract Task AddOneAsync(int session);

    /// <summary>What has been counted.</summary>
    public abstract Task<long> ReadAsync(int session);

    /// <summary>The rest of a session: an incompressible entry of 1 KiB each.</summary>
    protected static IEnumerable<(string Key, byte[] Value)> Rest(int kibibytes)
    {
        var random = new Random(1);
        for (int n = 0; n < kibibytes; n++)
        {
            byte[] value = new byte[1024];
            random.NextBytes(value);
            yield return ($"entry-{n}", value);
        }
    }
}

/// <summary>Nothing: what the harness itself costs.</summary>
internal sealed class NothingCandidate() : UpdateCandidate("(harness only)")
{
    public override Task PrepareAsync(int sessions, int kibibytes) => Task.CompletedTask;

    public override Task AddOneAsync(int session) => Task.CompletedTask;

    public override Task<long> ReadAsync(int session) => Task.FromResult(0L);
}
