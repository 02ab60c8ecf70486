using SessionAnalyzers.Tests.Concurrency;
using SessionAnalyzers.Tests.Robustness;
using Xunit;

namespace SessionAnalyzers.Tests.Reliability;

/// <summary>Rules do not know each other; one finding a site all the same.</summary>
public sealed class ArbitrationTests
{
    [Fact]
    public Task Tasks_that_nobody_awaits_are_not_parallel_as_well() => AllRules.Verify(SessionSources.Controller(
        """
            public void Index()
            {
                _ = Task.Run(() => {|SESS3002:HttpContext.Session.SetString("a", "1")|});
                _ = Task.Run(() => {|SESS3002:HttpContext.Session.SetString("b", "2")|});
            }
        """));

    [Fact]
    public Task Tasks_that_are_awaited_together_do_not_outlive_the_request() => AllRules.Verify(SessionSources.Controller(
        """
            public async Task Index()
            {
                await Task.WhenAll(
                    Task.Run(() => {|SESS1005:HttpContext.Session.SetString("a", "1")|}),
                    Task.Run(() => HttpContext.Session.SetString("b", "2")));
            }
        """));

    [Fact]
    public Task An_object_that_is_written_back_is_a_read_modify_write_alone() => AllRules.Verify(SessionSources.Controller(
        """
            public void Add(int id)
            {
                var cart = HttpContext.Session.GetObjectFromJson<Cart>("cart") ?? new Cart();
                cart.Lines.Add(new CartLine { Id = id });
                {|SESS1002:HttpContext.Session.SetObjectAsJson("cart", cart)|};
            }
        """));

    [Fact]
    public Task A_write_after_the_request_is_not_late_in_the_response_as_well() => AllRules.Verify(SessionSources.Controller(
        """
            public async Task Index()
            {
                Response.OnCompleted(async () =>
                {
                    await Response.WriteAsync("bye");
                    {|SESS3002:HttpContext.Session.SetString("done", "yes")|};
                });
                await Response.WriteAsync("hello");
            }
        """));

    [Fact]
    public Task A_write_of_a_stream_that_runs_after_the_request_is_not_long_as_well() => AllRules.Verify(SessionSources.Controller(
        """
            public void Index()
            {
                _ = Task.Run(async () =>
                {
                    while (true)
                    {
                        {|SESS3002:HttpContext.Session.SetString("tick", "yes")|};
                        await Task.Delay(1000);
                    }
                });
            }
        """));
}
