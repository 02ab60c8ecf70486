using GranularSessions.Tests.Support;
using Microsoft.AspNetCore.Http;

namespace GranularSessions.Tests.Http;

public sealed class LostUpdateTests
{
    [Fact]
    public async Task Sixty_four_clients_on_one_session_lose_no_visit()
    {
        await using var app = await SessionApp.StartAsync(app =>
            app.Text("/visit", async (_, state) => $"{await state.Counter("visits").IncrementAsync()}"));
        var browser = app.NewBrowser();
        await browser.GetTextAsync("/visit");

        await Task.WhenAll(Enumerable.Range(0, 64).Select(_ => browser.Copy().GetTextAsync("/visit")));

        Assert.Equal("66", await browser.GetTextAsync("/visit"));
    }

    [Fact]
    public async Task Writes_of_different_session_keys_by_parallel_requests_all_survive()
    {
        await using var app = await SessionApp.StartAsync(app =>
        {
            app.Act("/set", context => context.Session.SetString(context.Request.Query["key"]!, "written"));
            app.Text("/keys", context => string.Join(",", context.Session.Keys.Order()));
        });
        var browser = app.NewBrowser();
        await browser.GetTextAsync("/set?key=k00");

        await Task.WhenAll(Enumerable.Range(1, 63).Select(n => browser.Copy().GetTextAsync($"/set?key=k{n:00}")));

        Assert.Equal(string.Join(",", Enumerable.Range(0, 64).Select(n => $"k{n:00}")), await browser.GetTextAsync("/keys"));
    }
}
