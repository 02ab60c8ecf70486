using System.Diagnostics.CodeAnalysis;
using GranularSessions.Storage;
using GranularSessions.Tickets;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace GranularSessions;

/// <summary>What can be added to granular sessions.</summary>
public static class GranularSessionsBuilderExtensions
{
    /// <summary>
    /// Ties cookie authentication, ASP.NET Core Identity's included, to the session: signing in binds the user and
    /// regenerates the id, signing out destroys the session, and a ticket is accepted only together with the living
    /// session that it was issued in, so that revoking the session ends the sign-in at the next request. Refreshing a
    /// sign-in does not regenerate. Tickets issued before this was added are rejected: their users sign in again.
    /// </summary>
    /// <param name="builder">What <c>AddGranularSessions</c> returned.</param>
    /// <param name="configure">Names other schemes, or another claim to take the user's id from.</param>
    public static GranularSessionsBuilder AddGranularSessionTickets(
        this GranularSessionsBuilder builder, Action<GranularSessionTicketOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var options = builder.Services.AddOptions<GranularSessionTicketOptions>();
        if (configure is not null)
        {
            options.Configure(configure);
        }

        builder.Services.TryAddSingleton<SessionTickets>();
        builder.Services.TryAddEnumerable(
            ServiceDescriptor.Singleton<IPostConfigureOptions<CookieAuthenticationOptions>, AttachSessionTickets>());
        return builder;
    }

    /// <summary>Keeps the sessions in a store of another kind than this process's memory. The last call wins.</summary>
    /// <typeparam name="TStore">The store, a singleton; its constructor may ask for services.</typeparam>
    /// <param name="builder">What <c>AddGranularSessions</c> returned.</param>
    public static GranularSessionsBuilder UseStore<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TStore>(
        this GranularSessionsBuilder builder)
        where TStore : SessionStore
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.Replace(ServiceDescriptor.Singleton<SessionStore, TStore>());
        return builder;
    }

    /// <summary>Keeps the sessions in a store of another kind than this process's memory. The last call wins.</summary>
    /// <param name="builder">What <c>AddGranularSessions</c> returned.</param>
    /// <param name="createStore">Makes the store, once; the container disposes of it.</param>
    public static GranularSessionsBuilder UseStore(this GranularSessionsBuilder builder, Func<IServiceProvider, SessionStore> createStore)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(createStore);
        builder.Services.Replace(ServiceDescriptor.Singleton(createStore));
        return builder;
    }

    /// <summary>Adds an observer of sign-ins, regenerations, destructions and revocations, as a singleton.</summary>
    /// <typeparam name="TObserver">The observer; its constructor may ask for services.</typeparam>
    /// <param name="builder">What <c>AddGranularSessions</c> returned.</param>
    public static GranularSessionsBuilder AddLifecycleObserver<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TObserver>(
        this GranularSessionsBuilder builder)
        where TObserver : SessionLifecycleObserver
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<SessionLifecycleObserver, TObserver>());
        return builder;
    }
}
