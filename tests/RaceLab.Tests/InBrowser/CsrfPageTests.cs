using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using RaceLab.Csrf;
using RaceLab.Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace RaceLab.Tests.InBrowser;

[Collection(BrowserTestsCollection.Name)]
public sealed partial class CsrfPageTests(SharedBrowser browser)
{
    [Fact]
    public async Task The_race_shows_which_way_counts_a_form_once()
    {
        await using var lab = await RunningLab.StartAsync(services => services.AddSingleton<OrderDesk>(new SlowOrderDesk()));
        await using var tab = await browser.OpenAsync(lab.Origin);
        await tab.Page.GetByLabel("Parallel submits of one form").FillAsync("12");

        await tab.Button("Race the submits").ClickAsync();

        await Expect(tab.ById("csrf-status")).ToHaveTextAsync("Raced 12 submits of one form under each way.");
        await Expect(Accepted(tab, "csrf/consumed")).ToHaveTextAsync("1 of 12");
        await Expect(Accepted(tab, "csrf/derived")).ToHaveTextAsync("12 of 12");
        await Expect(Accepted(tab, "csrf/double-submit")).ToHaveTextAsync("12 of 12");
        await Expect(Accepted(tab, "csrf/wrong/compared")).ToHaveTextAsync(MoreThanOne());
        await Expect(Row(tab, "csrf/wrong/compared")).ToHaveClassAsync("broken");
    }

    [Fact]
    public async Task Forms_of_before_a_sign_in_are_refused_in_each_right_way()
    {
        await using var lab = await RunningLab.StartAsync();
        await using var tab = await browser.OpenAsync(lab.Origin);

        await tab.Button("Open forms, sign in, submit them").ClickAsync();

        await Expect(tab.ById("csrf-status")).ToHaveTextAsync("Signed in as ada; the forms of before were submitted.");
        await Expect(AfterSignIn(tab, "csrf/consumed")).ToHaveTextAsync("refused");
        await Expect(AfterSignIn(tab, "csrf/derived")).ToHaveTextAsync("refused");
        await Expect(AfterSignIn(tab, "csrf/double-submit")).ToHaveTextAsync("refused");
        await Expect(AfterSignIn(tab, "csrf/wrong/compared")).ToHaveTextAsync("accepted");
        await Expect(tab.ById("account")).ToContainTextAsync("Signed in as ada");
    }

    [Fact]
    public async Task A_number_of_submits_beyond_the_bounds_is_not_raced()
    {
        await using var lab = await RunningLab.StartAsync();
        await using var tab = await browser.OpenAsync(lab.Origin);
        var submits = tab.Page.GetByLabel("Parallel submits of one form");
        await submits.FillAsync("201");

        await tab.Button("Race the submits").ClickAsync();

        await Expect(submits).ToBeFocusedAsync();
        await Expect(Accepted(tab, "csrf/consumed")).ToHaveTextAsync("–");
    }

    private static ILocator Row(BrowserTab tab, string way) => tab.Page.Locator($"[data-way='{way}']");

    private static ILocator Accepted(BrowserTab tab, string way) => Row(tab, way).Locator("td").Nth(0);

    private static ILocator AfterSignIn(BrowserTab tab, string way) => Row(tab, way).Locator("td").Nth(2);

    [GeneratedRegex("^([2-9]|1[0-2]) of 12$")]
    private static partial Regex MoreThanOne();
}
