using SessionAnalyzers.Concurrency;
using SessionAnalyzers.Tests.Verification;
using Xunit;

namespace SessionAnalyzers.Tests.Concurrency;

public sealed class LongRequestWritesSessionTests
{
    [Fact]
    public Task A_write_before_server_sent_events_is_reported() => Verify.Analyzer<LongRequestWritesSession>(
        SessionSources.Controller(
            """
                public async Task Events()
                {
                    {|#0:HttpContext.Session.SetString("listening", "yes")|};
                    Response.ContentType = "text/event-stream";
                    while (!HttpContext.RequestAborted.IsCancellationRequested)
                    {
                        await Response.WriteAsync("data: tick\n\n");
                        await Task.Delay(1000);
                    }
                }
            """),
        Verify.Diagnostic("SESS1006").WithLocation(0).WithArguments("listening", "its server-sent events"));

    [Fact]
    public Task A_WebSocket_is_reported() => Verified(
        """
            public async Task Chat()
            {
                [|HttpContext.Session.SetString("room", "lobby")|];
                using var socket = await HttpContext.WebSockets.AcceptWebSocketAsync();
                var buffer = new byte[1024];
                while (socket.State == System.Net.WebSockets.WebSocketState.Open)
                {
                    await socket.ReceiveAsync(buffer, HttpContext.RequestAborted);
                }
            }
        """);

    [Fact]
    public Task A_poll_is_reported() => Verified(
        """
            public async Task<IActionResult> Poll(DateTime until)
            {
                while (DateTime.UtcNow < until)
                {
                    await Task.Delay(500);
                }

                [|HttpContext.Session.SetString("polled", "yes")|];
                return Ok();
            }
        """);

    [Fact]
    public Task A_stream_that_an_action_returns_is_reported() => Verified(
        """
            public async IAsyncEnumerable<int> Numbers()
            {
                [|HttpContext.Session.SetString("streamed", "yes")|];
                for (var i = 0; i < 10; i++)
                {
                    await Task.Delay(100);
                    yield return i;
                }
            }
        """);

    [Fact]
    public Task A_response_written_from_a_stream_is_reported() => Verified(
        """
            public async Task Copy(IAsyncEnumerable<string> lines)
            {
                [|HttpContext.Session.Remove("pending")|];
                await foreach (var line in lines)
                {
                    await Response.WriteAsync(line);
                }
            }
        """);

    [Fact]
    public Task A_wrapper_in_a_minimal_API_is_reported() => Verify.Analyzer<LongRequestWritesSession>(
        """
        var app = WebApplication.Create(args);
        app.MapGet("/ticks", async (HttpContext context, CancellationToken cancellationToken) =>
        {
            [|context.Session.SetObjectAsJson("cart", new Cart())|];
            using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1));
            while (await timer.WaitForNextTickAsync(cancellationToken))
            {
                await context.Response.WriteAsync("tick");
            }
        });
        app.Run();
        """ + SessionSources.Wrappers);

    [Fact]
    public Task A_read_is_not_reported() => Verified(
        """
            public async Task Events()
            {
                var name = HttpContext.Session.GetString("name");
                Response.ContentType = "text/event-stream";
                while (!HttpContext.RequestAborted.IsCancellationRequested)
                {
                    await Response.WriteAsync($"data: {name}\n\n");
                    await Task.Delay(1000);
                }
            }
        """);

    [Fact]
    public Task A_write_committed_before_the_wait_is_not_reported() => Verified(
        """
            public async Task Events()
            {
                HttpContext.Session.SetString("listening", "yes");
                await HttpContext.Session.CommitAsync();
                Response.ContentType = "text/event-stream";
                while (!HttpContext.RequestAborted.IsCancellationRequested)
                {
                    await Response.WriteAsync("data: tick\n\n");
                    await Task.Delay(1000);
                }
            }
        """);

    [Fact]
    public Task A_few_tries_are_not_reported() => Verified(
        """
            public async Task<IActionResult> Order()
            {
                var tries = 0;
                while (tries++ < 3)
                {
                    await Task.Delay(100);
                }

                HttpContext.Session.SetString("ordered", "yes");
                return Ok();
            }
        """);

    [Fact]
    public Task A_short_stream_is_not_reported() => Verified(
        """
            public async Task Lines(List<string> lines)
            {
                HttpContext.Session.SetString("lines", "yes");
                foreach (var line in lines)
                {
                    await Response.WriteAsync(line);
                }
            }
        """);

    [Fact]
    public Task Another_action_of_the_controller_is_not_reported() => Verified(
        """
            public void Begin() => HttpContext.Session.SetString("listening", "yes");

            public async Task Events()
            {
                Response.ContentType = "text/event-stream";
                while (!HttpContext.RequestAborted.IsCancellationRequested)
                {
                    await Response.WriteAsync("data: tick\n\n");
                    await Task.Delay(1000);
                }
            }
        """);

    [Fact]
    public Task On_GranularSessions_nothing_is_reported() => Verify.Analyzer<LongRequestWritesSession>(
        """
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddGranularSessions();
        var app = builder.Build();
        app.UseGranularSessions();
        app.MapGet("/events", async (HttpContext context) =>
        {
            context.Session.SetString("listening", "yes");
            context.Response.ContentType = "text/event-stream";
            while (!context.RequestAborted.IsCancellationRequested)
            {
                await Task.Delay(1000);
            }
        });
        app.Run();
        """,
        test => test.ReferencesGranularSessions = true);

    [Fact]
    public Task A_request_of_usual_length_is_not_reported() => Verified(
        """
            public async Task<IActionResult> Save()
            {
                await Task.Delay(100);
                HttpContext.Session.SetString("saved", "yes");
                return Ok();
            }
        """);

    [Theory]
    [InlineData("using var accepted = await HttpContext.WebSockets.AcceptWebSocketAsync();", "its WebSocket")]
    [InlineData("return TypedResults.ServerSentEvents(lines);", "its server-sent events")]
    [InlineData("Response.ContentType = \"Text/Event-Stream; charset=utf-8\";", "its server-sent events")]
    [InlineData("while (true) { await Task.Delay(1); }", "its poll")]
    [InlineData("while (!HttpContext.RequestAborted.IsCancellationRequested) { await Task.Delay(1); }", "its poll")]
    [InlineData("while (DateTime.Now < until) { await Task.Delay(1); }", "its poll")]
    [InlineData("while (DateTime.UtcNow < until) { await Task.Delay(1); }", "its poll")]
    [InlineData("while (watch.Elapsed < TimeSpan.FromMinutes(1)) { await Task.Delay(1); }", "its poll")]
    [InlineData("while (System.Diagnostics.Stopwatch.GetTimestamp() < 9) { await Task.Delay(1); }", "its poll")]
    [InlineData("while (socket.State == System.Net.WebSockets.WebSocketState.Open) { await socket.ReceiveAsync(new byte[9], default); }", "its poll")]
    [InlineData("while (socket.CloseStatus is null) { await Task.Delay(1); }", "its poll")]
    [InlineData("while (await timer.WaitForNextTickAsync()) { await timer.WaitForNextTickAsync(); }", "its poll")]
    [InlineData("while (await numbers.WaitToReadAsync()) { Console.WriteLine(); await Task.Delay(1); }", "its poll")]
    [InlineData("while (true) { await numbers.WaitToReadAsync(); }", "its poll")]
    [InlineData("while (true) { await Task.Delay(1); await Response.WriteAsync(\"a\"); }", "its stream")]
    [InlineData("while (true) { await Task.Delay(1); await Response.Body.FlushAsync(); }", "its stream")]
    [InlineData("while (true) { await Task.Delay(1); await Response.WriteAsJsonAsync(1); }", "its stream")]
    [InlineData("while (true) { await Task.Delay(1); await Response.SendFileAsync(\"a\"); }", "its stream")]
    [InlineData("while (true) { await Task.Delay(1); await socket.SendAsync(new byte[9], default, true, default); }", "its stream")]
    [InlineData("await foreach (var line in lines) { await Response.WriteAsync(line); }", "its stream")]
    public Task What_makes_the_request_long_is_named(string statements, string what) => Verify.Analyzer<LongRequestWritesSession>(
        SessionSources.Controller(LongAction("{|#0:HttpContext.Session.SetString(\"a\", \"1\")|}", statements)),
        Verify.Diagnostic("SESS1006").WithLocation(0).WithArguments("a", what));

    [Theory]
    [InlineData("while (true) { Console.WriteLine(await lines.GetAsyncEnumerator().MoveNextAsync()); }")]
    [InlineData("while (until.Day < 3) { await Task.Delay(1); }")]
    [InlineData("await foreach (var line in lines) { Console.WriteLine(line); }")]
    [InlineData("await foreach (var line in lines) { await Console.Out.WriteAsync(line); }")]
    [InlineData("await foreach (var line in lines) { Console.WriteLine(line + Response.StatusCode); }")]
    [InlineData("foreach (var line in lines.ToBlockingEnumerable()) { await Response.WriteAsync(line); }")]
    [InlineData("Response.ContentType = \"text/plain\";")]
    public Task A_request_that_ends_by_itself_is_not_reported(string statements) => Verified(LongAction("HttpContext.Session.SetString(\"a\", \"1\")", statements));

    [Theory]
    [InlineData("NumbersController", "async IAsyncEnumerable<int>", true)]
    [InlineData("NumbersController", "async System.Collections.Generic.IAsyncEnumerable<int>", true)]
    [InlineData("NumbersController", "IEnumerable<int>", false)]
    [InlineData("Numbers", "async IAsyncEnumerable<int>", false)]
    public Task A_sequence_is_a_stream_where_an_action_returns_it(string type, string returned, bool isStream) => Verify.Analyzer<LongRequestWritesSession>(
        $$"""
        public class {{type}}
        {
            public {{returned}} All(ISession session)
            {
                {{(isStream ? "{|#0:" : "")}}session.SetString("streamed", "yes"){{(isStream ? "|}" : "")}};
                {{(returned.StartsWith("async") ? "await Task.Yield();" : "")}}
                yield return 1;
            }
        }
        """,
        isStream ? [Verify.Diagnostic("SESS1006").WithLocation(0).WithArguments("streamed", "the stream it returns")] : []);

    private static string LongAction(string write, string statements) =>
        $$"""
            public async Task<IResult> Index(DateTime until, IAsyncEnumerable<string> lines, System.Diagnostics.Stopwatch watch, System.Net.WebSockets.WebSocket socket, PeriodicTimer timer, System.Threading.Channels.ChannelReader<int> numbers)
            {
                {{write}};
                await Task.Yield();
                {{statements}}
                {{(statements.StartsWith("return") || statements.StartsWith("while (true)") ? "" : "return Results.Ok();")}}
            }
        """;

    private static Task Verified(string members) => Verify.Analyzer<LongRequestWritesSession>(SessionSources.Controller(members));
}
