using SessionAnalyzers.Reliability;
using SessionAnalyzers.Tests.Concurrency;
using SessionAnalyzers.Tests.Verification;
using Xunit;

namespace SessionAnalyzers.Tests.Reliability;

public sealed class SessionWriteAfterResponseStartedTests
{
    [Fact]
    public Task A_write_after_WriteAsync_is_reported() => Verify.Analyzer<SessionWriteAfterResponseStarted>(
        SessionSources.Controller(
            """
                public async Task Index()
                {
                    await Response.WriteAsync("hello");
                    {|#0:HttpContext.Session.SetString("seen", "yes")|};
                }
            """),
        Verify.Diagnostic("SESS3003").WithLocation(0).WithArguments("seen", "Response.WriteAsync"));

    [Fact]
    public Task A_counter_that_is_read_first_is_reported() => Verified(
        """
            public async Task Index()
            {
                var visits = HttpContext.Session.GetInt32("visits") ?? 0;
                await Response.WriteAsync($"visit {visits}");
                [|HttpContext.Session.SetInt32("visits", visits + 1)|];
            }
        """);

    [Fact]
    public Task A_write_after_a_write_to_the_body_is_reported() => Verified(
        """
            public async Task Stream(byte[] bytes)
            {
                await Response.Body.WriteAsync(bytes);
                [|HttpContext.Session.SetString("sent", "yes")|];
            }

            public async Task Flush()
            {
                await Response.BodyWriter.FlushAsync();
                [|HttpContext.Session.SetString("sent", "yes")|];
            }

            public async Task Copy(Stream source)
            {
                await source.CopyToAsync(Response.Body);
                [|HttpContext.Session.SetString("sent", "yes")|];
            }

            public async Task Local(byte[] bytes)
            {
                var body = Response.Body;
                await body.WriteAsync(bytes);
                [|HttpContext.Session.SetString("sent", "yes")|];
            }
        """);

    [Fact]
    public Task A_write_after_a_file_or_a_start_is_reported() => Verified(
        """
            public async Task File(string path)
            {
                await Response.SendFileAsync(path);
                [|HttpContext.Session.SetString("sent", path)|];
            }

            public async Task Start()
            {
                await Response.StartAsync();
                [|HttpContext.Session.SetString("started", "yes")|];
            }
        """);

    [Fact]
    public Task A_wrapper_after_a_helper_that_writes_is_reported() => Verified(
        """
            public async Task Index()
            {
                await SendAsync(Response, "hello");
                [|Save(new Cart())|];
            }

            private static async Task SendAsync(HttpResponse response, string text)
            {
                response.ContentType = "text/plain";
                await response.WriteAsync(text);
            }

            private void Save(Cart cart) => HttpContext.Session.SetObjectAsJson("cart", cart);
        """);

    [Fact]
    public Task Middleware_that_writes_after_the_pipeline_is_reported() => Verify.Analyzer<SessionWriteAfterResponseStarted>(
        """
        var app = WebApplication.Create(args);
        app.Use(async (context, next) =>
        {
            await next(context);
            [|context.Session.SetString("last", context.Request.Path)|];
        });
        app.Use(async (HttpContext context, Func<Task> next) =>
        {
            await next();
            [|context.Session.SetString("last", context.Request.Path)|];
        });
        app.Run();

        public class LastPage(RequestDelegate next)
        {
            public async Task InvokeAsync(HttpContext context)
            {
                await next(context);
                [|context.Session.SetString("last", context.Request.Path)|];
            }
        }
        """);

    [Fact]
    public Task A_result_filter_that_writes_after_the_result_is_reported() => Verify.Analyzer<SessionWriteAfterResponseStarted>(
        """
        using Microsoft.AspNetCore.Mvc.Filters;

        public class Seen : IAsyncResultFilter
        {
            public async Task OnResultExecutionAsync(ResultExecutingContext context, ResultExecutionDelegate next)
            {
                await next();
                [|context.HttpContext.Session.SetString("seen", "yes")|];
            }
        }

        public class Executed : IResultFilter
        {
            public void OnResultExecuting(ResultExecutingContext context) => context.HttpContext.Session.SetString("seen", "soon");

            public void OnResultExecuted(ResultExecutedContext context)
            {
                [|context.HttpContext.Session.SetString("seen", "yes")|];
            }
        }
        """);

    [Fact]
    public Task A_minimal_API_is_reported_on_the_branch_where_there_was_no_value() => Verify.Analyzer<SessionWriteAfterResponseStarted>(
        """
        var app = WebApplication.Create(args);
        app.MapGet("/", async (HttpContext context) =>
        {
            await context.Response.WriteAsync("hello");
            if (context.Session.GetString("first") is null)
            {
                [|context.Session.SetString("first", "no longer")|];
            }
        });
        app.Run();
        """);

    [Fact]
    public Task A_view_that_is_flushed_before_is_reported() => Verify.Analyzer<SessionWriteAfterResponseStarted>(test => test.AddRazor(
        "Views/Home/Index.cshtml",
        """
        await FlushAsync();
        [|Context.Session.SetString("seen", "yes")|];
        """));

    [Fact]
    public Task A_write_in_a_finally_block_is_reported() => Verified(
        """
            public async Task Index()
            {
                try
                {
                    await Response.WriteAsync("hello");
                }
                finally
                {
                    [|HttpContext.Session.SetString("seen", "yes")|];
                }
            }
        """);

    [Fact]
    public Task A_write_before_the_response_is_not_reported() => Verified(
        """
            public async Task Index()
            {
                HttpContext.Session.SetString("seen", "yes");
                await Response.WriteAsync("hello");
            }
        """);

    [Fact]
    public Task A_second_write_is_not_reported() => Verified(
        """
            public async Task Index()
            {
                HttpContext.Session.SetString("begun", "yes");
                await Response.WriteAsync("hello");
                HttpContext.Session.SetString("done", "yes");
            }
        """);

    [Fact]
    public Task A_write_to_a_session_that_was_found_is_not_reported() => Verified(
        """
            public async Task Index()
            {
                if (HttpContext.Session.GetString("user") is null)
                {
                    Response.StatusCode = 401;
                    return;
                }

                await Response.WriteAsync("hello");
                HttpContext.Session.SetString("seen", "yes");
            }

            public async Task Other()
            {
                var user = HttpContext.Session.GetString("user");
                await Response.WriteAsync("hello");
                if (!string.IsNullOrEmpty(user))
                {
                    HttpContext.Session.SetString("seen", user);
                }
            }
        """);

    [Fact]
    public Task A_branch_that_writes_the_response_and_returns_is_not_reported() => Verified(
        """
            public async Task Index(string? name)
            {
                if (name is null)
                {
                    await Response.WriteAsync("no name");
                    return;
                }

                HttpContext.Session.SetString("name", name);
            }
        """);

    [Fact]
    public Task A_response_that_has_not_started_is_not_reported() => Verify.Analyzer<SessionWriteAfterResponseStarted>(
        """
        var app = WebApplication.Create(args);
        app.Use(async (context, next) =>
        {
            await next(context);
            if (!context.Response.HasStarted)
            {
                context.Session.SetString("last", context.Request.Path);
            }
        });
        app.Use(async (context, next) =>
        {
            await next(context);
            if (context.Response.StatusCode == 404)
            {
                context.Session.SetString("missing", context.Request.Path);
                context.Response.Redirect("/not-found");
            }
        });
        app.Run();
        """);

    [Fact]
    public Task An_action_filter_after_the_action_is_not_reported() => Verify.Analyzer<SessionWriteAfterResponseStarted>(
        """
        using Microsoft.AspNetCore.Mvc.Filters;

        public class Seen : IAsyncActionFilter
        {
            public async Task OnActionExecutionAsync(ActionExecutingContext context, ActionExecutionDelegate next)
            {
                await next();
                context.HttpContext.Session.SetString("seen", "yes");
            }
        }
        """);

    [Fact]
    public Task Middleware_that_writes_before_the_pipeline_is_not_reported() => Verify.Analyzer<SessionWriteAfterResponseStarted>(
        """
        var app = WebApplication.Create(args);
        app.Use(async (context, next) =>
        {
            context.Session.SetString("last", context.Request.Path);
            await next(context);
            context.Session.SetString("done", "yes");
        });
        app.Run();
        """);

    [Fact]
    public Task Middleware_that_writes_on_a_condition_is_not_reported() => Verify.Analyzer<SessionWriteAfterResponseStarted>(
        """
        var app = WebApplication.Create(args);
        app.Use(async (context, next) =>
        {
            try
            {
                await next(context);
            }
            finally
            {
                if (context.Items.ContainsKey("changed"))
                {
                    context.Session.SetString("state", "changed");
                }
            }
        });
        app.Run();
        """);

    [Fact]
    public Task A_handled_exception_is_not_reported() => Verify.Analyzer<SessionWriteAfterResponseStarted>(
        """
        var app = WebApplication.Create(args);
        app.Use(async (context, next) =>
        {
            try
            {
                await next(context);
            }
            catch (Exception exception)
            {
                context.Session.SetString("error", exception.Message);
                context.Response.Redirect("/error");
            }
        });
        app.Run();
        """);

    [Fact]
    public Task A_removal_is_not_reported() => Verified(
        """
            public async Task Index()
            {
                await Response.WriteAsync("bye");
                HttpContext.Session.Remove("user");
            }
        """);

    [Fact]
    public Task Another_stream_is_not_reported() => Verified(
        """
            public async Task<IActionResult> Index(byte[] bytes)
            {
                await using var memory = new MemoryStream();
                await memory.WriteAsync(bytes);
                await memory.FlushAsync();
                HttpContext.Session.SetString("length", "1");
                return File(memory.ToArray(), "image/png");
            }
        """);

    private static Task Verified(string members) => Verify.Analyzer<SessionWriteAfterResponseStarted>(SessionSources.Controller(members));
}
