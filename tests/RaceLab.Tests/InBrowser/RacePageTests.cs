using System.Text.RegularExpressions;
using Microsoft.Playwright;
using RaceLab.Racing;
using RaceLab.Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace RaceLab.Tests.InBrowser;

[Collection(BrowserTestsCollection.Name)]
public sealed partial class RacePageTests(SharedBrowser browser)
{
    private const string Stock = "stock-session";
    private const string Granular = "granular-operations";

    [Fact]
    public async Task The_stock_session_loses_and_granular_operations_do_not()
    {
        await using var lab = await Races.StartPatientLabAsync();
        await using var tab = await browser.OpenAsync(lab.Origin);
        await tab.Page.GetByLabel("Parallel clients").FillAsync("10");

        await RaceAsync(tab, Stock, HasRacedOnTheStockSession());
        await RaceAsync(tab, Granular, HasRacedOnGranularOperations());

        await Expect(Row(tab, Stock)).ToHaveClassAsync("wrong");
        await Expect(Row(tab, Stock)).ToContainTextAsync("✕ wrong");
        await Expect(Lost(tab, Stock)).ToHaveTextAsync(AtLeastOne());
        await Expect(Row(tab, Granular)).ToHaveClassAsync("right");
        await Expect(Row(tab, Granular)).ToContainTextAsync("✓ right");
        await Expect(Lost(tab, Granular)).ToHaveTextAsync("0");
    }

    [Fact]
    public async Task All_strategies_race_one_after_the_other()
    {
        await using var lab = await RunningLab.StartAsync();
        await using var tab = await browser.OpenAsync(lab.Origin);
        await tab.Page.GetByLabel("Parallel clients").FillAsync("10");

        await tab.Button("Race all").ClickAsync();

        await Expect(tab.ById("status")).ToHaveTextAsync(AllHaveRaced());
        await Expect(tab.Page.Locator("tr[data-strategy].right, tr[data-strategy].wrong")).ToHaveCountAsync(StrategyCatalog.All.Count);
        tab.AssertNoComplaints();
        foreach (var screen in new[] { Screen.Desktop, Screen.Phone })
        {
            await tab.Page.SetViewportSizeAsync(screen.Width, screen.Height);
            await tab.TakeScreenshotAsync($"raced-{screen.Name}");
            Assert.False(await tab.ScrollsSidewaysAsync(), $"The page is wider than the {screen.Name}.");
            await tab.AssertAccessibleAsync();
        }
    }

    [Fact]
    public async Task A_strategy_is_chosen_and_raced_by_keyboard()
    {
        await using var lab = await RunningLab.StartAsync();
        await using var tab = await browser.OpenAsync(lab.Origin);
        var strategies = tab.Page.GetByRole(AriaRole.Radio);
        await Expect(strategies.First).ToBeCheckedAsync();

        await tab.Page.Keyboard.PressAsync("Tab");
        await Expect(tab.Page.GetByRole(AriaRole.Link, new() { Name = "Skip to the race" })).ToBeFocusedAsync();
        await tab.Page.Keyboard.PressAsync("Enter");
        await tab.Page.Keyboard.PressAsync("Tab");
        await Expect(strategies.First).ToBeFocusedAsync();
        await tab.Page.Keyboard.PressAsync("ArrowDown");
        await Expect(strategies.Nth(1)).ToBeCheckedAsync();
        await Expect(tab.ById("source")).ToContainTextAsync("CommitAfterWrite.cs");
        await tab.Page.Keyboard.PressAsync("Tab");
        await tab.Page.Keyboard.PressAsync("Home");
        await Expect(tab.ById("clients-value")).ToHaveTextAsync("10");
        await tab.Page.Keyboard.PressAsync("Tab");
        await Expect(tab.Button("Race")).ToBeFocusedAsync();
        await tab.Page.Keyboard.PressAsync("Enter");

        await Expect(tab.ById("status")).ToHaveTextAsync(HasRacedWithCommitsAfterWrites());
        await Expect(tab.Button("Race")).ToBeFocusedAsync();
    }

    [Fact]
    public async Task The_code_stands_beside_the_result_with_its_findings_on_the_lines()
    {
        await using var lab = await RunningLab.StartAsync();
        await using var tab = await browser.OpenAsync(lab.Origin);

        await Expect(tab.ById("source").Locator(".flagged").First).ToContainTextAsync("SESS1001");
        await tab.Page.Locator($"input[value='{Granular}']").CheckAsync();

        await Expect(tab.ById("source")).ToContainTextAsync("SessionAnalyzers: nothing to report");
        await Expect(tab.ById("source").Locator(".flagged")).ToHaveCountAsync(0);
    }

    private static async Task RaceAsync(BrowserTab tab, string strategy, Regex status)
    {
        await tab.Page.Locator($"input[value='{strategy}']").CheckAsync();
        await tab.Button("Race").ClickAsync();
        await Expect(tab.ById("status")).ToHaveTextAsync(status);
    }

    private static ILocator Row(BrowserTab tab, string strategy) => tab.Page.Locator($"tr[data-strategy='{strategy}']");

    private static ILocator Lost(BrowserTab tab, string strategy) => Row(tab, strategy).Locator("td").Nth(5);

    [GeneratedRegex("^All [0-9]+ strategies have raced with 10 clients")]
    private static partial Regex AllHaveRaced();

    [GeneratedRegex("^Commit after the write: .+\\.$")]
    private static partial Regex HasRacedWithCommitsAfterWrites();

    [GeneratedRegex("^Stock session: .+\\.$")]
    private static partial Regex HasRacedOnTheStockSession();

    [GeneratedRegex("^GranularSessions operations: .+\\.$")]
    private static partial Regex HasRacedOnGranularOperations();

    [GeneratedRegex("^[1-9][0-9]*$")]
    private static partial Regex AtLeastOne();
}
