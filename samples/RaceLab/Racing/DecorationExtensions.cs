namespace RaceLab.Racing;

/// <summary>Puts a service in front of the one that is registered.</summary>
internal static class DecorationExtensions
{
    /// <summary>Replaces a singleton by one that wraps it. The container disposes of both.</summary>
    public static void Decorate<TService>(this IServiceCollection services, Func<TService, TService> wrap)
        where TService : class
    {
        ServiceDescriptor inner = services.Last(service => service.ServiceType == typeof(TService) && !service.IsKeyedService);
        var key = new object();
        services.Remove(inner);
        services.Add(inner.ImplementationType is { } type
            ? ServiceDescriptor.DescribeKeyed(typeof(TService), key, type, ServiceLifetime.Singleton)
            : ServiceDescriptor.DescribeKeyed(
                typeof(TService), key, (provider, _) => inner.ImplementationInstance ?? inner.ImplementationFactory!(provider), ServiceLifetime.Singleton));
        services.AddSingleton(provider => wrap(provider.GetRequiredKeyedService<TService>(key)));
    }
}
