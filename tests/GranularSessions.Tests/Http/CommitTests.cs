using System.IO.Pipelines;
using System.Net;
using System.Text;
using GranularSessions.Storage;
using GranularSessions.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace GranularSessions.Tests.Http;

/// <summary>Changes made through ISession are in the store before the client hears of them, or the client hears of a failure.</summary>
public sealed class CommitTests
{
    private static readonly SessionUnavailableException StoreDown = new("The store is down.");

    public static TheoryData<string> Bodies => ["/text", "/json", "/file", "/redirect", "/stream", "/begin-write", "/pipe", "/empty", "/start", "/send-file", "/complete"];

    /// <summary>Every way to answer, after a change of the session.</summary>
    private static void Map(WebApplication app)
    {
        MapAnswer(app, "/text", _ => Results.Text("done"));
        MapAnswer(app, "/json", _ => Results.Json(new[] { "done" }));
        MapAnswer(app, "/file", _ => Results.File(Encoding.UTF8.GetBytes("done"), "text/plain"));
        MapAnswer(app, "/redirect", _ => Results.Redirect("/elsewhere"));
        MapAnswer(app, "/empty", _ => Results.NoContent());
        MapBody(app, "/stream", context => context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes("done")).AsTask());
        MapBody(app, "/begin-write", context =>
        {
            var done = Encoding.UTF8.GetBytes("done");
            return Task.Factory.FromAsync(context.Response.Body.BeginWrite, context.Response.Body.EndWrite, done, 0, done.Length, state: null);
        });
        MapBody(app, "/pipe", async context =>
        {
            Encoding.UTF8.GetBytes("done", context.Response.BodyWriter);
            await context.Response.BodyWriter.FlushAsync();
        });
        MapBody(app, "/start", async context =>
        {
            await context.Response.StartAsync();
            await context.Response.WriteAsync("done");
        });
        MapBody(app, "/send-file", context => context.Response.SendFileAsync(typeof(CommitTests).Assembly.Location));
        MapBody(app, "/complete", context => context.Response.CompleteAsync());
        app.Text("/read", context => context.Session.GetString("key") ?? "nothing");
    }

    private static void MapAnswer(WebApplication app, string path, Func<HttpContext, IResult> answer)
        => app.MapGet(path, (HttpContext context) =>
        {
            context.Session.SetString("key", path);
            return answer(context);
        });

    private static void MapBody(WebApplication app, string path, Func<HttpContext, Task> write)
        => app.MapGet(path, (HttpContext context) =>
        {
            context.Session.SetString("key", path);
            return write(context);
        });

    /// <summary>Renders failures of the store as 503, from the session itself and after it.</summary>
    private static void RenderFailures(WebApplication app) => app.UseExceptionHandler(handler => handler.Run(async context =>
    {
        var failure = context.Features.GetRequiredFeature<IExceptionHandlerFeature>().Error;
        context.Response.StatusCode = failure is SessionUnavailableException ? 503 : 500;
        await context.Response.WriteAsync(failure.GetType().Name);
    }));

    [Theory]
    [MemberData(nameof(Bodies))]
    public async Task The_commit_is_done_before_the_response_starts(string path)
    {
        var committedBeforeStart = false;
        await using var app = await SessionApp.StartAsync(Map, before: app => app.Use((context, next) =>
        {
            context.Response.OnStarting(() =>
            {
                committedBeforeStart = context.RequestServices.GetRequiredService<SessionStore>() is ObservedStore store
                    && store.Commands.OfType<WriteEntries>().Any();
                return Task.CompletedTask;
            });
            return next(context);
        }));
        var browser = app.NewBrowser();

        using var response = await browser.GetAsync(path);

        Assert.True(committedBeforeStart);
        Assert.Equal(path, await browser.GetTextAsync("/read"));
        Assert.Single(app.Store.Commands.OfType<WriteEntries>());
    }

    [Theory]
    [MemberData(nameof(Bodies))]
    public async Task A_failed_commit_is_rendered_by_the_exception_handler_because_the_body_commits_before_its_first_byte(string path)
    {
        await using var app = await SessionApp.StartAsync(Map, before: RenderFailures);
        app.Store.Failure = command => command is WriteEntries ? StoreDown : null;

        using var response = await app.NewBrowser().GetAsync(path);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.Equal(nameof(SessionUnavailableException), await response.Content.ReadAsStringAsync());
        Assert.Empty(Browser.SetCookies(response));
    }

    [Theory]
    [MemberData(nameof(Bodies))]
    public async Task On_Kestrel_a_client_that_has_the_response_finds_its_changes_in_the_store(string path)
    {
        await using var app = await SessionApp.StartAsync(
            Map,
            options => options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest,
            onKestrel: true);
        var browser = app.NewBrowser();

        using var response = await browser.SendAsync(HttpMethod.Get, path, completion: HttpCompletionOption.ResponseHeadersRead);

        Assert.Single(app.Store.Commands.OfType<WriteEntries>());
        Assert.Equal(path, await browser.GetTextAsync("/read"));
    }

    [Theory]
    [MemberData(nameof(Bodies))]
    public async Task On_Kestrel_a_failed_commit_is_rendered(string path)
    {
        await using var app = await SessionApp.StartAsync(Map, before: RenderFailures, onKestrel: true);
        app.Store.Failure = command => command is WriteEntries ? StoreDown : null;

        using var response = await app.NewBrowser().GetAsync(path);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
    }

    [Fact]
    public async Task Without_an_exception_handler_a_failed_commit_reaches_the_server()
    {
        await using var app = await SessionApp.StartAsync(Map, onKestrel: true);
        app.Store.Failure = command => command is WriteEntries ? StoreDown : null;

        Assert.Equal(HttpStatusCode.InternalServerError, await app.NewBrowser().GetStatusAsync("/text"));
    }

    [Fact]
    public async Task An_exception_handler_inside_the_middleware_renders_a_failed_commit_too()
    {
        await using var app = await SessionApp.StartAsync(app =>
        {
            RenderFailures(app);
            Map(app);
        });
        app.Store.Failure = command => command is WriteEntries ? StoreDown : null;

        foreach (var path in new[] { "/text", "/json", "/stream", "/pipe" })
        {
            using var response = await app.NewBrowser().GetAsync(path);
            Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
            Assert.Equal(nameof(SessionUnavailableException), await response.Content.ReadAsStringAsync());
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_handler_that_throws_commits_nothing(bool exceptionHandlerInside)
    {
        static void Fail(WebApplication app) => app.Act("/fail", context =>
        {
            context.Session.SetString("key", "half done");
            throw new InvalidOperationException("The handler failed.");
        });
        await using var app = exceptionHandlerInside
            ? await SessionApp.StartAsync(app =>
            {
                RenderFailures(app);
                Map(app);
                Fail(app);
            })
            : await SessionApp.StartAsync(
                app =>
                {
                    Map(app);
                    Fail(app);
                },
                before: RenderFailures);
        var browser = app.NewBrowser();
        await browser.GetTextAsync("/text");

        Assert.Equal(HttpStatusCode.InternalServerError, await browser.GetStatusAsync("/fail"));
        Assert.Equal("/text", await browser.GetTextAsync("/read"));
    }

    [Fact]
    public async Task A_granular_operation_before_a_failure_has_happened_and_its_session_reaches_the_client()
    {
        await using var app = await SessionApp.StartAsync(
            app => app.Act("/fail", async (_, state) =>
            {
                await state.Counter("visits").IncrementAsync();
                throw new InvalidOperationException("The handler failed.");
            }),
            before: RenderFailures);
        var browser = app.NewBrowser();

        using var response = await browser.GetAsync("/fail");

        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
        Assert.Single(Browser.SetCookies(response));
    }

    [Fact]
    public async Task Re_execution_by_the_exception_handler_keeps_the_session_and_commits_its_own_changes()
    {
        await using var app = await SessionApp.StartAsync(
            app =>
            {
                app.Act("/fail", async (context, state) =>
                {
                    context.Session.SetString("key", "half done");
                    await state.Counter("failures").IncrementAsync();
                    throw new InvalidOperationException("The handler failed.");
                });
                app.Text("/error", async (context, state) =>
                {
                    context.Session.SetString("error", "shown");
                    return $"{await state.Counter("failures").GetAsync()}";
                });
                app.Text("/keys", context => string.Join(",", context.Session.Keys));
            },
            before: app => app.UseExceptionHandler("/error").UseRouting());
        var browser = app.NewBrowser();

        using var response = await browser.GetAsync("/fail");

        Assert.Equal("1", await response.Content.ReadAsStringAsync());
        Assert.Single(Browser.SetCookies(response));
        Assert.Equal("error", await browser.GetTextAsync("/keys"));
    }

    [Fact]
    public async Task An_exception_handler_inside_the_middleware_commits_its_own_changes()
    {
        await using var app = await SessionApp.StartAsync(app =>
        {
            app.UseExceptionHandler(handler => handler.Run(context =>
            {
                context.Session.SetString("error", "shown");
                return context.Response.WriteAsync("sorry");
            }));
            app.Act("/fail", context =>
            {
                context.Session.SetString("key", "half done");
                throw new InvalidOperationException("The handler failed.");
            });
            app.Text("/keys", context => string.Join(",", context.Session.Keys));
        });
        var browser = app.NewBrowser();

        await browser.GetStatusAsync("/fail");

        Assert.Equal("error", await browser.GetTextAsync("/keys"));
    }

    [Fact]
    public async Task Re_execution_by_status_code_pages_keeps_the_session()
    {
        await using var app = await SessionApp.StartAsync(
            app =>
            {
                app.MapGet("/missing", (HttpContext context) =>
                {
                    context.Session.SetString("asked", "yes");
                    return Results.NotFound();
                });
                app.Text("/status", context => context.Session.GetString("asked") ?? "no");
            },
            before: app => app.UseStatusCodePagesWithReExecute("/status").UseRouting());

        using var response = await app.NewBrowser().GetAsync("/missing");

        Assert.Equal("yes", await response.Content.ReadAsStringAsync());
        Assert.Single(Browser.SetCookies(response));
    }

    [Fact]
    public async Task Writes_after_the_response_started_are_committed_when_the_pipeline_returns()
    {
        await using var app = await SessionApp.StartAsync(app =>
        {
            Map(app);
            app.Act("/late", async (context, _) =>
            {
                context.Session.SetString("key", "early");
                await context.Response.WriteAsync("begun");
                context.Session.SetString("key", "late");
            });
        });
        var browser = app.NewBrowser();

        await browser.GetTextAsync("/late");

        Assert.Equal("late", await browser.GetTextAsync("/read"));
    }

    [Fact]
    public async Task A_late_commit_that_fails_breaks_the_response_off_and_is_logged()
    {
        await using var app = await SessionApp.StartAsync(
            app =>
            {
                Map(app);
                app.Act("/late", async (context, _) =>
                {
                    await context.Response.WriteAsync("begun");
                    context.Session.SetString("key", "late");
                });
            },
            options => options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest,
            onKestrel: true);
        var browser = app.NewBrowser();
        await browser.GetTextAsync("/text");
        app.Store.Failure = command => command is WriteEntries ? StoreDown : null;

        await Assert.ThrowsAnyAsync<HttpRequestException>(() => browser.GetTextAsync("/late"));

        Assert.Contains(app.Log.At(LogLevel.Error), entry => entry.Contains("could not be committed", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_first_write_of_a_new_session_after_the_response_started_throws()
    {
        Exception? entry = null;
        Exception? item = null;
        await using var app = await SessionApp.StartAsync(app => app.Act("/late", async (context, state) =>
        {
            await context.Response.WriteAsync("begun");
            entry = Record.Exception(() => context.Session.SetString("key", "late"));
            item = await Record.ExceptionAsync(() => state.Counter("visits").IncrementAsync());
        }));

        await app.NewBrowser().GetTextAsync("/late");

        Assert.IsType<InvalidOperationException>(entry);
        Assert.IsType<InvalidOperationException>(item);
        Assert.DoesNotContain(app.Store.Commands, command => command.Effect == CommandEffect.Writes);
    }

    [Fact]
    public async Task A_write_from_OnStarting_creates_its_session_and_sends_its_cookie()
    {
        await using var app = await SessionApp.StartAsync(app =>
        {
            Map(app);
            app.Act("/temp", async (context, _) =>
            {
                context.Response.OnStarting(() =>
                {
                    context.Session.SetString("key", "from OnStarting");
                    return Task.CompletedTask;
                });
                await context.Response.WriteAsync("done");
            });
            app.Act("/temp-empty", (context, _) =>
            {
                context.Response.OnStarting(() =>
                {
                    context.Session.SetString("key", "from OnStarting");
                    return Task.CompletedTask;
                });
                return Task.CompletedTask;
            });
        });

        foreach (var path in new[] { "/temp", "/temp-empty" })
        {
            var browser = app.NewBrowser();
            await browser.GetTextAsync(path);
            Assert.Equal("from OnStarting", await browser.GetTextAsync("/read"));
        }
    }

    [Fact]
    public async Task A_write_from_OnStarting_under_a_void_cookie_gets_a_new_one()
    {
        await using var app = await SessionApp.StartAsync(app =>
        {
            Map(app);
            app.Act("/temp", async (context, _) =>
            {
                context.Response.OnStarting(() =>
                {
                    context.Session.SetString("key", "from OnStarting");
                    return Task.CompletedTask;
                });
                await context.Response.WriteAsync("done");
            });
        });
        var browser = app.NewBrowser();
        browser.Cookies["__Host-GranularSession"] = Cookies.SessionCredential.Create().CookieValue;

        await browser.GetTextAsync("/temp");

        Assert.Equal("from OnStarting", await browser.GetTextAsync("/read"));
    }

    [Fact]
    public async Task A_commit_does_not_depend_on_the_client_staying()
    {
        var handled = new TaskCompletionSource();
        var aborted = new TaskCompletionSource();
        var committed = new TaskCompletionSource();
        await using var app = await SessionApp.StartAsync(
            app =>
            {
                Map(app);
                app.Act("/slow", async (context, _) =>
                {
                    context.Session.SetString("key", "kept");
                    context.RequestAborted.Register(aborted.SetResult);
                    handled.SetResult();
                    await aborted.Task;
                });
            },
            options => options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest,
            onKestrel: true);
        var browser = app.NewBrowser();
        await browser.GetTextAsync("/text");
        app.Store.Gate = (command, _) =>
        {
            if (command is WriteEntries)
            {
                committed.SetResult();
            }

            return Task.CompletedTask;
        };
        using var leave = new CancellationTokenSource();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => browser.AbandonAsync("/slow", handled.Task, leave));
        await committed.Task;

        Assert.Equal("kept", await browser.GetTextAsync("/read"));
    }

    [Fact]
    public async Task A_commit_that_takes_too_long_and_was_not_sent_is_known_not_to_have_happened()
    {
        await using var app = await SessionApp.StartAsync(Map, before: app => app.UseExceptionHandler(handler => handler.Run(context =>
        {
            context.Response.StatusCode = 503;
            return context.Response.WriteAsync(context.Features.GetRequiredFeature<IExceptionHandlerFeature>().Error.GetType().Name);
        })));
        var waiting = new TaskCompletionSource();
        app.Store.Gate = async (command, cancellationToken) =>
        {
            if (command is WriteEntries)
            {
                var cancelled = new TaskCompletionSource();
                await using var registration = cancellationToken.Register(cancelled.SetResult);
                waiting.SetResult();
                await cancelled.Task;
                cancellationToken.ThrowIfCancellationRequested();
            }
        };

        var request = app.NewBrowser().GetAsync("/text");
        await waiting.Task;
        app.Clock.Advance(TimeSpan.FromSeconds(10));
        using var response = await request;

        Assert.Equal(nameof(SessionUnavailableException), await response.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_is_written_without_a_flush_arrives_in_order(bool onKestrel)
    {
        await using var app = await SessionApp.StartAsync(
            app =>
            {
                app.Act("/unflushed", context =>
                {
                    context.Session.SetString("key", "value");
                    Encoding.UTF8.GetBytes("done", context.Response.BodyWriter);
                });
                app.Act("/mixed", async (context, _) =>
                {
                    context.Session.SetString("key", "value");
                    Encoding.UTF8.GetBytes("one ", context.Response.BodyWriter);
                    await context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes("two "));
                    context.Session.SetString("key", "other");
                    Encoding.UTF8.GetBytes("three", context.Response.BodyWriter);
                });
            },
            onKestrel: onKestrel);

        Assert.Equal("done", await app.NewBrowser().GetTextAsync("/unflushed"));
        Assert.Equal("one two three", await app.NewBrowser().GetTextAsync("/mixed"));
    }

    [Fact]
    public async Task A_synchronous_body_commits_synchronously()
    {
        await using var app = await SessionApp.StartAsync(app =>
        {
            Map(app);
            app.Act("/sync", context =>
            {
                context.Features.GetRequiredFeature<IHttpBodyControlFeature>().AllowSynchronousIO = true;
                context.Session.SetString("key", "/sync");
                context.Response.Body.Write(Encoding.UTF8.GetBytes("done"));
            });
        });
        var browser = app.NewBrowser();

        Assert.Equal("done", await browser.GetTextAsync("/sync"));
        Assert.Equal("/sync", await browser.GetTextAsync("/read"));
    }

    [Fact]
    public async Task TempData_over_the_session_survives_a_redirect_and_is_read_once()
    {
        await using var app = await SessionApp.StartAsync(
            app =>
            {
                app.MapControllers();
                app.Text("/keys", context => string.Join(",", context.Session.Keys));
            },
            services: services => services.AddControllersWithViews()
                .AddSessionStateTempDataProvider()
                .AddApplicationPart(typeof(TempDataController).Assembly));
        var browser = app.NewBrowser();

        Assert.Equal(HttpStatusCode.Redirect, await browser.GetStatusAsync("/tempdata/save"));

        Assert.Equal("Saved.", await browser.GetTextAsync("/tempdata/show"));
        Assert.Equal("nothing", await browser.GetTextAsync("/tempdata/show"));
        Assert.Equal("", await browser.GetTextAsync("/keys"));
    }
}
