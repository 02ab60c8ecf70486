using System.Buffers.Text;
using System.Security.Claims;
using GranularSessions.Tests.Support;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace GranularSessions.Tests.Http;

/// <summary>OWASP ASVS 5.0, chapter 7 (session management), by item.</summary>
public sealed class AsvsTests
{
    private const string SessionCookie = "__Host-GranularSession";
    private static readonly TimeSpan Idle = TimeSpan.FromMinutes(20);
    private static readonly TimeSpan Absolute = TimeSpan.FromHours(12);

    private static Task<SessionApp> StartAsync() => SessionApp.StartAsync(
        app =>
        {
            app.Act("/visit", (_, state) => state.Counter("visits").IncrementAsync());
            app.Act("/login", async (context, state) =>
            {
                var identity = new ClaimsIdentity([new Claim(ClaimTypes.NameIdentifier, context.Request.Query["user"]!)], "test");
                await context.SignInAsync(new ClaimsPrincipal(identity));
                await state.SetUserAgentHintAsync(context.Request.Query["device"]);
            });
            app.Act("/logout", (context, _) => context.SignOutAsync());
            app.Text("/user", context => context.User.FindFirstValue(ClaimTypes.NameIdentifier) ?? "nobody");
            app.Text("/devices", async (context, _) => string.Join(",",
                (await Registry(context).ListAsync(UserId(context))).Select(session => session.UserAgentHint).Order()));
            app.Act("/end", async (context, _) =>
            {
                var device = context.Request.Query["device"].ToString();
                var session = (await Registry(context).ListAsync(UserId(context))).Single(session => session.UserAgentHint == device);
                await Registry(context).RevokeAsync(UserId(context), session.Id);
            });
            app.Act("/change-password", async (context, _) =>
                await Registry(context).RevokeAllExceptAsync(UserId(context), context.Session.Id));
            app.Act("/close-account", (context, _) => Registry(context).RevokeAllAsync(UserId(context)));
        },
        services: services =>
        {
            services.AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme).AddCookie();
            services.AddGranularSessions().AddGranularSessionTickets();
        });

    private static SessionRegistry Registry(HttpContext context) => context.RequestServices.GetRequiredService<SessionRegistry>();

    private static string UserId(HttpContext context) => context.User.FindFirstValue(ClaimTypes.NameIdentifier)!;

    private static async Task<Browser> SignedInAsync(SessionApp app, string user = "alice", string device = "laptop")
    {
        var browser = app.NewBrowser();
        await browser.GetTextAsync($"/login?user={user}&device={device}");
        Assert.Equal(user, await browser.GetTextAsync("/user"));
        return browser;
    }

    [Fact]
    public async Task V7_2_3_reference_tokens_are_unique_and_carry_at_least_128_random_bits()
    {
        await using var app = await StartAsync();
        var cookies = new HashSet<string>();
        for (var n = 0; n < 200; n++)
        {
            var browser = app.NewBrowser();
            await browser.GetTextAsync("/visit");
            cookies.Add(browser.Cookies[SessionCookie]);
        }

        Assert.Equal(200, cookies.Count);
        var verifiers = cookies.Select(cookie => Base64Url.DecodeFromChars(cookie.Split('.')[1])).ToArray();
        Assert.All(verifiers, verifier => Assert.Equal(32, verifier.Length));
        var setBits = verifiers.Sum(verifier => verifier.Sum(value => int.PopCount(value)));
        // 51,200 fair bits: the mean is 25,600 and six standard deviations are 679.
        Assert.InRange(setBits, 25_600 - 679, 25_600 + 679);
    }

    [Fact]
    public async Task V7_2_4_a_new_token_is_issued_at_authentication_and_re_authentication_and_the_old_one_ends()
    {
        await using var app = await StartAsync();
        var browser = app.NewBrowser();
        await browser.GetTextAsync("/visit");
        var anonymous = browser.Copy();

        await browser.GetTextAsync("/login?user=alice");
        var first = browser.Copy();
        await browser.GetTextAsync("/login?user=alice");

        Assert.Equal(3, new[] { anonymous, first, browser }.Select(client => client.Cookies[SessionCookie]).Distinct().Count());
        Assert.Equal("alice", await browser.GetTextAsync("/user"));
        Assert.Equal("nobody", await first.GetTextAsync("/user"));
        Assert.Equal("nobody", await anonymous.GetTextAsync("/user"));
    }

    [Fact]
    public async Task V7_3_1_inactivity_ends_the_session()
    {
        await using var app = await StartAsync();
        var browser = await SignedInAsync(app);

        app.Clock.Advance(Idle);

        Assert.Equal("nobody", await browser.GetTextAsync("/user"));
    }

    [Fact]
    public async Task V7_3_2_the_session_ends_after_its_absolute_lifetime_whatever_its_activity()
    {
        await using var app = await StartAsync();
        var browser = await SignedInAsync(app);
        for (var lived = Idle / 2; lived < Absolute; lived += Idle / 2)
        {
            app.Clock.Advance(Idle / 2);
            Assert.Equal("alice", await browser.GetTextAsync("/user"));
        }

        app.Clock.Advance(Idle / 2);

        Assert.Equal("nobody", await browser.GetTextAsync("/user"));
    }

    [Fact]
    public async Task V7_4_1_after_logout_the_session_cannot_be_used_any_more()
    {
        await using var app = await StartAsync();
        var browser = await SignedInAsync(app);
        var copy = browser.Copy();

        await browser.GetTextAsync("/logout");

        Assert.Equal("nobody", await copy.GetTextAsync("/user"));
    }

    [Fact]
    public async Task V7_4_2_closing_an_account_ends_all_its_sessions()
    {
        await using var app = await StartAsync();
        var laptop = await SignedInAsync(app);
        var phone = await SignedInAsync(app, device: "phone");

        await laptop.GetTextAsync("/close-account");

        Assert.Equal("nobody", await laptop.GetTextAsync("/user"));
        Assert.Equal("nobody", await phone.GetTextAsync("/user"));
    }

    [Fact]
    public async Task V7_4_3_after_a_change_of_the_password_all_other_sessions_can_be_ended()
    {
        await using var app = await StartAsync();
        var laptop = await SignedInAsync(app);
        var phone = await SignedInAsync(app, device: "phone");

        await laptop.GetTextAsync("/change-password");

        Assert.Equal("alice", await laptop.GetTextAsync("/user"));
        Assert.Equal("nobody", await phone.GetTextAsync("/user"));
    }

    [Fact]
    public async Task V7_4_5_an_administrator_can_end_the_sessions_of_one_user_and_of_all()
    {
        await using var app = await StartAsync();
        var registry = app.Services.GetRequiredService<SessionRegistry>();
        var alice = await SignedInAsync(app);
        var bob = await SignedInAsync(app, user: "bob");
        var carol = await SignedInAsync(app, user: "carol");

        Assert.Equal(1, await registry.RevokeAllAsync("alice"));
        Assert.Equal("nobody", await alice.GetTextAsync("/user"));
        Assert.Equal("bob", await bob.GetTextAsync("/user"));

        Assert.Equal(2, await registry.RevokeEveryoneAsync());
        Assert.Equal("nobody", await bob.GetTextAsync("/user"));
        Assert.Equal("nobody", await carol.GetTextAsync("/user"));
    }

    [Fact]
    public async Task V7_5_2_users_see_their_sessions_and_end_any_of_them()
    {
        await using var app = await StartAsync();
        var laptop = await SignedInAsync(app);
        var phone = await SignedInAsync(app, device: "phone");
        await SignedInAsync(app, user: "bob", device: "tablet");
        Assert.Equal("laptop,phone", await laptop.GetTextAsync("/devices"));

        await laptop.GetTextAsync("/end?device=phone");

        Assert.Equal("nobody", await phone.GetTextAsync("/user"));
        Assert.Equal("laptop", await laptop.GetTextAsync("/devices"));
    }
}
