using GranularSessions.Cookies;
using GranularSessions.Sessions;
using GranularSessions.Storage;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace GranularSessions.Observability;

/// <summary>Asks the store for a session that does not exist.</summary>
internal sealed class SessionStoreHealthCheck(StoreClient store) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var credential = SessionCredential.Create();
        try
        {
            var access = new SessionAccess(credential.Selector, credential.VerifierHash, generation: null);
            await store.ExecuteAsync(access, new TouchSession(), synchronously: false, cancellationToken).ConfigureAwait(false);
            return HealthCheckResult.Healthy("The session store answers.");
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            return new HealthCheckResult(context.Registration.FailureStatus, "The session store does not answer.", exception);
        }
    }
}
