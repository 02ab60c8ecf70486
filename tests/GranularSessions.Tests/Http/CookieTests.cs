using GranularSessions.Tests.Support;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace GranularSessions.Tests.Http;

public sealed class CookieTests
{
    private static readonly Uri PlainHttp = new("http://shop.test");

    private static Task<SessionApp> StartAsync(Action<GranularSessionOptions>? configure = null, string environment = "Production")
        => SessionApp.StartAsync(
            app =>
            {
                app.Text("/visit", async (_, state) => $"{await state.Counter("visits").IncrementAsync()}");
                app.Text("/read", async (_, state) => $"{await state.Counter("visits").GetAsync()}");
                app.Act("/logout", (_, state) => state.DestroyAsync());
            },
            configure,
            environment: environment);

    [Fact]
    public async Task The_cookie_is_safe_by_default_because_SessionCookieBuilder_sets_every_attribute()
    {
        await using var app = await StartAsync();

        using var response = await app.NewBrowser().GetAsync("/visit");

        var cookie = Assert.Single(Browser.SetCookies(response));
        Assert.Matches("^__Host-GranularSession=[A-Za-z0-9_-]{22}\\.[A-Za-z0-9_-]{43}; path=/; secure; samesite=lax; httponly$", cookie);
    }

    [Fact]
    public async Task The_cookie_is_sent_once()
    {
        await using var app = await StartAsync();
        var browser = app.NewBrowser();
        await browser.GetTextAsync("/visit");

        using var response = await browser.GetAsync("/visit");

        Assert.Empty(Browser.SetCookies(response));
    }

    [Fact]
    public async Task A_read_sends_no_cookie()
    {
        await using var app = await StartAsync();

        using var response = await app.NewBrowser().GetAsync("/read");

        Assert.Empty(Browser.SetCookies(response));
    }

    [Fact]
    public async Task Logout_deletes_the_cookie_with_the_attributes_its_prefix_needs()
    {
        await using var app = await StartAsync();
        var browser = app.NewBrowser();
        await browser.GetTextAsync("/visit");

        using var response = await browser.GetAsync("/logout");

        var cookie = Assert.Single(Browser.SetCookies(response));
        Assert.Contains("expires=Thu, 01 Jan 1970", cookie, StringComparison.Ordinal);
        Assert.Contains("; path=/; secure", cookie, StringComparison.Ordinal);
        Assert.Empty(browser.Cookies);
    }

    [Fact]
    public async Task Logout_without_a_cookie_sends_none()
    {
        await using var app = await StartAsync();

        using var response = await app.NewBrowser().GetAsync("/logout");

        Assert.Empty(Browser.SetCookies(response));
    }

    [Fact]
    public async Task Two_browsers_get_different_cookies()
    {
        await using var app = await StartAsync();
        var first = app.NewBrowser();
        var second = app.NewBrowser();

        await first.GetTextAsync("/visit");
        await second.GetTextAsync("/visit");

        Assert.NotEqual(first.Cookies.Values.Single(), second.Cookies.Values.Single());
    }

    [Theory]
    [InlineData("garbage")]
    [InlineData("")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAA.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("%00%00.%C3%A9")]
    public async Task A_cookie_that_opens_nothing_gives_a_fresh_session(string value)
    {
        await using var app = await StartAsync();
        var browser = app.NewBrowser();
        browser.Cookies["__Host-GranularSession"] = value;

        Assert.Equal("1", await browser.GetTextAsync("/visit"));
        Assert.Equal("2", await browser.GetTextAsync("/visit"));
    }

    [Fact]
    public async Task In_development_the_opt_out_drops_Secure_and_the_prefix_over_http_only()
    {
        await using var app = await StartAsync(options => options.AllowHttpInDevelopment = true, "Development");
        var plain = app.NewBrowser(PlainHttp);

        using var response = await plain.GetAsync("/visit");
        using var secure = await app.NewBrowser().GetAsync("/visit");

        Assert.Matches("^GranularSession=[^;]+; path=/; samesite=lax; httponly$", Assert.Single(Browser.SetCookies(response)));
        Assert.StartsWith("__Host-GranularSession=", Assert.Single(Browser.SetCookies(secure)), StringComparison.Ordinal);
        Assert.Equal("2", await plain.GetTextAsync("/visit"));
    }

    [Fact]
    public async Task The_opt_out_does_nothing_outside_development()
    {
        await using var app = await StartAsync(options => options.AllowHttpInDevelopment = true);

        using var response = await app.NewBrowser(PlainHttp).GetAsync("/visit");

        Assert.Contains("; secure", Assert.Single(Browser.SetCookies(response)), StringComparison.Ordinal);
        Assert.Contains(app.Log.At(LogLevel.Warning), entry => entry.Contains("browsers will refuse it", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_own_name_and_policy_are_used_as_they_are()
    {
        await using var app = await StartAsync(options =>
        {
            options.Cookie.Name = ".Shop.Session";
            options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
            options.Cookie.SameSite = SameSiteMode.Strict;
        });

        using var response = await app.NewBrowser(PlainHttp).GetAsync("/visit");

        Assert.Matches("^.Shop.Session=[^;]+; path=/; samesite=strict; httponly$", Assert.Single(Browser.SetCookies(response)));
    }

    [Fact]
    public async Task Without_a_name_the_prefix_goes_where_the_attributes_do_not_allow_it()
    {
        await using var app = await StartAsync(options => options.Cookie.Path = "/shop");

        using var response = await app.NewBrowser().GetAsync("/visit");

        Assert.StartsWith("GranularSession=", Assert.Single(Browser.SetCookies(response)), StringComparison.Ordinal);
    }

    public static IEnumerable<TheoryDataRow<Action<GranularSessionOptions>>> InvalidOptions() => new Action<GranularSessionOptions>[]
    {
        options => options.IdleTimeout = TimeSpan.Zero,
        options => options.AbsoluteTimeout = TimeSpan.FromTicks(-1),
        options =>
        {
            options.AbsoluteTimeout = TimeSpan.FromHours(1);
            options.IdleTimeout = TimeSpan.FromHours(2);
        },
        options => options.RefreshThreshold = 0.6,
        options => options.RefreshThreshold = double.NaN,
        options => options.PreviousIdGrace = TimeSpan.FromSeconds(31),
        options => options.IOTimeout = TimeSpan.Zero,
        options => options.IOTimeout = TimeSpan.MaxValue,
        options => options.CleanupInterval = TimeSpan.Zero,
        options => options.CleanupInterval = TimeSpan.FromDays(50),
        options => options.MaxValueBytes = 0,
        options => options.MaxTokensPerKey = 0,
        options => options.MaxUpdateAttempts = 0,
        options => options.SerializerOptions = null!,
        options => options.Cookie = new CookieBuilder { Name = "__Host-shop" },
        options => options.Cookie = new CookieBuilder { Name = "__Secure-shop" },
        options => options.Cookie = new CookieBuilder { Expiration = TimeSpan.FromDays(1) },
        options => options.Cookie = new CookieBuilder { SameSite = SameSiteMode.None },
    }.Select(configure => new TheoryDataRow<Action<GranularSessionOptions>>(configure));

    [Theory]
    [MemberData(nameof(InvalidOptions), DisableDiscoveryEnumeration = true)]
    public async Task Invalid_options_stop_the_app_at_its_start(Action<GranularSessionOptions> configure)
    {
        var refused = await Assert.ThrowsAsync<OptionsValidationException>(() => StartAsync(configure));

        Assert.Contains(nameof(GranularSessionOptions), refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_idle_timeout_beyond_the_absolute_ones_default_raises_it()
    {
        Assert.Equal(TimeSpan.FromHours(12), new GranularSessionOptions().AbsoluteTimeout);
        Assert.Equal(TimeSpan.FromDays(30), new GranularSessionOptions { IdleTimeout = TimeSpan.FromDays(30) }.AbsoluteTimeout);
    }

    [Fact]
    public void The_cookies_expiration_cannot_be_set()
        => Assert.Throws<InvalidOperationException>(() => new GranularSessionOptions().Cookie.Expiration = TimeSpan.FromDays(1));
}
