using static Microsoft.Playwright.Assertions;

namespace RaceLab.Tests.InBrowser;

/// <summary>The shop on one origin, the pharmacy's page on another.</summary>
[Collection(BrowserTestsCollection.Name)]
public sealed class PharmacyPageTests(SharedBrowser browser)
{
    [Fact]
    public async Task A_listed_origin_reads_and_adds_to_the_list_of_the_shops_visitor()
    {
        await using var origins = await TwoOrigins.StartAsync(isListed: true);
        await using var tab = await browser.OpenAsync(origins.Shop);
        await tab.Page.GetByLabel("Pill").FillAsync("aspirin");
        await tab.Page.GetByLabel("Pill").PressAsync("Enter");
        await Expect(tab.ById("pills")).ToHaveTextAsync("aspirin");

        await tab.GoToAsync(origins.PharmacyPage);
        await Expect(tab.ById("listed-pills")).ToHaveTextAsync("aspirin");
        await tab.ById("listed-pill").FillAsync("ibuprofen");
        await tab.ById("listed-pill").PressAsync("Enter");
        await Expect(tab.ById("listed-note")).ToHaveTextAsync("2 pills.");

        await tab.GoToAsync(origins.Shop);
        await Expect(tab.ById("pills").Locator("li")).ToHaveTextAsync(["aspirin", "ibuprofen"]);
        tab.AssertNoComplaints();
    }

    [Fact]
    public async Task An_origin_that_is_not_listed_reads_nothing_unless_the_endpoint_reflects_it()
    {
        await using var origins = await TwoOrigins.StartAsync(isListed: false);
        await using var tab = await browser.OpenAsync(origins.PharmacyPage);

        await Expect(tab.ById("listed-note")).ToHaveTextAsync("The browser keeps the answer from this origin.");
        await Expect(tab.ById("reflecting-note")).ToHaveTextAsync("0 pills.");
        await tab.ById("reflecting-pill").FillAsync("poison");
        await tab.ById("reflecting-pill").PressAsync("Enter");

        await Expect(tab.ById("reflecting-pills")).ToHaveTextAsync("poison");
    }

    [Fact]
    public async Task A_listed_page_of_another_site_is_answered_as_a_stranger_because_the_cookie_is_Lax()
    {
        await using var origins = await TwoOrigins.StartAsync(isListed: true);
        await using var tab = await browser.OpenAsync(origins.Shop);
        await tab.Page.GetByLabel("Pill").FillAsync("aspirin");
        await tab.Page.GetByLabel("Pill").PressAsync("Enter");
        await Expect(tab.ById("pills")).ToHaveTextAsync("aspirin");

        await tab.GoToAsync(origins.PharmacyPageOfAnotherSite);

        await Expect(tab.ById("listed-note")).ToHaveTextAsync("0 pills.");
    }
}
