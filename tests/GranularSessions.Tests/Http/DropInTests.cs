using System.Net;
using GranularSessions.Storage;
using GranularSessions.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace GranularSessions.Tests.Http;

/// <summary>HttpContext.Session in place of the framework's.</summary>
public sealed class DropInTests
{
    private static void Map(WebApplication app)
    {
        app.Act("/set", context => context.Session.SetString(context.Request.Query["key"]!, context.Request.Query["value"]!));
        app.Text("/get", context => context.Session.GetString(context.Request.Query["key"]!) ?? "nothing");
        app.Text("/id", context => context.Session.Id);
        app.Text("/nothing", _ => "unrelated");
    }

    [Fact]
    public async Task A_commit_writes_only_the_changed_keys()
    {
        await using var app = await SessionApp.StartAsync(Map);
        var browser = app.NewBrowser();
        await browser.GetTextAsync("/set?key=a&value=1");
        app.Store.Forget();

        await browser.GetTextAsync("/set?key=b&value=2");

        var write = Assert.IsType<WriteEntries>(Assert.Single(app.Store.Commands));
        Assert.Equal(["b"], write.Changes.Keys);
    }

    [Fact]
    public async Task A_read_only_request_writes_nothing_but_reads_once()
    {
        await using var app = await SessionApp.StartAsync(Map);
        var browser = app.NewBrowser();
        await browser.GetTextAsync("/set?key=a&value=1");
        app.Store.Forget();

        Assert.Equal("1", await browser.GetTextAsync("/get?key=a"));

        Assert.IsType<ReadSession>(Assert.Single(app.Store.Commands));
    }

    [Fact]
    public async Task A_request_that_ignores_its_session_only_counts_as_activity()
    {
        await using var app = await SessionApp.StartAsync(Map);
        var browser = app.NewBrowser();
        await browser.GetTextAsync("/set?key=a&value=1");
        app.Store.Forget();
        app.Clock.Advance(TimeSpan.FromMinutes(19));

        await browser.GetTextAsync("/nothing");
        app.Clock.Advance(TimeSpan.FromMinutes(19));

        Assert.IsType<TouchSession>(Assert.Single(app.Store.Commands));
        Assert.Equal("1", await browser.GetTextAsync("/get?key=a"));
    }

    [Fact]
    public async Task A_request_without_a_cookie_does_not_reach_the_store()
    {
        await using var app = await SessionApp.StartAsync(Map);

        await app.NewBrowser().GetTextAsync("/nothing");
        await app.NewBrowser().GetTextAsync("/get?key=a");

        Assert.Empty(app.Store.Commands);
    }

    [Fact]
    public async Task A_failed_refresh_is_logged_and_harms_no_response()
    {
        await using var app = await SessionApp.StartAsync(Map);
        var browser = app.NewBrowser();
        await browser.GetTextAsync("/set?key=a&value=1");
        app.Store.Failure = _ => new SessionUnavailableException("The store is down.");

        Assert.Equal("unrelated", await browser.GetTextAsync("/nothing"));

        Assert.Contains("could not be refreshed", app.Log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_failed_synchronous_load_throws_into_the_handler()
    {
        Exception? failure = null;
        await using var app = await SessionApp.StartAsync(app =>
        {
            Map(app);
            app.Act("/load", context => failure = Record.Exception(() => context.Session.GetString("a")));
        });
        var browser = app.NewBrowser();
        await browser.GetTextAsync("/set?key=a&value=1");
        app.Store.Failure = _ => new SessionUnavailableException("The store is down.");

        await browser.GetStatusAsync("/load");

        Assert.IsType<SessionUnavailableException>(failure);
    }

    [Fact]
    public async Task The_id_stays_the_same_over_requests()
    {
        await using var app = await SessionApp.StartAsync(Map);
        var browser = app.NewBrowser();
        await browser.GetTextAsync("/set?key=a&value=1");

        Assert.Equal(await browser.GetTextAsync("/id"), await browser.GetTextAsync("/id"));
    }

    [Fact]
    public async Task A_same_key_written_by_two_requests_keeps_the_last()
    {
        await using var app = await SessionApp.StartAsync(Map);
        var browser = app.NewBrowser();

        await browser.GetTextAsync("/set?key=a&value=1");
        await browser.Copy().GetTextAsync("/set?key=a&value=2");

        Assert.Equal("2", await browser.GetTextAsync("/get?key=a"));
    }

    [Fact]
    public async Task A_session_captured_beyond_the_request_refuses_writes_that_would_be_lost()
    {
        ISession? captured = null;
        await using var app = await SessionApp.StartAsync(app =>
        {
            Map(app);
            app.Act("/capture", context => captured = context.Session);
        });
        var browser = app.NewBrowser();
        await browser.GetTextAsync("/set?key=a&value=1");
        await browser.GetTextAsync("/capture");

        Assert.Throws<InvalidOperationException>(() => captured!.SetString("a", "late"));
        Assert.Throws<InvalidOperationException>(() => captured!.Remove("a"));
        Assert.Throws<InvalidOperationException>(() => captured!.Clear());
    }

    [Fact]
    public async Task A_write_from_OnCompleted_is_refused()
    {
        var refused = new TaskCompletionSource<Exception?>();
        await using var app = await SessionApp.StartAsync(app =>
        {
            Map(app);
            app.Act("/completed", (context, _) =>
            {
                context.Response.OnCompleted(() =>
                {
                    refused.SetResult(Record.Exception(() => context.Session.SetString("a", "late")));
                    return Task.CompletedTask;
                });
                return context.Response.WriteAsync("done");
            });
        });
        var browser = app.NewBrowser();
        await browser.GetTextAsync("/set?key=a&value=1");

        await browser.GetTextAsync("/completed");

        Assert.IsType<InvalidOperationException>(await refused.Task);
    }

    [Fact]
    public async Task Granular_state_taken_from_a_request_outlives_it()
    {
        SessionState? captured = null;
        await using var app = await SessionApp.StartAsync(app =>
        {
            Map(app);
            app.Act("/capture", async (_, state) =>
            {
                captured = state;
                await state.Counter("visits").IncrementAsync();
            });
        });
        var browser = app.NewBrowser();
        await browser.GetTextAsync("/capture");

        Assert.Equal(2, await captured!.Counter("visits").IncrementAsync());
        await Assert.ThrowsAsync<InvalidOperationException>(() => captured.RegenerateIdAsync());
        await Assert.ThrowsAsync<InvalidOperationException>(() => captured.SignInAsync("alice"));
    }

    [Fact]
    public async Task Granular_state_without_a_session_cannot_create_one_after_its_request()
    {
        SessionState? captured = null;
        await using var app = await SessionApp.StartAsync(app => app.Act("/capture", (_, state) =>
        {
            captured = state;
            return Task.CompletedTask;
        }));
        await app.NewBrowser().GetTextAsync("/capture");

        await Assert.ThrowsAsync<InvalidOperationException>(() => captured!.Counter("visits").IncrementAsync());
        Assert.Equal(0, await captured!.Counter("visits").GetAsync());
    }

    [Fact]
    public async Task A_late_write_through_captured_state_after_logout_throws()
    {
        SessionState? captured = null;
        await using var app = await SessionApp.StartAsync(app =>
        {
            app.Act("/capture", async (_, state) =>
            {
                captured = state;
                await state.Counter("visits").IncrementAsync();
            });
            app.Act("/logout", (_, state) => state.DestroyAsync());
        });
        var browser = app.NewBrowser();
        await browser.GetTextAsync("/capture");
        await browser.GetTextAsync("/logout");

        await Assert.ThrowsAsync<SessionEndedException>(() => captured!.Counter("visits").IncrementAsync());
    }

    [Fact]
    public async Task Session_and_state_are_two_views_of_one()
    {
        await using var app = await SessionApp.StartAsync(app => app.Text("/same", (context, state) =>
            Task.FromResult(ReferenceEquals(state, context.Session.GetSessionState()).ToString())));

        Assert.Equal("True", await app.NewBrowser().GetTextAsync("/same"));
    }

    [Fact]
    public async Task Consent_is_asked_for_where_the_cookie_is_not_essential()
    {
        await using var app = await SessionApp.StartAsync(
            app =>
            {
                Map(app);
                app.Act("/visit", (_, state) => state.Counter("visits").IncrementAsync());
                app.Act("/login", (_, state) => state.SignInAsync("alice"));
            },
            options => options.Cookie.IsEssential = false,
            services => services.Configure<CookiePolicyOptions>(options => options.CheckConsentNeeded = _ => true),
            before: app => app.UseExceptionHandler(handler => handler.Run(context => context.Response.WriteAsync(
                context.Features.Get<Microsoft.AspNetCore.Diagnostics.IExceptionHandlerFeature>()!.Error.GetType().Name))).UseCookiePolicy());

        using var set = await app.NewBrowser().GetAsync("/set?key=a&value=1");
        using var visit = await app.NewBrowser().GetAsync("/visit");
        using var login = await app.NewBrowser().GetAsync("/login");

        Assert.Equal(nameof(SessionConsentRequiredException), await set.Content.ReadAsStringAsync());
        Assert.Equal(nameof(SessionConsentRequiredException), await visit.Content.ReadAsStringAsync());
        Assert.Equal(nameof(SessionConsentRequiredException), await login.Content.ReadAsStringAsync());
        Assert.Empty(app.Store.Commands);
    }

    [Fact]
    public void Without_the_middleware_the_error_names_it()
    {
        var plain = new DefaultHttpContext();

        var missing = Assert.Throws<InvalidOperationException>(() => plain.GetSessionState());
        var foreign = Assert.Throws<InvalidOperationException>(() => new ForeignSession().GetSessionState());

        Assert.Contains("UseGranularSessions", missing.Message, StringComparison.Ordinal);
        Assert.Contains("UseGranularSessions", foreign.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_its_services_the_middleware_says_what_to_call()
    {
        await using var app = WebApplication.CreateBuilder().Build();

        var refused = Assert.Throws<InvalidOperationException>(() => app.UseGranularSessions());

        Assert.Contains("AddGranularSessions", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_middleware_may_stand_twice_in_a_pipeline()
    {
        await using var app = await SessionApp.StartAsync(app =>
        {
            app.UseGranularSessions();
            Map(app);
        });
        var browser = app.NewBrowser();

        await browser.GetTextAsync("/set?key=a&value=1");

        Assert.Equal("1", await browser.GetTextAsync("/get?key=a"));
        Assert.Single(app.Store.Commands.OfType<WriteEntries>());
    }

    [Fact]
    public async Task No_session_id_cookie_key_or_token_is_ever_logged()
    {
        string? id = null;
        await using var app = await SessionApp.StartAsync(
            app =>
            {
                app.Act("/all", async (context, state) =>
                {
                    id = context.Session.Id;
                    context.Session.SetString("a", "1");
                    await state.SignInAsync("alice@example.org");
                    await state.RegenerateIdAsync();
                });
                app.Act("/fail", async (context, state) =>
                {
                    await context.Response.WriteAsync("begun");
                    await state.RegenerateIdAsync();
                });
            });
        var browser = app.NewBrowser();

        await browser.GetStatusAsync("/all");
        await Record.ExceptionAsync(() => browser.GetStatusAsync("/fail"));

        var cookie = browser.Cookies.Values.Single();
        Assert.NotEmpty(app.Log.Text);
        foreach (var secret in new[] { id!, cookie, cookie[..22], cookie[23..], "alice@example.org" })
        {
            Assert.DoesNotContain(secret, app.Log.Text, StringComparison.Ordinal);
        }
    }

    private sealed class ForeignSession : ISession
    {
        public bool IsAvailable => true;

        public string Id => "";

        public IEnumerable<string> Keys => [];

        public void Clear()
        {
        }

        public Task CommitAsync(CancellationToken cancellationToken = default) => Task.CompletedTask;

        public Task LoadAsync(CancellationToken cancellationToken = default) => Task.CompletedTask;

        public void Remove(string key)
        {
        }

        public void Set(string key, byte[] value)
        {
        }

        public bool TryGetValue(string key, out byte[] value)
        {
            value = [];
            return false;
        }
    }
}
