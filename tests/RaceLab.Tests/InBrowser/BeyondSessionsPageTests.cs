using RaceLab.Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace RaceLab.Tests.InBrowser;

[Collection(BrowserTestsCollection.Name)]
public sealed class BeyondSessionsPageTests(SharedBrowser browser)
{
    [Fact]
    public async Task An_abandoned_cart_comes_back_after_its_session_is_gone()
    {
        await using var lab = await RunningLab.StartAsync();
        await using var tab = await browser.OpenAsync(lab.Origin);
        var output = tab.ById("cart-output");

        await tab.Button("Fill a cart").ClickAsync();
        await Expect(output).ToContainTextAsync("The cart holds chocolate, coffee, tea.");
        await tab.Button("End the session").ClickAsync();
        await Expect(output).ToContainTextAsync("the app answers 404");
        await tab.Button("Recover the cart").ClickAsync();

        await Expect(output).ToContainTextAsync("into a new session: chocolate, coffee, tea.");
    }

    [Fact]
    public async Task A_token_is_refused_after_logging_out()
    {
        await using var lab = await RunningLab.StartAsync();
        await using var tab = await browser.OpenAsync(lab.Origin);
        var output = tab.ById("token-output");

        await tab.Button("Begin a session").ClickAsync();
        await Expect(output).ToContainTextAsync("The server has stored nothing of it.");
        await tab.Button("Use the token").ClickAsync();
        await Expect(output).ToHaveTextAsync("The token is accepted.");
        await tab.Button("Log out").ClickAsync();
        await Expect(output).ToContainTextAsync("on the revocation list");
        await tab.Button("Use the token").ClickAsync();

        await Expect(output).ToContainTextAsync("refused with 401");
    }
}
