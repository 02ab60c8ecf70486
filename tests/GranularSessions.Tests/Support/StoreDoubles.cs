using System.Diagnostics.Metrics;
using GranularSessions.Observability;
using GranularSessions.Storage.InMemory;
using Microsoft.Extensions.DependencyInjection;

namespace GranularSessions.Tests.Support;

internal static class StoreDoubles
{
    public static SessionTelemetry NewTelemetry()
    {
        var meters = new ServiceCollection().AddMetrics().BuildServiceProvider().GetRequiredService<IMeterFactory>();
        return new SessionTelemetry(meters, new InMemorySessionStore(Conformance.StoreFixture.Options, TimeProvider.System));
    }
}
