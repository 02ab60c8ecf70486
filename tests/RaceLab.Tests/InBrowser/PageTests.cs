using Microsoft.Playwright;
using RaceLab.Tests.Support;

namespace RaceLab.Tests.InBrowser;

/// <summary>What holds for the pages as a whole.</summary>
[Collection(BrowserTestsCollection.Name)]
public sealed class PageTests(SharedBrowser browser)
{
    public static TheoryData<string, ColorScheme> Looks
        => new MatrixTheoryData<string, ColorScheme>([Screen.Desktop.Name, Screen.Phone.Name], [ColorScheme.Light, ColorScheme.Dark]);

    [Theory]
    [MemberData(nameof(Looks))]
    public async Task The_page_is_accessible_fits_the_screen_and_complains_of_nothing(string screen, ColorScheme colors)
    {
        await using var lab = await RunningLab.StartAsync();
        await AssertGoodAsync(lab.Origin, "page", Screen.Named(screen), colors);
    }

    [Theory]
    [InlineData("desktop", ColorScheme.Light)]
    [InlineData("phone", ColorScheme.Dark)]
    public async Task The_pharmacys_page_is_accessible_fits_the_screen_and_complains_of_nothing(string screen, ColorScheme colors)
    {
        await using var origins = await TwoOrigins.StartAsync(isListed: true);
        await AssertGoodAsync(origins.PharmacyPage, "pharmacy", Screen.Named(screen), colors);
    }

    private async Task AssertGoodAsync(Uri address, string name, Screen screen, ColorScheme colors)
    {
        await using var tab = await browser.OpenAsync(address, screen, colors);
        await tab.Page.WaitForLoadStateAsync(LoadState.NetworkIdle);

        await tab.TakeScreenshotAsync($"{name}-{screen.Name}-{colors}".ToLowerInvariant());
        tab.AssertNoComplaints();
        Assert.False(await tab.ScrollsSidewaysAsync(), "The page is wider than the screen.");
        await tab.AssertAccessibleAsync();
    }
}
