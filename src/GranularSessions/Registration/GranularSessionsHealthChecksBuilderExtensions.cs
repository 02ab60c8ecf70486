using GranularSessions.Observability;
using GranularSessions.Sessions;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Checks the health of the session store.</summary>
public static class GranularSessionsHealthChecksBuilderExtensions
{
    /// <summary>
    /// Adds a check that asks the store of <c>AddGranularSessions</c> for a session that does not exist: one round trip,
    /// which changes nothing.
    /// </summary>
    /// <param name="builder">What <c>AddHealthChecks</c> returned.</param>
    /// <param name="name">The check's name.</param>
    /// <param name="failureStatus">What a store that does not answer is; null: unhealthy.</param>
    /// <param name="tags">To choose checks by.</param>
    /// <param name="timeout">How long the check may take; null: as long as <c>GranularSessionOptions.IOTimeout</c> says.</param>
    public static IHealthChecksBuilder AddGranularSessions(
        this IHealthChecksBuilder builder,
        string name = "granularsessions",
        HealthStatus? failureStatus = null,
        IEnumerable<string>? tags = null,
        TimeSpan? timeout = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.Add(new HealthCheckRegistration(
            name, services => new SessionStoreHealthCheck(services.GetRequiredService<StoreClient>()), failureStatus, tags, timeout));
    }
}
