using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using RaceLab.Classics;
using RaceLab.Classics.Wrong;
using RaceLab.Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace RaceLab.Tests.InBrowser;

[Collection(BrowserTestsCollection.Name)]
public sealed partial class ClassicsPageTests(SharedBrowser browser)
{
    [Fact]
    public async Task Two_browsers_count_and_clear_each_for_themselves()
    {
        await using var lab = await RunningLab.StartAsync();
        await using var first = await browser.OpenAsync(lab.Origin);
        await using var second = await browser.OpenAsync(lab.Origin);

        await Counter(first).Button("Visit").ClickAsync();
        await Expect(first.ById("visits-right")).ToHaveTextAsync("1");
        await Counter(first).Button("Visit").ClickAsync();
        await Expect(first.ById("visits-right")).ToHaveTextAsync("2");
        await Counter(second).Button("Visit").ClickAsync();
        await Expect(second.ById("visits-right")).ToHaveTextAsync("1");

        await Counter(first).Button("Clear").ClickAsync();
        await Expect(first.ById("visits-right")).ToHaveTextAsync("0");
        await second.Page.ReloadAsync();
        await Expect(second.ById("visits-right")).ToHaveTextAsync("1");
    }

    [Fact]
    public async Task Visits_at_once_all_count_and_those_of_the_stock_session_do_not()
    {
        await using var lab = await RunningLab.StartAsync(services => services.AddSingleton<SlowDisk>(new SlowerDisk()));
        await using var tab = await browser.OpenAsync(lab.Origin);

        await Counter(tab).Button("Visit 20 times at once").ClickAsync();
        await Counter(tab, "Stock session").Button("Visit 20 times at once").ClickAsync();

        await Expect(tab.ById("visits-right-note")).ToHaveTextAsync("20 sent, 20 counted.");
        await Expect(tab.ById("visits-right")).ToHaveTextAsync("21");
        await Expect(tab.ById("visits-wrong-note")).ToHaveTextAsync(SomeLost());
    }

    [Fact]
    public async Task The_administrator_revokes_another_browsers_session()
    {
        await using var lab = await RunningLab.StartAsync();
        await using var user = await browser.OpenAsync(lab.Origin);
        await using var administrator = await browser.OpenAsync(lab.Origin);
        await SignInAsync(user, SignIns.Ada);
        await SignInAsync(administrator, SignIns.Administrator);

        await administrator.Page.GetByRole(AriaRole.Button, new() { NameRegex = RevokeAda() }).ClickAsync();
        await Expect(administrator.ById("login-note")).ToHaveTextAsync("A session of ada was revoked.");
        await Expect(administrator.ById("sessions").Locator("tbody tr")).ToHaveCountAsync(1);

        await user.Page.ReloadAsync();
        await Expect(user.ById("account")).ToHaveTextAsync("Nobody is signed in.");
    }

    [Fact]
    public async Task What_the_sections_show_after_use_is_accessible_and_fits_a_phone()
    {
        await using var lab = await RunningLab.StartAsync();
        await using var tab = await browser.OpenAsync(lab.Origin, Screen.Phone);
        await SignInAsync(tab, SignIns.Administrator);
        await Expect(tab.ById("sessions").Locator("tbody tr")).ToHaveCountAsync(1);
        await tab.Button("Race the submits").ClickAsync();
        await Expect(tab.ById("csrf-status")).ToContainTextAsync("Raced 20 submits");
        await tab.Page.GetByText("Code: Token derived from the session by HMAC").ClickAsync();
        await Expect(tab.ById("csrf").GetByLabel("Source of DerivedToken.cs")).ToContainTextAsync("HMACSHA256.HashData");

        await tab.TakeScreenshotAsync("used-phone");
        Assert.False(await tab.ScrollsSidewaysAsync(), "The page is wider than the screen.");
        await tab.AssertAccessibleAsync();
    }

    [Fact]
    public async Task A_sign_in_and_a_sign_out_take_the_keyboard_only()
    {
        await using var lab = await RunningLab.StartAsync();
        await using var tab = await browser.OpenAsync(lab.Origin);
        await Section(tab).GetByLabel("User", new() { Exact = true }).FocusAsync();

        await tab.Page.Keyboard.PressAsync("Control+A");
        await tab.Page.Keyboard.TypeAsync(SignIns.Ada.User!);
        await tab.Page.Keyboard.PressAsync("Tab");
        await tab.Page.Keyboard.TypeAsync(SignIns.Ada.Password!);
        await tab.Page.Keyboard.PressAsync("Enter");
        await Expect(tab.ById("account")).ToContainTextAsync("Signed in as ada. Ends after 20 minutes without a request");
        await tab.Page.Keyboard.PressAsync("Tab");
        await tab.Page.Keyboard.PressAsync("Tab");
        await Expect(Section(tab).Button("Sign out")).ToBeFocusedAsync();
        await tab.Page.Keyboard.PressAsync("Enter");

        await Expect(tab.ById("account")).ToHaveTextAsync("Nobody is signed in.");
    }

    [Fact]
    public async Task The_second_of_two_changes_of_one_draft_is_refused()
    {
        await using var lab = await RunningLab.StartAsync();
        await using var tab = await browser.OpenAsync(lab.Origin);
        var (first, second) = (Editor(tab, 1), Editor(tab, 2));
        await first.GetByLabel("Editor 1").FillAsync("a draft");
        await first.Button("Save").ClickAsync();
        await Expect(tab.ById("draft-1-note")).ToHaveTextAsync("204: saved.");
        await second.Button("Load").ClickAsync();
        await Expect(second.GetByLabel("Editor 2")).ToHaveValueAsync("a draft");

        await first.Button("Load").ClickAsync();
        await Expect(tab.ById("draft-1-note")).ToHaveTextAsync("304: not changed, not sent again.");
        await first.GetByLabel("Editor 1").FillAsync("changed");
        await first.Button("Save").ClickAsync();
        await Expect(tab.ById("draft-1-note")).ToHaveTextAsync("204: saved.");
        await second.GetByLabel("Editor 2").FillAsync("overwritten");
        await second.Button("Save").ClickAsync();

        await Expect(tab.ById("draft-2-note")).ToHaveTextAsync("412: The draft is not the one that this change was made from.");
        await second.Button("Load").ClickAsync();
        await Expect(second.GetByLabel("Editor 2")).ToHaveValueAsync("changed");
    }

    internal static async Task SignInAsync(BrowserTab tab, Credentials credentials)
    {
        await Section(tab).GetByLabel("User", new() { Exact = true }).FillAsync(credentials.User!);
        await Section(tab).GetByLabel("Password", new() { Exact = true }).FillAsync(credentials.Password!);
        await Section(tab).Button("Sign in").ClickAsync();
        await Expect(tab.ById("account")).ToContainTextAsync($"Signed in as {credentials.User}");
    }

    private static ILocator Section(BrowserTab tab) => tab.ById("classics");

    private static ILocator Counter(BrowserTab tab, string kind = "SessionCounter")
        => tab.Page.GetByRole(AriaRole.Group, new() { Name = $"Visit counter, {kind}" });

    private static ILocator Editor(BrowserTab tab, int number)
        => tab.Page.GetByRole(AriaRole.Group, new() { Name = $"Editor {number}" });

    [GeneratedRegex("^20 sent, [0-9]+ counted: [0-9]+ lost\\.$")]
    private static partial Regex SomeLost();

    [GeneratedRegex("^Revoke the session of ada ")]
    private static partial Regex RevokeAda();
}
