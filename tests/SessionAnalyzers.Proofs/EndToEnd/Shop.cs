using System.Reflection;
using System.Runtime.ExceptionServices;
using System.Runtime.Loader;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace SessionAnalyzers.Proofs.EndToEnd;

/// <summary>A compiled shop, started by its own entry point on Kestrel with a port of its own.</summary>
internal sealed class Shop : IAsyncDisposable
{
    private readonly HttpsCertificate _certificate;
    private readonly AssemblyLoadContext _context;
    private readonly IHost _host;
    private readonly Task _run;

    private Shop(HttpsCertificate certificate, AssemblyLoadContext context, IHost host, Task run)
    {
        _certificate = certificate;
        _context = context;
        _host = host;
        _run = run;
    }

    /// <summary>The gate before the stock session's store; a shop on another session never passes it.</summary>
    public HeldCommits Commits => (HeldCommits)_host.Services.GetRequiredService<IDistributedCache>();

    /// <summary>Names of the endpoints that no request has reached yet.</summary>
    public IEnumerable<string> UnvisitedEndpoints =>
        _host.Services.GetRequiredService<EndpointDataSource>().Endpoints
            .Where(endpoint => endpoint.Metadata.GetMetadata<ISuppressMatchingMetadata>()?.SuppressMatching != true)
            .Select(endpoint => endpoint.DisplayName!)
            .Except(_host.Services.GetRequiredService<VisitedEndpoints>().Names);

    public Uri Address => new(_host.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.Single());

    public static async Task<Shop> StartAsync(CompiledShop shop, CancellationToken cancellationToken)
    {
        var certificate = new HttpsCertificate();
        var context = new AssemblyLoadContext(LeakyShopSolution.AssemblyName, isCollectible: true);
        var assembly = context.LoadFromStream(new MemoryStream(shop.Assembly), new MemoryStream(shop.Symbols));
        string[] arguments =
        [
            "--urls=https://127.0.0.1:0",
            $"--applicationName={LeakyShopSolution.AssemblyName}",
            $"--contentRoot={LeakyShopSolution.Directory}",
            $"--Kestrel:Certificates:Default:Path={certificate.FilePath}",
            $"--Kestrel:Certificates:Default:Password={certificate.Password}",
            "--Logging:LogLevel:Default=Error",
            "--Logging:LogLevel:Microsoft.AspNetCore=Error",
        ];

        var started = new TaskCompletionSource<IHost>(TaskCreationOptions.RunContinuationsAsynchronously);
        var run = Task.Factory.StartNew(
            () => Run(context, assembly, arguments, started), cancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        return new Shop(certificate, context, await started.Task.WaitAsync(cancellationToken), run);
    }

    /// <summary>A visitor without a session.</summary>
    public Visitor NewVisitor() => new(Address, _certificate);

    public async ValueTask DisposeAsync()
    {
        _host.Services.GetRequiredService<IHostApplicationLifetime>().StopApplication();
        await _run;
        _context.Unload();
        _certificate.Dispose();
    }

    private static void Run(AssemblyLoadContext context, Assembly assembly, string[] arguments, TaskCompletionSource<IHost> started)
    {
        // MVC loads its application parts by name; without this it would look in the context of the tests.
        using var reflection = context.EnterContextualReflection();
        using var observer = new HostObserver(
            services =>
            {
                var store = services.Last(service => service.ServiceType == typeof(IDistributedCache));
                services.AddSingleton<IDistributedCache>(provider => new HeldCommits(
                    (IDistributedCache)ActivatorUtilities.CreateInstance(provider, store.ImplementationType!)));
                services.AddSingleton<VisitedEndpoints>();
                services.AddSingleton<IStartupFilter>(provider => provider.GetRequiredService<VisitedEndpoints>());
            },
            host => host.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStarted.Register(() => started.TrySetResult(host)));

        try
        {
            assembly.EntryPoint!.Invoke(null, [arguments]);
            started.TrySetException(new InvalidOperationException("The shop ended before it had started."));
        }
        catch (TargetInvocationException exception)
        {
            started.TrySetException(exception.InnerException!);
            ExceptionDispatchInfo.Throw(exception.InnerException!);
        }
    }
}
