using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using SessionAnalyzers.Proofs.Harness;

namespace SessionAnalyzers.Proofs.Reliability;

/// <summary>SESS3003: a session begins with a cookie, and after the start of the response there is no header to put it in.</summary>
public sealed class SessionWriteAfterResponseStarted
{
    private Exception? _thrown;

    [Theory]
    [InlineData("/write")]
    [InlineData("/write-to-body")]
    [InlineData("/start")]
    [InlineData("/after-pipeline")]
    public async Task The_first_write_of_a_new_visitor_throws(string path)
    {
        await using SessionApp app = await StartAsync();
        using Browser visitor = app.NewBrowser();

        await visitor.GetTextAsync(path);

        Assert.Contains("cannot be established after the response has started", Assert.IsType<InvalidOperationException>(_thrown).Message, StringComparison.Ordinal);
        Assert.Equal("none", await visitor.GetTextAsync("/seen"));
    }

    [Theory]
    [InlineData("/write")]
    [InlineData("/write-to-body")]
    [InlineData("/start")]
    [InlineData("/after-pipeline")]
    public async Task The_write_of_a_visitor_with_a_session_is_stored(string path)
    {
        await using SessionApp app = await StartAsync();
        using Browser visitor = await app.EstablishedBrowserAsync();

        await visitor.GetTextAsync(path);

        Assert.Null(_thrown);
        Assert.Equal("yes", await visitor.GetTextAsync("/seen"));
    }

    [Theory]
    [InlineData("/moved-up")]
    [InlineData("/second-write")]
    public async Task A_write_before_the_response_begins_the_session(string path)
    {
        await using SessionApp app = await StartAsync();
        using Browser visitor = app.NewBrowser();

        await visitor.GetTextAsync(path);

        Assert.Null(_thrown);
        Assert.Equal("yes", await visitor.GetTextAsync("/seen"));
    }

    [Fact]
    public async Task A_removal_begins_no_session()
    {
        await using SessionApp app = await StartAsync();
        using Browser visitor = app.NewBrowser();

        await visitor.GetTextAsync("/remove");

        Assert.Null(_thrown);
    }

    private Task<SessionApp> StartAsync() => SessionApp.StockAsync(
        Map,
        middleware: app => app.Use(async (context, next) =>
        {
            try
            {
                await next(context);
                if (context.Request.Path == "/after-pipeline")
                {
                    Write(context);
                }
            }
            catch (InvalidOperationException exception)
            {
                _thrown = exception;
            }
        }));

    private static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/write", async (HttpContext context) =>
        {
            await context.Response.WriteAsync("hello");
            Write(context);
        });
        routes.MapGet("/write-to-body", async (HttpContext context) =>
        {
            await context.Response.Body.WriteAsync("hello"u8.ToArray());
            Write(context);
        });
        routes.MapGet("/start", async (HttpContext context) =>
        {
            await context.Response.StartAsync();
            Write(context);
        });
        routes.MapGet("/after-pipeline", () => "hello");
        routes.MapGet("/moved-up", async (HttpContext context) =>
        {
            Write(context);
            await context.Response.WriteAsync("hello");
        });
        routes.MapGet("/second-write", async (HttpContext context) =>
        {
            context.Session.SetString("begun", "yes");
            await context.Response.WriteAsync("hello");
            Write(context);
        });
        routes.MapGet("/remove", async (HttpContext context) =>
        {
            await context.Response.WriteAsync("bye");
            context.Session.Remove("seen");
        });
        routes.MapGet("/seen", (HttpContext context) => context.Session.GetString("seen") ?? "none");
    }

    private static void Write(HttpContext context) => context.Session.SetString("seen", "yes");
}
