using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using RaceLab.Stores;

namespace RaceLab.Tests.Support;

/// <summary>RaceLab as <c>dotnet run</c> starts it, on a free port of this machine.</summary>
internal sealed class RunningLab : IAsyncDisposable
{
    private readonly WebApplication _app;

    private RunningLab(WebApplication app) => _app = app;

    public IServiceProvider Services => _app.Services;

    public Uri Origin => new(_app.Urls.First());

    public static async Task<RunningLab> StartAsync(Action<IServiceCollection>? configure = null, params string[] args)
    {
        var app = Lab.Build(["--urls=http://127.0.0.1:0", $"--environment={Environments.Development}", .. args], services =>
        {
            services.AddLogging(logging => logging.ClearProviders());
            configure?.Invoke(services);
        });
        await app.Services.GetRequiredService<LabStore>().PrepareAsync();
        await app.StartAsync(TestContext.Current.CancellationToken);
        return new RunningLab(app);
    }

    public Visitor NewVisitor() => new(Origin);

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
