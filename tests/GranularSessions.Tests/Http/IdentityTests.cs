using System.Net;
using System.Security.Claims;
using GranularSessions.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;

namespace GranularSessions.Tests.Http;

/// <summary>ASP.NET Core Identity's SignInManager over sessions.</summary>
public sealed class IdentityTests
{
    private const string Password = "Correct-horse-1";

    private static async Task<SessionApp> StartAsync()
    {
        var app = await SessionApp.StartAsync(
            app =>
            {
                app.Text("/login", async (context, _) => (await SignInManager(context).PasswordSignInAsync(
                    "alice", context.Request.Query["password"]!, isPersistent: false, lockoutOnFailure: false)).ToString());
                app.Act("/logout", (context, _) => SignInManager(context).SignOutAsync());
                app.Act("/refresh", async (context, _) =>
                {
                    var manager = SignInManager(context);
                    await manager.RefreshSignInAsync((await manager.UserManager.GetUserAsync(context.User))!);
                });
                app.Act("/change-stamp", async (context, _) =>
                {
                    var users = SignInManager(context).UserManager;
                    await users.UpdateSecurityStampAsync((await users.GetUserAsync(context.User))!);
                });
                app.Act("/visit", (_, state) => state.Counter("visits").IncrementAsync());
                app.Text("/visits", async (_, state) => $"{await state.Counter("visits").GetAsync()}");
                app.Text("/user", context => context.User.Identity?.Name ?? "nobody");
            },
            services: services =>
            {
                services.AddIdentityCore<TestUser>().AddSignInManager();
                services.AddSingleton<IUserStore<TestUser>, IdentityUsers>();
                services.AddAuthentication(IdentityConstants.ApplicationScheme).AddIdentityCookies();
                services.Configure<SecurityStampValidatorOptions>(options => options.ValidationInterval = TimeSpan.Zero);
                services.AddGranularSessions().AddGranularSessionTickets();
            });
        using var scope = app.Services.CreateScope();
        var created = await scope.ServiceProvider.GetRequiredService<UserManager<TestUser>>()
            .CreateAsync(new TestUser { Name = "alice" }, Password);
        Assert.True(created.Succeeded, created.ToString());
        return app;
    }

    private static SignInManager<TestUser> SignInManager(HttpContext context)
        => context.RequestServices.GetRequiredService<SignInManager<TestUser>>();

    private static async Task<Browser> SignedInAsync(SessionApp app)
    {
        var browser = app.NewBrowser();
        Assert.Equal("Succeeded", await browser.GetTextAsync($"/login?password={Password}"));
        return browser;
    }

    [Fact]
    public async Task A_password_sign_in_regenerates_the_session()
    {
        await using var app = await StartAsync();
        var attacker = app.NewBrowser();
        await attacker.GetTextAsync("/visit");
        var victim = attacker.Copy();

        await victim.GetTextAsync($"/login?password={Password}");

        Assert.Equal("alice", await victim.GetTextAsync("/user"));
        Assert.Equal("1", await victim.GetTextAsync("/visits"));
        Assert.Equal("0", await attacker.GetTextAsync("/visits"));
    }

    [Fact]
    public async Task A_failed_sign_in_changes_nothing()
    {
        await using var app = await StartAsync();
        var browser = app.NewBrowser();
        await browser.GetTextAsync("/visit");
        var cookie = browser.Cookies["__Host-GranularSession"];

        Assert.Equal("Failed", await browser.GetTextAsync("/login?password=wrong"));

        Assert.Equal(cookie, browser.Cookies["__Host-GranularSession"]);
        Assert.Equal("1", await browser.GetTextAsync("/visits"));
    }

    [Fact]
    public async Task Signing_out_destroys_the_session()
    {
        await using var app = await StartAsync();
        var browser = await SignedInAsync(app);
        var thief = browser.Copy();

        await browser.GetTextAsync("/logout");

        Assert.Equal("nobody", await thief.GetTextAsync("/user"));
    }

    [Fact]
    public async Task RefreshSignIn_does_not_regenerate()
    {
        await using var app = await StartAsync();
        var browser = await SignedInAsync(app);
        var cookie = browser.Cookies["__Host-GranularSession"];

        await browser.GetTextAsync("/refresh");

        Assert.Equal(cookie, browser.Cookies["__Host-GranularSession"]);
        Assert.Equal("alice", await browser.GetTextAsync("/user"));
    }

    [Fact]
    public async Task The_security_stamp_is_still_validated()
    {
        await using var app = await StartAsync();
        var browser = await SignedInAsync(app);
        var other = await SignedInAsync(app);

        await browser.GetTextAsync("/change-stamp");
        app.Clock.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal("nobody", await other.GetTextAsync("/user"));
    }

    [Fact]
    public async Task A_revoked_session_is_signed_out()
    {
        await using var app = await StartAsync();
        var browser = await SignedInAsync(app);
        using var scope = app.Services.CreateScope();
        var user = await scope.ServiceProvider.GetRequiredService<UserManager<TestUser>>().FindByNameAsync("alice");

        Assert.Equal(1, await app.Services.GetRequiredService<SessionRegistry>().RevokeAllAsync(user!.Id));

        Assert.Equal("nobody", await browser.GetTextAsync("/user"));
    }
}
