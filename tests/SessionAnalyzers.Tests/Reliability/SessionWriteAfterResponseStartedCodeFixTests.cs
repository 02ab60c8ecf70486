using SessionAnalyzers.Reliability;
using SessionAnalyzers.Tests.Concurrency;
using SessionAnalyzers.Tests.Verification;
using Xunit;

namespace SessionAnalyzers.Tests.Reliability;

public sealed class SessionWriteAfterResponseStartedCodeFixTests
{
    [Fact]
    public Task The_write_moves_before_the_response() => Fixes(
        """
            public async Task Index()
            {
                var visits = HttpContext.Session.GetInt32("visits") ?? 0;

                // Say hello.
                await Response.WriteAsync($"visit {visits}");
                {|SESS3003:HttpContext.Session.SetInt32("visits", visits + 1)|};
            }
        """,
        """
            public async Task Index()
            {
                var visits = HttpContext.Session.GetInt32("visits") ?? 0;

                HttpContext.Session.SetInt32("visits", visits + 1);
                // Say hello.
                await Response.WriteAsync($"visit {visits}");
            }
        """);

    [Fact]
    public Task The_first_of_several_starts_is_passed() => Fixes(
        """
            public async Task Index(string name)
            {
                await Response.WriteAsync("hello ");
                await Response.WriteAsync(name);
                {|SESS3003:HttpContext.Session.SetString("name", name)|};
                await Response.WriteAsync("!");
            }
        """,
        """
            public async Task Index(string name)
            {
                HttpContext.Session.SetString("name", name);
                await Response.WriteAsync("hello ");
                await Response.WriteAsync(name);
                await Response.WriteAsync("!");
            }
        """);

    [Fact]
    public Task A_value_that_comes_of_the_response_stays() => NotFixed(
        """
            public async Task Index(Stream source)
            {
                await Response.StartAsync();
                var length = source.Length;
                {|SESS3003:HttpContext.Session.SetString("length", length.ToString())|};
            }
        """);

    [Fact]
    public Task A_write_after_the_pipeline_stays() => Verify.NoCodeFix<SessionWriteAfterResponseStarted, SessionWriteAfterResponseStartedCodeFix>(
        """
        var app = WebApplication.Create(args);
        app.Use(async (context, next) =>
        {
            await next(context);
            {|SESS3003:context.Session.SetString("last", context.Request.Path)|};
        });
        app.Run();
        """);

    [Fact]
    public Task A_value_that_is_computed_then_stays() => NotFixed(
        """
            public async Task Index()
            {
                await Response.WriteAsync("hello");
                {|SESS3003:HttpContext.Session.SetString("rest", Compute())|};
            }

            private static string Compute() => "";
        """);

    [Fact]
    public Task A_write_in_a_branch_stays() => NotFixed(
        """
            public async Task Index(bool remember)
            {
                await Response.WriteAsync("hello");
                if (remember)
                {
                    {|SESS3003:HttpContext.Session.SetString("seen", "yes")|};
                }
            }
        """);

    [Fact]
    public Task A_value_of_an_object_that_may_be_changed_between_stays() => NotFixed(
        """
            public class Order
            {
                public int Id { get; set; }
            }

            public async Task Index(Order order)
            {
                await Response.WriteAsync("saving");
                await SaveAsync(order);
                {|SESS3003:HttpContext.Session.SetInt32("order", order.Id)|};
            }

            private static Task SaveAsync(Order order)
            {
                order.Id = 1;
                return Task.CompletedTask;
            }
        """);

    [Fact]
    public Task A_field_that_may_be_changed_between_stays() => NotFixed(
        """
            private int _served;

            public async Task Index()
            {
                await Response.WriteAsync("hello");
                Count();
                {|SESS3003:HttpContext.Session.SetInt32("served", _served)|};
            }

            private void Count() => _served++;
        """);

    private static Task NotFixed(string source) => Verify.NoCodeFix<SessionWriteAfterResponseStarted, SessionWriteAfterResponseStartedCodeFix>(SessionSources.Controller(source));

    private static Task Fixes(string source, string fixedSource) =>
        Verify.CodeFix<SessionWriteAfterResponseStarted, SessionWriteAfterResponseStartedCodeFix>(SessionSources.Controller(source), SessionSources.Controller(fixedSource));
}
