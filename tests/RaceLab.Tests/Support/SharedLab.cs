using RaceLab.Tests.Support;

[assembly: AssemblyFixture(typeof(SharedLab))]

namespace RaceLab.Tests.Support;

/// <summary>One RaceLab for all tests that need none of their own: visitors do not see each other.</summary>
public sealed class SharedLab : IAsyncLifetime
{
    private RunningLab? _lab;

    internal RunningLab Lab => _lab ?? throw new InvalidOperationException("The fixture has not been initialized.");

    public async ValueTask InitializeAsync() => _lab = await RunningLab.StartAsync();

    public async ValueTask DisposeAsync()
    {
        if (_lab is not null)
        {
            await _lab.DisposeAsync();
        }
    }
}
