using GranularSessions.Observability;
using GranularSessions.Sessions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace GranularSessions.Middleware;

/// <summary>Removes expired sessions in bounded batches.</summary>
internal sealed class ExpiredSessionCleanup(SessionServices services, ILogger<ExpiredSessionCleanup> logger) : BackgroundService
{
    private const int BatchSize = 1000;
    private const double Jitter = 0.2;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (true)
            {
                await Task.Delay(NextInterval(), services.TimeProvider, stoppingToken).ConfigureAwait(false);
                await RemoveExpiredAsync(stoppingToken).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host is stopping.
        }
    }

    // Instances that started together do not clean up together.
    private TimeSpan NextInterval()
        => services.Options.CleanupInterval * (1 + (Jitter * ((2 * Random.Shared.NextDouble()) - 1)));

    private async Task RemoveExpiredAsync(CancellationToken stoppingToken)
    {
        try
        {
            int removed;
            do
            {
                removed = await services.Store.RemoveExpiredAsync(BatchSize, stoppingToken).ConfigureAwait(false);
                logger.ExpiredSessionsRemoved(removed);
            }
            while (removed == BatchSize);
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !stoppingToken.IsCancellationRequested)
        {
            logger.CleanupFailed(exception);
        }
    }
}
