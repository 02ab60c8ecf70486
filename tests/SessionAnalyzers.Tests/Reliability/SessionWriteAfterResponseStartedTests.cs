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

    [Theory]
    [InlineData("await Response.WriteAsync(\"hello\"); {0}", "Response.WriteAsync")]
    [InlineData("await Response.WriteAsJsonAsync(new Cart()); {0}", "Response.WriteAsJsonAsync")]
    [InlineData("await Response.CompleteAsync(); {0}", "Response.CompleteAsync")]
    [InlineData("await Response.SendFileAsync(\"a.txt\"); {0}", "Response.SendFileAsync")]
    [InlineData("await Response.Body.FlushAsync(); {0}", "a write to the response's body")]
    [InlineData("((Stream)Response.Body).WriteByte(1); {0}", "a write to the response's body")]
    [InlineData("var writer = Response.BodyWriter; await writer.FlushAsync(); {0}", "a write to the response's body")]
    [InlineData("await System.Text.Json.JsonSerializer.SerializeAsync(Response.Body, new Cart()); {0}", "a write to the response's body")]
    [InlineData("Stream.Null.CopyTo(Response.Body); {0}", "a write to the response's body")]
    [InlineData("await SendAsync(HttpContext.Response); {0}", "'SendAsync'")]
    [InlineData("await SendTwiceAsync(HttpContext.Response); {0}", "'SendTwiceAsync'")]
    [InlineData("await AnswerAsync(this.HttpContext); {0}", "'AnswerAsync'")]
    [InlineData("await Response.WriteAsync(\"hello\"); await Response.CompleteAsync(); {0}", "Response.WriteAsync")]
    [InlineData("if (name.Length > 3) {{ await Response.CompleteAsync(); }} else {{ await Response.StartAsync(); }} {0}", "Response.CompleteAsync")]
    [InlineData("if (name.Length > 3) {{ await Response.StartAsync(); }} {0}", "Response.StartAsync")]
    [InlineData("await Response.StartAsync(); if (name.Length > 3) {{ {0} }}", "Response.StartAsync")]
    [InlineData("await Late(); async Task Late() {{ await Response.StartAsync(); {0} }}", "Response.StartAsync")]
    [InlineData("Func<Task> late = async () => {{ await Response.StartAsync(); {0} }}; await late();", "Response.StartAsync")]
    [InlineData("Func<Task> late = async () => {{ async Task Later() {{ await Response.StartAsync(); {0} }} await Later(); }}; await late();", "Response.StartAsync")]
    public Task What_started_the_response_is_named(string statements, string start) => Verify.Analyzer<SessionWriteAfterResponseStarted>(
        SessionSources.Controller(
            $$"""
                public async Task Index(string name)
                {
                    await Task.Yield();
                    {{string.Format(null, statements, "{|#0:HttpContext.Session.SetString(\"a\", name)|};")}}
                }

                private static Task SendAsync(HttpResponse response) => response.WriteAsync("hello");

                private static async Task SendTwiceAsync(HttpResponse response)
                {
                    await SendAsync(response);
                    await SendAsync(response);
                }

                private static Task AnswerAsync(HttpContext context)
                {
                    return context.Response.WriteAsync("hello");
                }
            """),
        Verify.Diagnostic("SESS3003").WithLocation(0).WithArguments("a", start));

    [Theory]
    [InlineData("if (HttpContext.Session.GetString(\"a\") == null) { [|HttpContext.Session.SetString(\"a\", name)|]; }")]
    [InlineData("if (HttpContext.Session.GetString(\"a\") is null) { [|HttpContext.Session.SetString(\"a\", name)|]; }")]
    [InlineData("if (HttpContext.Session.GetString(\"a\") != null) { return; } [|HttpContext.Session.SetString(\"a\", name)|];")]
    [InlineData("if (HttpContext.Session.GetString(\"a\") is { } known) { return; } [|HttpContext.Session.SetString(\"a\", name)|];")]
    [InlineData("if (string.IsNullOrEmpty(HttpContext.Session.GetString(\"a\"))) { [|HttpContext.Session.SetString(\"a\", name)|]; }")]
    [InlineData("if (string.IsNullOrWhiteSpace(HttpContext.Session.GetString(\"a\"))) { [|HttpContext.Session.SetString(\"a\", name)|]; }")]
    [InlineData("if (!HttpContext.Session.TryGetValue(\"a\", out _)) { [|HttpContext.Session.SetString(\"a\", name)|]; }")]
    [InlineData("if (!HttpContext.Session.GetInt32(\"a\").HasValue) { [|HttpContext.Session.SetString(\"a\", name)|]; }")]
    [InlineData("if (!HttpContext.Session.Keys.Contains(\"a\")) { [|HttpContext.Session.SetString(\"a\", name)|]; }")]
    [InlineData("var known = HttpContext.Session.GetString(\"a\"); if (known == null) { [|HttpContext.Session.SetString(\"a\", name)|]; }")]
    [InlineData("HttpContext.Session.TryGetValue(\"a\", out var known); if (known == null) { [|HttpContext.Session.SetString(\"a\", name)|]; }")]
    [InlineData("if (name == null) { [|HttpContext.Session.SetString(\"a\", \"\")|]; }")]
    [InlineData("if (new System.Net.Http.HttpResponseMessage().StatusCode == System.Net.HttpStatusCode.OK) { [|HttpContext.Session.SetString(\"a\", name)|]; }")]
    [InlineData("if (name.Length > 3 && HttpContext.Session.GetString(\"a\") != null) { HttpContext.Session.SetString(\"b\", name); } [|HttpContext.Session.SetString(\"a\", name)|];")]
    public Task A_write_where_nothing_was_read_is_reported(string statements) => AfterStart(statements);

    [Theory]
    [InlineData("if (HttpContext.Session.GetString(\"a\") != null) { HttpContext.Session.SetString(\"a\", name); }")]
    [InlineData("if (HttpContext.Session.GetString(\"a\") is not null) { HttpContext.Session.SetString(\"a\", name); }")]
    [InlineData("if (HttpContext.Session.GetString(\"a\") is { } known) { HttpContext.Session.SetString(\"a\", known); }")]
    [InlineData("if (HttpContext.Session.GetString(\"a\") == null) { return; } HttpContext.Session.SetString(\"a\", name);")]
    [InlineData("if (!string.IsNullOrEmpty(HttpContext.Session.GetString(\"a\"))) { HttpContext.Session.SetString(\"a\", name); }")]
    [InlineData("if (string.IsNullOrWhiteSpace(HttpContext.Session.GetString(\"a\"))) { return; } HttpContext.Session.SetString(\"a\", name);")]
    [InlineData("if (HttpContext.Session.TryGetValue(\"a\", out _)) { HttpContext.Session.SetString(\"a\", name); }")]
    [InlineData("if (HttpContext.Session.GetInt32(\"a\").HasValue) { HttpContext.Session.SetString(\"a\", name); }")]
    [InlineData("if (HttpContext.Session.GetInt32(\"a\") > 3) { HttpContext.Session.SetString(\"a\", name); }")]
    [InlineData("if (HttpContext.Session.Keys.Contains(\"a\")) { HttpContext.Session.SetString(\"a\", name); }")]
    [InlineData("HttpContext.Session.TryGetValue(\"a\", out var known); if (known != null) { HttpContext.Session.SetString(\"a\", name); }")]
    [InlineData("if (!Response.HasStarted) { HttpContext.Session.SetString(\"a\", name); }")]
    [InlineData("if (Response.StatusCode == 404) { HttpContext.Session.SetString(\"a\", name); }")]
    public Task A_write_where_something_was_read_is_not_reported(string statements) => AfterStart(statements);

    [Theory]
    [InlineData("await Response.Body.CopyToAsync(Stream.Null);")]
    [InlineData("var body = Request.Body; await body.FlushAsync();")]
    [InlineData("await Perhaps(Response, name); Measure(Response.Body);")]
    [InlineData("await Circle(Response);")]
    [InlineData("Response.OnStarting(() => Task.CompletedTask);")]
    [InlineData("await Perhaps(Response, name);")]
    [InlineData("await Unless(Response, name);")]
    [InlineData("await Each(Response, name);")]
    [InlineData("await Caught(Response);")]
    [InlineData("await Chosen(Response, name);")]
    [InlineData("await Cased(Response, name);")]
    [InlineData("await Optional(Response);")]
    [InlineData("await Deferred(Response)();")]
    [InlineData("Nested(Response);")]
    [InlineData("await Virtual(Response);")]
    public Task Code_that_may_not_start_the_response_is_not_reported(string statements) => Verified(
        $$"""
            public async Task Index(string name)
            {
                await Task.Yield();
                {{statements}}
                HttpContext.Session.SetString("a", name);
            }

            private static Task Circle(HttpResponse response) => Circle(response);

            private static void Measure(Stream stream) => Console.WriteLine(stream.CanSeek);

            private static async Task Perhaps(HttpResponse response, string name)
            {
                if (name.Length > 3)
                {
                    await response.WriteAsync(name);
                }
            }

            private static async Task Unless(HttpResponse response, string name)
            {
                if (name.Length > 3)
                {
                    return;
                }

                await response.WriteAsync(name);
            }

            private static async Task Each(HttpResponse response, string name)
            {
                foreach (var letter in name)
                {
                    await response.WriteAsync(letter.ToString());
                }
            }

            private static async Task Caught(HttpResponse response)
            {
                try
                {
                    Console.WriteLine();
                }
                catch (InvalidOperationException)
                {
                    await response.WriteAsync("failed");
                }
            }

            private static Task Chosen(HttpResponse response, string name) => name switch
            {
                "a" => response.WriteAsync(name),
                _ => Task.CompletedTask,
            };

            private static async Task Cased(HttpResponse response, string name)
            {
                switch (name)
                {
                    case "a":
                        await response.WriteAsync(name);
                        break;
                }
            }

            private static async Task Optional(HttpResponse? response) => await (response?.WriteAsync("a") ?? Task.CompletedTask);

            private static Func<Task> Deferred(HttpResponse response) => () => response.WriteAsync("a");

            private static void Nested(HttpResponse response)
            {
                Task Later() => response.WriteAsync("a");
            }

            protected virtual Task Virtual(HttpResponse response) => Task.CompletedTask;
        """);

    [Fact]
    public Task A_resource_filter_that_writes_after_the_resource_is_reported() => Verify.Analyzer<SessionWriteAfterResponseStarted>(
        """
        using Microsoft.AspNetCore.Mvc.Filters;

        public class Seen : IAsyncResourceFilter
        {
            public async Task OnResourceExecutionAsync(ResourceExecutingContext context, ResourceExecutionDelegate next)
            {
                await next();
                {|#0:context.HttpContext.Session.SetString("seen", "yes")|};
            }
        }

        public class Executed : IResultFilter
        {
            public void OnResultExecuting(ResultExecutingContext context)
            {
            }

            public void OnResultExecuted(ResultExecutedContext context) => {|#1:context.HttpContext.Session.SetString("seen", "yes")|};

            public void OnResultExecuted(ResultExecutedContext context, bool isNew)
            {
                if (isNew)
                {
                    context.HttpContext.Session.SetString("seen", "yes");
                }
            }

            public static void OnResultExecuted(HttpContext context) => context.Session.SetString("seen", "yes");
        }

        public class Last(RequestDelegate next)
        {
            public async Task InvokeAsync(HttpContext context)
            {
                await next(context);
                {|#2:context.Session.SetString("seen", "yes")|};
            }

            public async Task Invoke(HttpContext context, Func<Task> next)
            {
                await next();
                {|#3:context.Session.SetString("seen", "yes")|};
            }

            public async Task Save(HttpContext context, Func<Task> save)
            {
                await save();
                context.Session.SetString("seen", "yes");
            }

            public void Count(HttpContext context, Func<int> next)
            {
                context.Session.SetInt32("count", next());
            }
        }
        """,
        Verify.Diagnostic("SESS3003").WithLocation(0).WithArguments("seen", "the result"),
        Verify.Diagnostic("SESS3003").WithLocation(1).WithArguments("seen", "the result"),
        Verify.Diagnostic("SESS3003").WithLocation(2).WithArguments("seen", "the rest of the pipeline"),
        Verify.Diagnostic("SESS3003").WithLocation(3).WithArguments("seen", "the rest of the pipeline"));

    private static Task AfterStart(string statements) => Verified(
        $$"""
            public async Task Index(string name)
            {
                await Response.WriteAsync("hello");
                {{statements}}
            }
        """);

    private static Task Verified(string members) => Verify.Analyzer<SessionWriteAfterResponseStarted>(SessionSources.Controller(members));
}
