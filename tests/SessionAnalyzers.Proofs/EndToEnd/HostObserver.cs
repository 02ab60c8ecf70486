using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace SessionAnalyzers.Proofs.EndToEnd;

/// <summary>Sees the host that an entry point builds, by the events that WebApplicationFactory uses too.</summary>
internal sealed class HostObserver : IObserver<DiagnosticListener>, IObserver<KeyValuePair<string, object?>>, IDisposable
{
    // Listeners are process-wide: only the host built by this flow of control is ours.
    private static readonly AsyncLocal<HostObserver?> Current = new();

    private readonly Action<IServiceCollection> _configureServices;
    private readonly Action<IHost> _built;
    private readonly List<IDisposable> _subscriptions = [];

    public HostObserver(Action<IServiceCollection> configureServices, Action<IHost> built)
    {
        _configureServices = configureServices;
        _built = built;
        Current.Value = this;
        _subscriptions.Add(DiagnosticListener.AllListeners.Subscribe(this));
    }

    public void OnNext(DiagnosticListener listener)
    {
        if (listener.Name == "Microsoft.Extensions.Hosting")
        {
            _subscriptions.Add(listener.Subscribe(this));
        }
    }

    public void OnNext(KeyValuePair<string, object?> value)
    {
        if (Current.Value != this)
        {
            return;
        }

        switch (value)
        {
            case { Key: "HostBuilding", Value: IHostBuilder builder }:
                builder.ConfigureServices((_, services) => _configureServices(services));
                break;
            case { Key: "HostBuilt", Value: IHost host }:
                _built(host);
                break;
        }
    }

    public void OnCompleted()
    {
    }

    public void OnError(Exception error)
    {
    }

    public void Dispose() => _subscriptions.ForEach(subscription => subscription.Dispose());
}
