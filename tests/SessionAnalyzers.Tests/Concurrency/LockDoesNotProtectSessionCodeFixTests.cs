using SessionAnalyzers.Concurrency;
using SessionAnalyzers.Tests.Rewriting;
using Xunit;

namespace SessionAnalyzers.Tests.Concurrency;

public sealed class LockDoesNotProtectSessionCodeFixTests
{
    [Fact]
    public Task A_lock_around_nothing_else_goes() => Moves(
        """
        using Microsoft.AspNetCore.Mvc;

        public class HomeController : Controller
        {
            private static readonly object Gate = new();

            public IActionResult Send(int id)
            {
                // Two clicks must not overwrite each other.
                lock (Gate)
                {
                    // All of them.
                    var samples = HttpContext.Session.GetJson<List<int>>("samples") ?? new List<int>();
                    samples.RemoveAll(s => s == id);
                    {|SESS1004:HttpContext.Session.SetJson("samples", samples)|};
                }

                return Ok();
            }
        }
        """,
        """
        using Microsoft.AspNetCore.Mvc;

        public class HomeController : Controller
        {
            private static readonly object Gate = new();

            public async Task<IActionResult> Send(int id)
            {
                // Two clicks must not overwrite each other.
                // All of them.
                await HttpContext.GetSessionState().Value<List<int>>("samples").UpdateAsync(samples =>
                {
                    samples ??= new List<int>();
                    samples.RemoveAll(s => s == id);
                    return samples;
                });

                return Ok();
            }
        }
        """,
        Wrapper.SystemTextJson);

    [Fact]
    public Task A_counter_needs_no_lock() => Moves(
        """
        using Microsoft.AspNetCore.Mvc;

        public class HomeController : Controller
        {
            private static readonly object Gate = new();

            public void Visit()
            {
                lock (Gate)
                {
                    var visits = HttpContext.Session.GetInt32("visits") ?? 0;
                    {|SESS1004:HttpContext.Session.SetInt32("visits", visits + 1)|};
                }
            }
        }
        """,
        """
        using Microsoft.AspNetCore.Mvc;

        public class HomeController : Controller
        {
            private static readonly object Gate = new();

            public async Task Visit()
            {
                await HttpContext.GetSessionState().Counter("visits").IncrementAsync();
            }
        }
        """);

    [Fact]
    public Task A_lock_that_protects_something_else_too_stays() => Stays(
        """
        using Microsoft.AspNetCore.Mvc;

        public class HomeController : Controller
        {
            private static readonly object Gate = new();
            private static int s_all;

            public void Visit()
            {
                lock (Gate)
                {
                    s_all++;
                    var visits = HttpContext.Session.GetInt32("visits") ?? 0;
                    {|SESS1004:HttpContext.Session.SetInt32("visits", visits + 1)|};
                }
            }
        }
        """);

    [Fact]
    public Task A_semaphore_is_not_taken_apart() => Stays(
        """
        using Microsoft.AspNetCore.Mvc;

        public class HomeController : Controller
        {
            private static readonly System.Threading.SemaphoreSlim Gate = new(1);

            public async Task Visit()
            {
                await Gate.WaitAsync();
                try
                {
                    var visits = HttpContext.Session.GetInt32("visits") ?? 0;
                    {|SESS1004:HttpContext.Session.SetInt32("visits", visits + 1)|};
                }
                finally
                {
                    Gate.Release();
                }
            }
        }
        """);

    private static Task Moves(string source, string fixedSource, params string[] others) =>
        MoveKey.Moves<LockDoesNotProtectSession, LockDoesNotProtectSessionCodeFix>(source, fixedSource, others);

    private static Task Stays(string source, params string[] others) =>
        MoveKey.Stays<LockDoesNotProtectSession, LockDoesNotProtectSessionCodeFix>(source, others);
}
