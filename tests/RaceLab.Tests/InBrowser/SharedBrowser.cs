using Microsoft.Playwright;
using RaceLab.Tests.InBrowser;

[assembly: AssemblyFixture(typeof(SharedBrowser))]

namespace RaceLab.Tests.InBrowser;

/// <summary>Debian's Chromium, started once for all tests; each tab has cookies of its own.</summary>
public sealed class SharedBrowser : IAsyncDisposable
{
    private const string Executable = "/usr/bin/chromium";

    // A loaded machine may take long; nothing waits longer than what it waits for.
    private const float TimeoutMilliseconds = 30_000;

    // Without these Chromium calls its maker's servers.
    private static readonly string[] Flags =
    [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update",
        "--disable-sync",
    ];

    private readonly Lazy<Task<IPlaywright>> _playwright = new(Playwright.CreateAsync);
    private readonly Lazy<Task<IBrowser>> _browser;

    public SharedBrowser() => _browser = new(LaunchAsync);

    /// <summary>Opens a tab in a browser profile of its own. Skips the test where there is no Chromium.</summary>
    internal async Task<BrowserTab> OpenAsync(Uri address, Screen? screen = null, ColorScheme colorScheme = ColorScheme.Light)
    {
        if (!File.Exists(Executable))
        {
            ServerTests.NoServer($"There is no {Executable}: install Debian's package chromium.");
        }

        var browser = await _browser.Value;
        var profile = await browser.NewContextAsync(new()
        {
            ViewportSize = (screen ?? Screen.Desktop).Size,
            ColorScheme = colorScheme,
            ReducedMotion = ReducedMotion.Reduce,
        });
        profile.SetDefaultTimeout(TimeoutMilliseconds);
        return await BrowserTab.OpenAsync(profile, address);
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser.IsValueCreated)
        {
            await (await _browser.Value).DisposeAsync();
        }

        if (_playwright.IsValueCreated)
        {
            (await _playwright.Value).Dispose();
        }
    }

    private async Task<IBrowser> LaunchAsync()
    {
        Assertions.SetDefaultExpectTimeout(TimeoutMilliseconds);
        var playwright = await _playwright.Value;
        return await playwright.Chromium.LaunchAsync(new() { ExecutablePath = Executable, Args = Flags, Timeout = 2 * TimeoutMilliseconds });
    }
}
