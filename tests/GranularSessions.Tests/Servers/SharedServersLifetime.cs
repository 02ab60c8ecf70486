using GranularSessions.Tests.Servers;

[assembly: AssemblyFixture(typeof(SharedServersLifetime))]

namespace GranularSessions.Tests.Servers;

/// <summary>Stops the servers that tests shared once all tests have run.</summary>
public sealed class SharedServersLifetime : IAsyncDisposable
{
    public ValueTask DisposeAsync() => PostgreSqlServer.StopSharedAsync();
}
