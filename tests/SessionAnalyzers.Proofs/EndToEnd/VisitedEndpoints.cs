using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace SessionAnalyzers.Proofs.EndToEnd;

/// <summary>Remembers which endpoints have served a request.</summary>
internal sealed class VisitedEndpoints : IStartupFilter
{
    private readonly ConcurrentDictionary<string, bool> _names = new();

    public IEnumerable<string> Names => _names.Keys;

    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.Use(async (context, rest) =>
        {
            await rest(context);
            if (context.GetEndpoint()?.DisplayName is { } name)
            {
                _names[name] = true;
            }
        });
        next(app);
    };
}
