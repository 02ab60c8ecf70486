using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace GranularSessions;

/// <summary>What can be added to granular sessions.</summary>
public static class GranularSessionsBuilderExtensions
{
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
