using System.Net;
using GranularSessions.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace GranularSessions.Tests.Http;

/// <summary>An attacker who planted or stole a cookie, against a victim who signs in.</summary>
public sealed class FixationTests
{
    private readonly TaskCompletionSource _attackerIsIn = new();
    private readonly TaskCompletionSource _victimIsIn = new();

    private async Task<SessionApp> StartAsync()
        => await SessionApp.StartAsync(app =>
        {
            app.Act("/visit", context => context.Session.SetString("seen", "yes"));
            app.Act("/login", async (context, state) =>
            {
                await state.SignInAsync("alice");
                context.Session.SetString("user", "alice");
            });
            app.Act("/home-made-login", async (context, state) =>
            {
                await state.RegenerateIdAsync();
                context.Session.SetString("user", "alice");
            });
            app.Act("/rotate", (_, state) => state.RegenerateIdAsync(IdRegeneration.Routine));
            app.Act("/logout", (_, state) => state.DestroyAsync());
            app.Text("/user", context => context.Session.GetString("user") ?? "nobody");
            app.Text("/open", async (context, state) =>
            {
                await state.Counter("x").GetAsync();
                _attackerIsIn.SetResult();
                await _victimIsIn.Task;
                try
                {
                    await context.Session.LoadAsync();
                    return context.Session.GetString("user") ?? "nobody";
                }
                catch (SessionException refused)
                {
                    return refused.GetType().Name;
                }
            });
        });

    [Theory]
    [InlineData("/login")]
    [InlineData("/home-made-login")]
    public async Task A_planted_cookie_reads_nothing_after_the_victims_login(string login)
    {
        await using var app = await StartAsync();
        var attacker = app.NewBrowser();
        await attacker.GetTextAsync("/visit");
        var victim = attacker.Copy();

        await victim.GetTextAsync(login);

        Assert.Equal("alice", await victim.GetTextAsync("/user"));
        Assert.Equal("nobody", await attacker.GetTextAsync("/user"));
    }

    [Theory]
    [InlineData("/login")]
    [InlineData("/home-made-login")]
    public async Task An_attackers_open_request_reads_nothing_after_the_victims_login(string login)
    {
        await using var app = await StartAsync();
        var attacker = app.NewBrowser();
        await attacker.GetTextAsync("/visit");
        var victim = attacker.Copy();
        var open = attacker.GetTextAsync("/open");
        await _attackerIsIn.Task;

        await victim.GetTextAsync(login);
        _victimIsIn.SetResult();

        Assert.Equal(nameof(SessionSupersededException), await open);
    }

    [Fact]
    public async Task An_open_request_reads_nothing_after_logout()
    {
        await using var app = await StartAsync();
        var victim = app.NewBrowser();
        await victim.GetTextAsync("/login");
        var open = victim.Copy().GetTextAsync("/open");
        await _attackerIsIn.Task;

        await victim.GetTextAsync("/logout");
        _victimIsIn.SetResult();

        Assert.Equal(nameof(SessionEndedException), await open);
    }

    [Fact]
    public async Task A_stolen_cookie_reads_nothing_after_logout()
    {
        await using var app = await StartAsync();
        var victim = app.NewBrowser();
        await victim.GetTextAsync("/login");
        var thief = victim.Copy();

        await victim.GetTextAsync("/logout");

        Assert.Equal("nobody", await thief.GetTextAsync("/user"));
    }

    [Fact]
    public async Task A_late_parallel_response_does_not_overwrite_the_logins_cookie()
    {
        await using var app = await StartAsync();
        var browser = app.NewBrowser();
        await browser.GetTextAsync("/visit");
        var stale = browser.Copy();
        await browser.GetTextAsync("/login");

        using var late = await stale.GetAsync("/open-nothing");
        using var read = await stale.GetAsync("/user");

        Assert.Empty(Browser.SetCookies(late));
        Assert.Empty(Browser.SetCookies(read));
    }

    [Fact]
    public async Task A_write_under_a_superseded_cookie_fails_and_sends_none()
    {
        await using var app = await StartAsync();
        var browser = app.NewBrowser();
        await browser.GetTextAsync("/visit");
        var stale = browser.Copy();
        await browser.GetTextAsync("/login");

        await Assert.ThrowsAnyAsync<SessionSupersededException>(() => stale.GetAsync("/visit"));
        Assert.Equal("alice", await browser.GetTextAsync("/user"));
    }

    [Fact]
    public async Task A_revoked_users_open_request_reads_nothing()
    {
        await using var app = await StartAsync();
        var browser = app.NewBrowser();
        await browser.GetTextAsync("/login");
        var open = browser.GetTextAsync("/open");
        await _attackerIsIn.Task;

        await app.Services.GetRequiredService<SessionRegistry>().RevokeAllAsync("alice");
        _victimIsIn.SetResult();

        Assert.Equal(nameof(SessionEndedException), await open);
    }

    [Fact]
    public async Task A_login_whose_response_is_lost_can_be_repeated()
    {
        await using var app = await StartAsync();
        var browser = app.NewBrowser();
        await browser.GetTextAsync("/visit");
        await browser.Copy().GetTextAsync("/login");
        Assert.Equal("nobody", await browser.GetTextAsync("/user"));

        await browser.GetTextAsync("/login");

        Assert.Equal("alice", await browser.GetTextAsync("/user"));
    }

    [Fact]
    public async Task A_routine_rotation_whose_response_is_lost_keeps_the_session()
    {
        await using var app = await StartAsync();
        var browser = app.NewBrowser();
        await browser.GetTextAsync("/login");
        await browser.Copy().GetTextAsync("/rotate");

        Assert.Equal("alice", await browser.GetTextAsync("/user"));
        await browser.GetTextAsync("/rotate");
        Assert.Equal("alice", await browser.GetTextAsync("/user"));
    }

    [Fact]
    public async Task Parallel_logins_from_one_planted_cookie_leave_it_void()
    {
        await using var app = await StartAsync();
        var attacker = app.NewBrowser();
        await attacker.GetTextAsync("/visit");
        var tabs = new[] { attacker.Copy(), attacker.Copy(), attacker.Copy() };

        await Task.WhenAll(tabs.Select(tab => tab.GetTextAsync("/login")));

        foreach (var tab in tabs)
        {
            Assert.Equal("alice", await tab.GetTextAsync("/user"));
        }

        Assert.Equal("nobody", await attacker.GetTextAsync("/user"));
    }
}
