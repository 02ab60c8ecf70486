using Microsoft.Extensions.DependencyInjection;

namespace GranularSessions;

/// <summary>Registers what granular sessions are kept in and observed by.</summary>
public abstract class GranularSessionsBuilder
{
    private protected GranularSessionsBuilder()
    {
    }

    /// <summary>The app's services.</summary>
    public abstract IServiceCollection Services { get; }
}

internal sealed class ServiceCollectionSessionsBuilder(IServiceCollection services) : GranularSessionsBuilder
{
    public override IServiceCollection Services => services;
}
