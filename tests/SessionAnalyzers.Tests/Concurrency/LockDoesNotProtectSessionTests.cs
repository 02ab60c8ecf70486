using SessionAnalyzers.Concurrency;
using SessionAnalyzers.Tests.Verification;
using Xunit;

namespace SessionAnalyzers.Tests.Concurrency;

public sealed class LockDoesNotProtectSessionTests
{
    [Fact]
    public Task A_lock_statement_is_reported() => Verify.Analyzer<LockDoesNotProtectSession>(
        SessionSources.Controller(
            """
                private static readonly object Gate = new();

                public void Index()
                {
                    lock (Gate)
                    {
                        var n = {|#1:HttpContext.Session.GetInt32("n")|} ?? 0;
                        {|#0:HttpContext.Session.SetInt32("n", n + 1)|};
                    }
                }
            """),
        Verify.Diagnostic("SESS1004").WithLocation(0).WithAdditionalLocation(1).WithArguments("n"));

    [Fact]
    public Task A_lock_on_a_Lock_is_reported() => Reported(
        """
            private static readonly Lock Gate = new();

            public void Index()
            {
                lock (Gate)
                {
                    [|HttpContext.Session.SetInt32("n", (HttpContext.Session.GetInt32("n") ?? 0) + 1)|];
                }
            }
        """);

    [Fact]
    public Task A_Lock_scope_is_reported() => Reported(
        """
            private static readonly Lock Gate = new();

            public void Index()
            {
                using (Gate.EnterScope())
                {
                    [|HttpContext.Session.SetInt32("n", (HttpContext.Session.GetInt32("n") ?? 0) + 1)|];
                }
            }
        """);

    [Fact]
    public Task Monitor_is_reported() => Reported(
        """
            private static readonly object Gate = new();

            public void Index()
            {
                Monitor.Enter(Gate);
                try
                {
                    [|HttpContext.Session.SetInt32("n", (HttpContext.Session.GetInt32("n") ?? 0) + 1)|];
                }
                finally
                {
                    Monitor.Exit(Gate);
                }
            }
        """);

    [Fact]
    public Task A_semaphore_across_an_await_is_reported() => Reported(
        """
            private static readonly SemaphoreSlim Gate = new(1, 1);

            public async Task Add(int id)
            {
                await Gate.WaitAsync();
                try
                {
                    var cart = HttpContext.Session.GetObjectFromJson<Cart>("cart") ?? new Cart();
                    await Task.Yield();
                    cart.Lines.Add(new CartLine { Id = id });
                    [|HttpContext.Session.SetObjectAsJson("cart", cart)|];
                }
                finally
                {
                    Gate.Release();
                }
            }
        """);

    [Fact]
    public Task A_load_without_a_commit_inside_is_reported() => Reported(
        """
            private static readonly SemaphoreSlim Gate = new(1, 1);

            public async Task Index()
            {
                await Gate.WaitAsync();
                try
                {
                    await HttpContext.Session.LoadAsync();
                    [|HttpContext.Session.SetInt32("n", (HttpContext.Session.GetInt32("n") ?? 0) + 1)|];
                }
                finally
                {
                    Gate.Release();
                }
            }
        """);

    [Fact]
    public Task A_commit_after_the_release_is_reported() => Reported(
        """
            private static readonly SemaphoreSlim Gate = new(1, 1);

            public async Task Index()
            {
                await Gate.WaitAsync();
                await HttpContext.Session.LoadAsync();
                [|HttpContext.Session.SetInt32("n", (HttpContext.Session.GetInt32("n") ?? 0) + 1)|];
                Gate.Release();
                await HttpContext.Session.CommitAsync();
            }
        """);

    [Fact]
    public Task A_commit_under_the_next_lock_comes_too_late() => Reported(
        """
            private static readonly SemaphoreSlim First = new(1, 1);
            private static readonly SemaphoreSlim Second = new(1, 1);

            public async Task Index()
            {
                await First.WaitAsync();
                await HttpContext.Session.LoadAsync();
                [|HttpContext.Session.SetInt32("n", (HttpContext.Session.GetInt32("n") ?? 0) + 1)|];
                First.Release();
                await Second.WaitAsync();
                await HttpContext.Session.CommitAsync();
                Second.Release();
            }
        """);

    [Fact]
    public Task A_session_access_before_the_lock_makes_the_load_inside_useless() => Reported(
        """
            private static readonly SemaphoreSlim Gate = new(1, 1);

            public async Task Index()
            {
                var id = HttpContext.Session.Id;
                await Gate.WaitAsync();
                try
                {
                    await HttpContext.Session.LoadAsync();
                    [|HttpContext.Session.SetInt32("n", (HttpContext.Session.GetInt32("n") ?? 0) + 1)|];
                    await HttpContext.Session.CommitAsync();
                }
                finally
                {
                    Gate.Release();
                }
            }
        """);

    [Fact]
    public Task Helpers_and_properties_under_a_lock_are_reported() => Reported(
        """
            private static readonly object Gate = new();

            private int Visits
            {
                get => HttpContext.Session.GetInt32("visits") ?? 0;
                set => HttpContext.Session.SetInt32("visits", value);
            }

            public void Index()
            {
                lock (Gate)
                {
                    [|Visits|]++;
                }
            }
        """);

    [Fact]
    public Task A_lock_in_a_minimal_API_lambda_is_reported() => Verify.Analyzer<LockDoesNotProtectSession>(
        """
        var gate = new object();
        var app = WebApplication.Create(args);
        app.MapPost("/visits", (HttpContext context) =>
        {
            lock (gate)
            {
                [|context.Session.SetInt32("visits", (context.Session.GetInt32("visits") ?? 0) + 1)|];
            }
        });
        app.Run();
        """);

    [Fact]
    public Task A_lock_in_a_Razor_Page_is_reported() => Verify.Analyzer<LockDoesNotProtectSession>(
        """
        using Microsoft.AspNetCore.Mvc.RazorPages;

        public class IndexModel : PageModel
        {
            private static readonly object Gate = new();

            public void OnPost()
            {
                lock (Gate)
                {
                    var n = HttpContext.Session.GetInt32("n") ?? 0;
                    [|HttpContext.Session.SetInt32("n", n + 1)|];
                }
            }
        }
        """);

    [Fact]
    public Task Load_and_commit_inside_the_lock_are_not_reported() => NotReported(
        """
            private static readonly SemaphoreSlim Gate = new(1, 1);

            public async Task Index()
            {
                await Gate.WaitAsync();
                try
                {
                    await HttpContext.Session.LoadAsync();
                    HttpContext.Session.SetInt32("n", (HttpContext.Session.GetInt32("n") ?? 0) + 1);
                    await HttpContext.Session.CommitAsync();
                }
                finally
                {
                    Gate.Release();
                }
            }
        """);

    [Fact]
    public async Task Load_and_commit_inside_the_lock_are_reported_by_no_other_rule()
    {
        var source = SessionSources.Controller(
            """
                private static readonly SemaphoreSlim Gate = new(1, 1);

                public async Task Index()
                {
                    await Gate.WaitAsync();
                    try
                    {
                        await HttpContext.Session.LoadAsync();
                        var n = HttpContext.Session.GetInt32("n") ?? 0;
                        await Task.Yield();
                        HttpContext.Session.SetInt32("n", n + 1);
                        await HttpContext.Session.CommitAsync();
                    }
                    finally
                    {
                        Gate.Release();
                    }
                }
            """);
        await Verify.Analyzer<ReadModifyWrite>(source);
        await Verify.Analyzer<ReadModifyWriteAcrossAwait>(source);
    }

    [Fact]
    public Task A_lock_around_the_write_alone_is_left_to_SESS1002() => NotReported(
        """
            private static readonly object Gate = new();

            public void Index()
            {
                var n = HttpContext.Session.GetInt32("n") ?? 0;
                lock (Gate)
                {
                    HttpContext.Session.SetInt32("n", n + 1);
                }
            }
        """);

    [Fact]
    public Task A_lock_around_other_state_is_not_reported() => NotReported(
        """
            private static readonly object Gate = new();
            private static int _total;

            public void Index()
            {
                lock (Gate)
                {
                    _total += HttpContext.Session.GetInt32("n") ?? 0;
                }
            }
        """);

    [Fact]
    public Task Set_only_under_a_lock_is_not_reported() => NotReported(
        """
            private static readonly object Gate = new();

            public void Index(int n)
            {
                lock (Gate)
                {
                    HttpContext.Session.SetInt32("n", n);
                }
            }
        """);

    [Fact]
    public Task A_lock_released_before_the_session_is_used_is_not_reported() => NotReported(
        """
            private static readonly object Gate = new();
            private static int _requests;

            public void Index()
            {
                lock (Gate)
                {
                    _requests++;
                }

                HttpContext.Session.SetInt32("n", (HttpContext.Session.GetInt32("n") ?? 0) + 1);
            }
        """);

    [Theory]
    [InlineData("object Gate = new()", "Monitor.Enter(Gate)", "Monitor.Exit(Gate)")]
    [InlineData("object Gate = new()", "Monitor.TryEnter(Gate)", "Monitor.Exit(Gate)")]
    [InlineData("Lock Gate = new()", "Gate.Enter()", "Gate.Exit()")]
    [InlineData("Lock Gate = new()", "Gate.TryEnter()", "Gate.Exit()")]
    [InlineData("Lock Gate = new()", "var scope = Gate.EnterScope()", "scope.Dispose()")]
    [InlineData("SemaphoreSlim Gate = new(1, 1)", "Gate.Wait()", "Gate.Release()")]
    [InlineData("SemaphoreSlim Gate = new(1, 1)", "await Gate.WaitAsync()", "Gate.Release()")]
    [InlineData("Mutex Gate = new()", "Gate.WaitOne()", "Gate.ReleaseMutex()")]
    public Task A_lock_may_be_taken_and_released_by_calls(string gate, string acquire, string release) => Reported(
        $$"""
            private static readonly {{gate}};

            public async Task Inside()
            {
                {{acquire}};
                [|HttpContext.Session.SetInt32("n", (HttpContext.Session.GetInt32("n") ?? 0) + 1)|];
                {{release}};
                await Task.Yield();
            }

            public async Task After()
            {
                {{acquire}};
                {{release}};
                HttpContext.Session.SetInt32("n", (HttpContext.Session.GetInt32("n") ?? 0) + 1);
                await Task.Yield();
            }
        """);

    [Theory]
    [InlineData("AutoResetEvent Gate = new(true)", "Gate.WaitOne()")]
    [InlineData("Door Gate = new()", "Gate.Enter()")]
    [InlineData("Door Gate = new()", "Gate.Wait()")]
    [InlineData("Door Gate = new()", "Gate.WaitOne()")]
    [InlineData("object Gate = new()", "Monitor.Pulse(Gate)")]
    [InlineData("Lock Gate = new()", "_ = Gate.IsHeldByCurrentThread")]
    [InlineData("SemaphoreSlim Gate = new(1, 1)", "Gate.Dispose()")]
    [InlineData("Mutex Gate = new()", "Gate.Close()")]
    public Task What_is_no_lock_protects_nothing_and_is_not_reported(string gate, string call) => NotReported(
        $$"""
            private static readonly {{gate}};

            public void Run()
            {
                {{call}};
                HttpContext.Session.SetInt32("n", (HttpContext.Session.GetInt32("n") ?? 0) + 1);
            }

            private sealed class Door { public void Enter() { } public void Wait() { } public void WaitOne() { } }
        """);

    [Theory]
    [InlineData("Monitor.Pulse(Gate)")]
    [InlineData("SemaphoreSlim.Dispose()")]
    [InlineData("Mutex.TryOpenExisting(\"a\", out _)")]
    [InlineData("Door.Exit()")]
    [InlineData("Door.Release()")]
    [InlineData("Door.ReleaseMutex()")]
    [InlineData("Door.Dispose()")]
    public Task What_releases_no_lock_leaves_it_held(string call) => Reported(
        $$"""
            private static readonly object Gate = new();
            private static readonly SemaphoreSlim SemaphoreSlim = new(1, 1);
            private static readonly Handle Door = new();

            public void Run()
            {
                Monitor.Enter(Gate);
                {{call}};
                [|HttpContext.Session.SetInt32("n", (HttpContext.Session.GetInt32("n") ?? 0) + 1)|];
                Monitor.Exit(Gate);
            }

            private sealed class Handle { public void Exit() { } public void Release() { } public void ReleaseMutex() { } public void Dispose() { } }
        """);

    [Theory]
    [InlineData("_ = HttpContext.Session.GetInt32(\"other\")")]
    [InlineData("HttpContext.Session.SetInt32(\"other\", 1)")]
    [InlineData("HttpContext.Session.Remove(\"other\")")]
    [InlineData("HttpContext.Session.Clear()")]
    [InlineData("_ = HttpContext.Session.Keys")]
    [InlineData("_ = HttpContext.Session.IsAvailable")]
    [InlineData("await HttpContext.Session.LoadAsync()")]
    [InlineData("Helper()")]
    public Task Any_access_before_the_lock_makes_the_load_inside_useless(string access) => Reported(
        $$"""
            private static readonly SemaphoreSlim Gate = new(1, 1);

            public async Task Index()
            {
                {{access}};
                await Gate.WaitAsync();
                await HttpContext.Session.LoadAsync();
                [|HttpContext.Session.SetInt32("n", (HttpContext.Session.GetInt32("n") ?? 0) + 1)|];
                await HttpContext.Session.CommitAsync();
                Gate.Release();
            }

            private void Helper() => HttpContext.Session.Remove("other");
        """);

    [Fact]
    public Task What_is_released_is_what_was_acquired_last() => NotReported(
        """
            private static readonly SemaphoreSlim Outer = new(1, 1);
            private static readonly SemaphoreSlim Inner = new(1, 1);

            public async Task Run()
            {
                await Outer.WaitAsync();
                await HttpContext.Session.LoadAsync();
                await Inner.WaitAsync();
                Inner.Release();
                HttpContext.Session.SetInt32("n", (HttpContext.Session.GetInt32("n") ?? 0) + 1);
                await HttpContext.Session.CommitAsync();
                Outer.Release();
            }
        """);

    [Fact]
    public Task A_load_under_the_inner_lock_does_nothing_for_the_outer_one() => Reported(
        """
            private static readonly SemaphoreSlim Outer = new(1, 1);
            private static readonly SemaphoreSlim Inner = new(1, 1);

            public async Task Run()
            {
                await Outer.WaitAsync();
                var n = HttpContext.Session.GetInt32("n") ?? 0;
                await Inner.WaitAsync();
                await HttpContext.Session.LoadAsync();
                Inner.Release();
                [|HttpContext.Session.SetInt32("n", n + 1)|];
                await HttpContext.Session.CommitAsync();
                Outer.Release();
            }
        """);

    [Fact]
    public Task A_lock_that_is_held_on_one_way_only_is_not_held() => NotReported(
        """
            private static readonly SemaphoreSlim Gate = new(1, 1);

            public void Run(bool locks)
            {
                if (locks)
                {
                    Gate.Wait();
                }

                HttpContext.Session.SetInt32("n", (HttpContext.Session.GetInt32("n") ?? 0) + 1);
            }
        """);

    [Fact]
    public Task A_load_on_one_way_only_does_not_protect() => Reported(
        """
            private static readonly SemaphoreSlim Gate = new(1, 1);

            public async Task Run(bool loads)
            {
                await Gate.WaitAsync();
                if (loads)
                {
                    await HttpContext.Session.LoadAsync();
                }

                [|HttpContext.Session.SetInt32("n", (HttpContext.Session.GetInt32("n") ?? 0) + 1)|];
                await HttpContext.Session.CommitAsync();
                Gate.Release();
            }
        """);

    private static Task Reported(string members) => Verify.Analyzer<LockDoesNotProtectSession>(SessionSources.Controller(members));

    private static Task NotReported(string members) => Verify.Analyzer<LockDoesNotProtectSession>(SessionSources.Controller(members));
}
