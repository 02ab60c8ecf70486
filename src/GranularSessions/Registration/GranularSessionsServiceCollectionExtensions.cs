using GranularSessions;
using GranularSessions.Cookies;
using GranularSessions.Lifecycle;
using GranularSessions.Middleware;
using GranularSessions.Observability;
using GranularSessions.Options;
using GranularSessions.Registry;
using GranularSessions.Sessions;
using GranularSessions.Storage;
using GranularSessions.Storage.InMemory;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers granular sessions.</summary>
public static class GranularSessionsServiceCollectionExtensions
{
    /// <summary>
    /// Adds granular sessions, kept in this process's memory unless the returned builder says otherwise. The pipeline
    /// needs <c>UseGranularSessions</c> too. May be called several times; the options add up.
    /// </summary>
    /// <param name="services">The app's services.</param>
    /// <param name="configure">Sets options; invalid ones stop the app at its start.</param>
    /// <returns>A builder to choose the store with.</returns>
    public static GranularSessionsBuilder AddGranularSessions(
        this IServiceCollection services, Action<GranularSessionOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        var options = services.AddOptions<GranularSessionOptions>().ValidateOnStart();
        if (configure is not null)
        {
            options.Configure(configure);
        }

        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<GranularSessionOptions>, GranularSessionOptionsValidator>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IPostConfigureOptions<GranularSessionOptions>, FreezeSerializerOptions>());
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<SessionStore, InMemorySessionStore>();
        services.AddMetrics();
        services.TryAddSingleton<SessionTelemetry>();
        services.TryAddSingleton<StoreClient>();
        services.TryAddSingleton<SessionServices>();
        services.TryAddSingleton<SessionObservers>();
        services.TryAddSingleton<SessionRegistry, StoredSessionRegistry>();
        services.TryAddSingleton<SessionCookie>();
        services.TryAddSingleton<SessionFeatures>();
        services.AddHostedService<ExpiredSessionCleanup>();
        return new ServiceCollectionSessionsBuilder(services);
    }
}
