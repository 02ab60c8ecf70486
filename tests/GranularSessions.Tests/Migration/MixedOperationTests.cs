using GranularSessions.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace GranularSessions.Tests.Migration;

/// <summary>Both sessions in one app, as while it moves key by key.</summary>
public sealed class MixedOperationTests
{
    private static void UseBoth(WebApplication app)
    {
        app.UseGranularSessions();
        app.UseSession();
    }

    private static void Map(WebApplication app)
    {
        app.Act("/old", context => context.Session.SetInt32("visits", 41));
        app.Text("/old-value", context => $"{context.Session.GetInt32("visits")}");
        app.Text("/visit", async (_, state) => $"{await state.Counter("visits").IncrementAsync()}");
        app.Act("/clear", context => context.Session.Clear());
    }

    [Fact]
    public async Task The_inner_middleware_is_HttpContext_Session_and_granular_items_work_beside_it()
    {
        await using var app = await SessionHost.StartAsync(UseBoth, Map);
        var browser = app.NewBrowser();

        await browser.GetTextAsync("/old");
        await browser.GetTextAsync("/visit");

        Assert.Equal("41", await browser.GetTextAsync("/old-value"));
        Assert.Equal("2", await browser.GetTextAsync("/visit"));
        Assert.Equal([".AspNetCore.Session", "__Host-GranularSession"], browser.Cookies.Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Clearing_the_framework_s_session_leaves_granular_items()
    {
        await using var app = await SessionHost.StartAsync(UseBoth, Map);
        var browser = app.NewBrowser();
        await browser.GetTextAsync("/visit");

        await browser.GetTextAsync("/clear");

        Assert.Equal("2", await browser.GetTextAsync("/visit"));
    }

    [Fact]
    public async Task An_old_value_is_carried_over_once_however_many_requests_find_it()
    {
        await using var app = await SessionHost.StartAsync(
            app =>
            {
                UseBoth(app);
                app.Use(CarryOverAsync);
            },
            Map);
        var browser = app.NewBrowser();
        await browser.GetTextAsync("/old");
        Assert.Equal("42", await browser.GetTextAsync("/visit"));

        await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => browser.GetTextAsync("/visit")));

        Assert.Equal("59", await browser.GetTextAsync("/visit"));
    }

    [Fact]
    public async Task A_rollback_finds_the_old_session_as_it_was_left()
    {
        await using var app = await SessionHost.StartAsync(
            app => app.UseWhen(context => context.Request.Query.ContainsKey("new"), branch => branch.UseGranularSessions())
                .UseWhen(context => !context.Request.Query.ContainsKey("new"), branch => branch.UseSession()),
            Map);
        var browser = app.NewBrowser();
        await browser.GetTextAsync("/old");

        await browser.GetTextAsync("/old?new");
        await browser.GetTextAsync("/clear?new");

        Assert.Equal("41", await browser.GetTextAsync("/old-value"));
    }

    private static async Task CarryOverAsync(HttpContext context, RequestDelegate next)
    {
        await context.Session.LoadAsync();
        if (context.Session.GetInt32("visits") is { } visits
            && await context.GetSessionState().Set<string>("carried over").AddAsync("visits"))
        {
            await context.GetSessionState().Counter("visits").IncrementAsync(visits);
        }

        await next(context);
    }
}
