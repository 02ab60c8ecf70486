using System.Net;
using System.Security.Claims;
using GranularSessions.Tests.Support;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace GranularSessions.Tests.Http;

/// <summary>Cookie authentication tied to the session.</summary>
public sealed class TicketTests
{
    private static Task<SessionApp> StartAsync(
        Action<CookieAuthenticationOptions>? configureCookie = null,
        Action<IServiceCollection>? services = null,
        Action<GranularSessionTicketOptions>? configureTickets = null)
        => SessionApp.StartAsync(
            app =>
            {
                app.Act("/login", (context, _) => context.SignInAsync(Principal(context.Request.Query["user"]!)));
                app.Act("/refresh", async (context, _) =>
                {
                    var ticket = await context.AuthenticateAsync();
                    await context.SignInAsync(ticket.Principal!, ticket.Properties);
                });
                app.Act("/logout", (context, _) => context.SignOutAsync());
                app.Act("/visit", (_, state) => state.Counter("visits").IncrementAsync());
                app.Text("/visits", async (_, state) => $"{await state.Counter("visits").GetAsync()}");
                app.Text("/user", context => context.User.FindFirstValue(ClaimTypes.NameIdentifier) ?? "nobody");
            },
            services: collection =>
            {
                collection.AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme).AddCookie(options => configureCookie?.Invoke(options));
                collection.AddGranularSessions().AddGranularSessionTickets(configureTickets);
                services?.Invoke(collection);
            });

    private static ClaimsPrincipal Principal(string user)
        => new(new ClaimsIdentity([new Claim(ClaimTypes.NameIdentifier, user)], "test"));

    [Fact]
    public async Task Sign_in_binds_the_user_and_regenerates()
    {
        await using var app = await StartAsync();
        var attacker = app.NewBrowser();
        await attacker.GetTextAsync("/visit");
        var victim = attacker.Copy();

        await victim.GetTextAsync("/login?user=alice");

        Assert.Equal("alice", await victim.GetTextAsync("/user"));
        Assert.Equal("1", await victim.GetTextAsync("/visits"));
        Assert.Equal("0", await attacker.GetTextAsync("/visits"));
        Assert.Single(await app.Services.GetRequiredService<SessionRegistry>().ListAsync("alice"));
    }

    [Fact]
    public async Task Sign_out_destroys_the_session()
    {
        await using var app = await StartAsync();
        var browser = app.NewBrowser();
        await browser.GetTextAsync("/login?user=alice");
        var thief = browser.Copy();

        await browser.GetTextAsync("/logout");

        Assert.Empty(browser.Cookies);
        Assert.Equal("nobody", await thief.GetTextAsync("/user"));
        Assert.Empty(await app.Services.GetRequiredService<SessionRegistry>().ListAsync("alice"));
    }

    [Fact]
    public async Task A_revoked_session_rejects_its_ticket_at_the_next_request()
    {
        await using var app = await StartAsync();
        var browser = app.NewBrowser();
        await browser.GetTextAsync("/login?user=alice");
        Assert.Equal("alice", await browser.GetTextAsync("/user"));

        await app.Services.GetRequiredService<SessionRegistry>().RevokeAllAsync("alice");

        Assert.Equal("nobody", await browser.GetTextAsync("/user"));
    }

    [Fact]
    public async Task A_ticket_without_its_session_is_rejected()
    {
        await using var app = await StartAsync();
        var browser = app.NewBrowser();
        await browser.GetTextAsync("/login?user=alice");

        browser.Cookies.Remove("__Host-GranularSession");

        Assert.Equal("nobody", await browser.GetTextAsync("/user"));
    }

    [Fact]
    public async Task A_ticket_beside_another_session_of_the_same_user_is_rejected()
    {
        await using var app = await StartAsync();
        var phone = app.NewBrowser();
        var laptop = app.NewBrowser();
        await phone.GetTextAsync("/login?user=alice");
        await laptop.GetTextAsync("/login?user=alice");

        phone.Cookies["__Host-GranularSession"] = laptop.Cookies["__Host-GranularSession"];

        Assert.Equal("nobody", await phone.GetTextAsync("/user"));
    }

    [Fact]
    public async Task Refreshing_a_sign_in_does_not_regenerate()
    {
        await using var app = await StartAsync();
        var browser = app.NewBrowser();
        await browser.GetTextAsync("/login?user=alice");
        var sessionCookie = browser.Cookies["__Host-GranularSession"];

        await browser.GetTextAsync("/refresh");

        Assert.Equal(sessionCookie, browser.Cookies["__Host-GranularSession"]);
        Assert.Equal("alice", await browser.GetTextAsync("/user"));
    }

    [Fact]
    public async Task Signing_in_again_regenerates_and_ends_the_old_cookies()
    {
        await using var app = await StartAsync();
        var browser = app.NewBrowser();
        await browser.GetTextAsync("/login?user=alice");
        var old = browser.Copy();

        await browser.GetTextAsync("/login?user=alice");

        Assert.Equal("alice", await browser.GetTextAsync("/user"));
        Assert.Equal("nobody", await old.GetTextAsync("/user"));
    }

    [Fact]
    public async Task Signing_in_as_another_user_starts_an_empty_session()
    {
        await using var app = await StartAsync();
        var browser = app.NewBrowser();
        await browser.GetTextAsync("/login?user=alice");
        await browser.GetTextAsync("/visit");

        await browser.GetTextAsync("/login?user=bob");

        Assert.Equal("bob", await browser.GetTextAsync("/user"));
        Assert.Equal("0", await browser.GetTextAsync("/visits"));
    }

    [Fact]
    public async Task Validation_reads_the_session_once_a_request()
    {
        await using var app = await StartAsync();
        var browser = app.NewBrowser();
        await browser.GetTextAsync("/login?user=alice");
        app.Store.Forget();

        await browser.GetTextAsync("/user");

        Assert.Single(app.Store.Commands);
    }

    [Fact]
    public async Task The_apps_own_events_still_run()
    {
        var called = new List<string>();
        await using var app = await StartAsync(options =>
        {
            options.Events.OnValidatePrincipal = _ => Note("validate");
            options.Events.OnSigningIn = _ => Note("signing in");
            options.Events.OnSignedIn = _ => Note("signed in");
            options.Events.OnSigningOut = _ => Note("signing out");
        });
        var browser = app.NewBrowser();

        await browser.GetTextAsync("/login?user=alice");
        await browser.GetTextAsync("/user");
        await browser.GetTextAsync("/logout");

        Assert.Equal(["signing in", "signed in", "validate", "validate", "signing out"], called);

        Task Note(string entry)
        {
            called.Add(entry);
            return Task.CompletedTask;
        }
    }

    [Fact]
    public async Task Events_from_a_service_still_run()
    {
        await using var app = await StartAsync(
            options => options.EventsType = typeof(RejectingEvents), services => services.AddScoped<RejectingEvents>());
        var browser = app.NewBrowser();

        await browser.GetTextAsync("/login?user=alice");

        Assert.Equal("nobody", await browser.GetTextAsync("/user"));
    }

    [Fact]
    public async Task A_principal_without_an_id_is_not_signed_in()
    {
        await using var app = await StartAsync(configureTickets: options => options.UserId = _ => null);

        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => app.NewBrowser().GetAsync("/login?user=alice"));

        Assert.Contains("no user id", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Schemes_that_are_not_named_are_left_alone()
    {
        await using var app = await StartAsync(configureTickets: options => options.Schemes.Clear());
        var browser = app.NewBrowser();

        await browser.GetTextAsync("/login?user=alice");

        Assert.Equal("alice", await browser.GetTextAsync("/user"));
        Assert.DoesNotContain("__Host-GranularSession", browser.Cookies.Keys);
    }

    [Fact]
    public async Task An_unreachable_store_is_an_error_and_signs_nobody_out()
    {
        await using var app = await StartAsync();
        var browser = app.NewBrowser();
        await browser.GetTextAsync("/login?user=alice");
        app.Store.Failure = _ => new SessionUnavailableException("The store is down.");

        await Assert.ThrowsAsync<SessionUnavailableException>(() => browser.GetStatusAsync("/user"));
        app.Store.Failure = _ => null;

        Assert.Equal("alice", await browser.GetTextAsync("/user"));
    }

    private sealed class RejectingEvents : CookieAuthenticationEvents
    {
        public override Task ValidatePrincipal(CookieValidatePrincipalContext context)
        {
            context.RejectPrincipal();
            return Task.CompletedTask;
        }
    }
}
