using System.Collections.Concurrent;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace RaceLab.Tests.InBrowser;

/// <summary>A tab that remembers what its console complained of.</summary>
internal sealed class BrowserTab : IAsyncDisposable
{
    private static readonly string Screenshots = Path.Combine(Repository.Root, "TestResults", "RaceLab");

    private readonly ConcurrentQueue<string> _complaints = new();

    private BrowserTab(IPage page)
    {
        Page = page;
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
            {
                _complaints.Enqueue($"{message.Type}: {message.Text} ({message.Location})");
            }
        };
        page.PageError += (_, error) => _complaints.Enqueue(error);
    }

    public IPage Page { get; }

    /// <summary>Errors and warnings of the console, and what scripts threw, so far.</summary>
    public IReadOnlyCollection<string> Complaints => [.. _complaints];

    public static async Task<BrowserTab> OpenAsync(IBrowserContext profile, Uri address)
    {
        var tab = new BrowserTab(await profile.NewPageAsync());
        await tab.GoToAsync(address);
        return tab;
    }

    public void AssertNoComplaints() => Assert.Equal("", string.Join("\n", Complaints));

    public async Task GoToAsync(Uri address)
    {
        var response = await Page.GotoAsync(address.ToString());
        Assert.True(response is { Ok: true }, $"{address}: {response?.Status}");
    }

    public ILocator Button(string name) => Page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });

    public ILocator ById(string id) => Page.Locator($"#{id}");

    /// <summary>Whether anything makes the page wider than the screen.</summary>
    public Task<bool> ScrollsSidewaysAsync()
        => Page.EvaluateAsync<bool>("document.documentElement.scrollWidth > document.documentElement.clientWidth");

    /// <summary>Holds the page, as it is now, to the rules of axe-core.</summary>
    public async Task AssertAccessibleAsync()
    {
        var audit = await Page.RunAxe();
        Assert.NotEmpty(audit.Passes);
        Assert.Equal("", string.Join("\n", audit.Violations.Select(violation
            => $"{violation.Id}: {violation.Help}\n{string.Join("\n", violation.Nodes.Select(node => $"  {node.Html}"))}")));
    }

    /// <summary>Saves what the whole page looks like, for people to look at.</summary>
    public Task TakeScreenshotAsync(string name)
        => Page.ScreenshotAsync(new() { Path = Path.Combine(Screenshots, $"{name}.png"), FullPage = true });

    public ValueTask DisposeAsync() => new(Page.Context.CloseAsync());
}
