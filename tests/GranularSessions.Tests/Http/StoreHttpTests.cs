using System.Net;
using System.Text.Json;
using GranularSessions.Conformance;
using GranularSessions.Storage;
using GranularSessions.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace GranularSessions.Tests.Http;

/// <summary>What an application over HTTP sees of a store: <c>HttpContext.Session</c> in place of the framework's, and what parallel requests do.</summary>
public abstract class StoreHttpTests(StoreFixture store)
{
    private const int Requests = 64;

    [Fact]
    public async Task Different_keys_written_by_64_parallel_requests_all_survive()
    {
        await using var app = await StartAsync();
        var browser = await NewVisitorAsync(app);

        await InParallelAsync(browser, n => $"/set?key=k{n:00}&value={n}");

        Assert.Equal(
            string.Join(",", Enumerable.Range(0, Requests).Select(n => $"k{n:00}={n}").Append("visitor=1")),
            await browser.GetTextAsync("/all"));
    }

    [Fact]
    public async Task Of_64_parallel_writes_of_one_key_one_is_kept_whole_and_a_later_one_replaces_it()
    {
        await using var app = await StartAsync();
        var browser = await NewVisitorAsync(app);

        await InParallelAsync(browser, n => $"/set?key=same&value={n}");
        var kept = await browser.GetTextAsync("/get?key=same");
        await browser.GetTextAsync("/set?key=same&value=last");

        Assert.Contains(kept, Enumerable.Range(0, Requests).Select(n => $"{n}"));
        Assert.Equal("last", await browser.GetTextAsync("/get?key=same"));
    }

    [Fact]
    public async Task No_increment_by_64_parallel_requests_is_lost()
    {
        await using var app = await StartAsync();
        var browser = await NewVisitorAsync(app);

        await InParallelAsync(browser, _ => "/visit");

        Assert.Equal($"{Requests + 1}", await browser.GetTextAsync("/visit"));
    }

    [Fact]
    public async Task A_read_only_request_writes_the_expiry_at_most()
    {
        await using var app = await StartAsync();
        var browser = await NewVisitorAsync(app);
        var before = await browser.GetTextAsync("/seen");
        app.Store.Forget();

        Assert.Equal("1", await browser.GetTextAsync("/get?key=visitor"));
        Assert.All(app.Store.Commands, command => Assert.Equal(CommandEffect.Reads, command.Effect));
        Assert.Equal(before, await browser.GetTextAsync("/seen"));

        await store.AdvanceAsync(StoreFixture.Idle / 2);
        Assert.Equal("1", await browser.GetTextAsync("/get?key=visitor"));
        Assert.NotEqual(before, await browser.GetTextAsync("/seen"));
        Assert.Equal("visitor=1", await browser.GetTextAsync("/all"));
    }

    [Fact]
    public async Task A_request_that_began_before_the_logout_cannot_write_after_it()
    {
        var isLoaded = new TaskCompletionSource();
        var isLoggedOut = new TaskCompletionSource();
        await using var app = await StartAsync(app => app.Act("/late", async (context, _) =>
        {
            await context.Session.LoadAsync();
            isLoaded.SetResult();
            await isLoggedOut.Task;
            context.Session.SetString("key", "resurrected");
        }));
        var browser = await NewVisitorAsync(app);
        var stolen = browser.Copy();

        var late = browser.Copy().GetAsync("/late");
        await isLoaded.Task;
        await browser.GetTextAsync("/logout");
        isLoggedOut.SetResult();
        using var response = await late;

        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
        Assert.Equal(nameof(SessionEndedException), await response.Content.ReadAsStringAsync());
        Assert.Empty(await stolen.GetTextAsync("/all"));
    }

    [Fact]
    public async Task A_store_that_fails_fails_the_request_and_not_in_silence()
    {
        await using var app = await StartAsync();
        var browser = await NewVisitorAsync(app);

        app.Store.Failure = _ => new SessionUnavailableException("The store is down.");
        using var written = await browser.GetAsync("/set?key=a&value=1");
        using var read = await browser.GetAsync("/get?key=visitor");
        using var counted = await browser.GetAsync("/visit");
        app.Store.Failure = _ => null;

        foreach (var response in new[] { written, read, counted })
        {
            Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
            Assert.Equal(nameof(SessionUnavailableException), await response.Content.ReadAsStringAsync());
        }

        Assert.Equal("visitor=1", await browser.GetTextAsync("/all"));
    }

    [Fact]
    public async Task Text_numbers_bytes_and_objects_as_JSON_are_kept_as_the_frameworks_extensions_write_them()
    {
        await using var app = await StartAsync(app =>
        {
            app.Act("/save", context =>
            {
                context.Session.SetString("name", "Zoë");
                context.Session.SetInt32("age", -7);
                context.Session.Set("bytes", [0, 255]);
                context.Session.SetString("basket", JsonSerializer.Serialize(new Basket(["tea", "milk"])));
                context.Session.SetString("", "empty key");
            });
            app.Text("/show", context => string.Join(
                ";",
                context.Session.GetString("name"),
                context.Session.GetInt32("age"),
                Convert.ToHexString(context.Session.Get("bytes")!),
                string.Join("+", JsonSerializer.Deserialize<Basket>(context.Session.GetString("basket")!)!.Articles),
                context.Session.GetString(""),
                context.Session.GetString("absent") is null,
                context.Session.TryGetValue("name", out _)));
        });
        var browser = app.NewBrowser();

        await browser.GetTextAsync("/save");

        Assert.Equal("Zoë;-7;00FF;tea+milk;empty key;True;True", await browser.GetTextAsync("/show"));
    }

    [Fact]
    public async Task The_id_and_the_keys_are_those_of_the_session_over_requests_and_Remove_and_Clear_reach_the_next_one()
    {
        await using var app = await StartAsync();
        var browser = await NewVisitorAsync(app);
        var id = await browser.GetTextAsync("/id");

        await browser.GetTextAsync("/set?key=a&value=1");
        await browser.GetTextAsync("/set?key=b&value=2");
        await browser.GetTextAsync("/remove?key=a");
        Assert.Equal("b=2,visitor=1", await browser.GetTextAsync("/all"));
        await browser.GetTextAsync("/clear");

        Assert.Empty(await browser.GetTextAsync("/all"));
        Assert.Equal(id, await browser.GetTextAsync("/id"));
        Assert.NotEqual(id, await app.NewBrowser().GetTextAsync("/id"));
    }

    [Fact]
    public async Task TempData_in_the_session_is_shown_by_the_next_request_and_by_no_other()
    {
        await using var app = await StartAsync(
            app => app.MapControllers(),
            services => services.AddControllersWithViews().AddSessionStateTempDataProvider().AddApplicationPart(typeof(TempDataController).Assembly));
        var browser = app.NewBrowser();

        await browser.GetStatusAsync("/tempdata/save");

        Assert.Equal("Saved.", await browser.GetTextAsync("/tempdata/show"));
        Assert.Equal("nothing", await browser.GetTextAsync("/tempdata/show"));
    }

    [Fact]
    public async Task A_signed_in_user_has_a_new_cookie_and_the_old_one_shows_nothing()
    {
        await using var app = await StartAsync();
        var browser = await NewVisitorAsync(app);
        var planted = browser.Copy();

        await browser.GetTextAsync($"/login?user={Guid.NewGuid()}");

        Assert.Equal("visitor=1", await browser.GetTextAsync("/all"));
        Assert.Empty(await planted.GetTextAsync("/all"));
    }

    private static async Task<Browser> NewVisitorAsync(SessionApp app)
    {
        var browser = app.NewBrowser();
        await browser.GetTextAsync("/set?key=visitor&value=1");
        return browser;
    }

    private static Task InParallelAsync(Browser browser, Func<int, string> path)
        => Task.WhenAll(Enumerable.Range(0, Requests).Select(n => browser.Copy().GetTextAsync(path(n))));

    private Task<SessionApp> StartAsync(Action<WebApplication>? map = null, Action<IServiceCollection>? services = null)
    {
        var observed = new ObservedStore(store.Store);
        return SessionApp.StartAsync(
            app =>
            {
                Map(app);
                map?.Invoke(app);
            },
            services: collection =>
            {
                collection.Replace(ServiceDescriptor.Singleton<SessionStore>(observed));
                services?.Invoke(collection);
            },
            before: app => app.UseExceptionHandler(handler => handler.Run(context =>
                context.Response.WriteAsync(context.Features.Get<IExceptionHandlerFeature>()!.Error.GetType().Name))));
    }

    private static void Map(WebApplication app)
    {
        app.Act("/set", context => context.Session.SetString(context.Request.Query["key"]!, context.Request.Query["value"]!));
        app.Act("/remove", context => context.Session.Remove(context.Request.Query["key"]!));
        app.Act("/clear", context => context.Session.Clear());
        app.Text("/get", context => context.Session.GetString(context.Request.Query["key"]!) ?? "nothing");
        app.Text("/all", context => string.Join(",", context.Session.Keys.Order(StringComparer.Ordinal).Select(key => $"{key}={context.Session.GetString(key)}")));
        app.Text("/id", context => context.Session.Id);
        app.Text("/visit", async (_, state) => $"{await state.Counter("visits").IncrementAsync()}");
        app.Text("/seen", async (_, state) => $"{(await state.GetInfoAsync())!.LastSeenAt:O}");
        app.Act("/login", (context, state) => state.SignInAsync(context.Request.Query["user"]!));
        app.Act("/logout", (_, state) => state.DestroyAsync());
    }

    private sealed record Basket(IReadOnlyList<string> Articles);
}
