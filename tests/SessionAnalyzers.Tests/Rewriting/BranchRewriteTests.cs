using SessionAnalyzers.Concurrency;
using Xunit;

namespace SessionAnalyzers.Tests.Rewriting;

public sealed class BranchRewriteTests
{
    [Fact]
    public Task A_first_write_and_a_change_in_two_branches_are_one_update() => Moves(
        """
        using Microsoft.AspNetCore.Mvc;

        public class HomeController : Controller
        {
            public IActionResult Buy(int id)
            {
                // The first opens it.
                if (SessionJson.GetJson<List<int>>(HttpContext.Session, "cart") == null)
                {
                    List<int> cart = new List<int>();
                    cart.Add(id);
                    SessionJson.SetJson(HttpContext.Session, "cart", cart);
                }
                else
                {
                    List<int> cart = SessionJson.GetJson<List<int>>(HttpContext.Session, "cart")!;

                    // A second one goes behind the first.
                    cart.Add(id);
                    {|SESS1002:SessionJson.SetJson(HttpContext.Session, "cart", cart)|};
                }

                return RedirectToAction("Index");
            }
        }
        """,
        """
        using Microsoft.AspNetCore.Mvc;

        public class HomeController : Controller
        {
            public async Task<IActionResult> Buy(int id)
            {
                // The first opens it.
                await HttpContext.GetSessionState().Value<List<int>>("cart").UpdateAsync(current =>
                {
                    if (current == null)
                    {
                        List<int> cart = new List<int>();
                        cart.Add(id);
                        return cart;
                    }
                    else
                    {
                        List<int> cart = current!;

                        // A second one goes behind the first.
                        cart.Add(id);
                        return cart;
                    }
                });

                return RedirectToAction("Index");
            }
        }
        """,
        Wrapper.SystemTextJson);

    [Fact]
    public Task A_value_read_before_the_branches_goes_in() => Moves(
        """
        using Microsoft.AspNetCore.Mvc;

        public class HomeController : Controller
        {
            public void Visit(string page)
            {
                var trail = HttpContext.Session.GetString("trail");
                if (trail == null)
                {
                    HttpContext.Session.SetString("trail", page);
                }
                else if (trail.Length > 100)
                {
                    {|SESS1002:HttpContext.Session.SetString("trail", trail.Substring(50) + page)|};
                }
                else
                {
                    {|SESS1002:HttpContext.Session.SetString("trail", trail + page)|};
                }
            }
        }
        """,
        """
        using Microsoft.AspNetCore.Mvc;

        public class HomeController : Controller
        {
            public async Task Visit(string page)
            {
                await HttpContext.GetSessionState().Value<string>("trail").UpdateAsync(trail =>
                {
                    if (trail == null)
                    {
                        return page;
                    }
                    else if (trail.Length > 100)
                    {
                        return trail.Substring(50) + page;
                    }
                    else
                    {
                        return trail + page;
                    }
                });
            }
        }
        """);

    [Fact]
    public Task A_branch_that_writes_nothing_would_write_what_was_read() => Stays(
        """
        using Microsoft.AspNetCore.Mvc;

        public class HomeController : Controller
        {
            public void Visit(string page)
            {
                var trail = HttpContext.Session.GetString("trail");
                if (trail == null)
                {
                    HttpContext.Session.SetString("trail", page);
                }
                else if (trail.Length < 100)
                {
                    {|SESS1002:HttpContext.Session.SetString("trail", trail + page)|};
                }
            }
        }
        """);

    [Fact]
    public Task A_branch_that_reaches_outside_cannot_run_again() => Stays(
        """
        using Microsoft.AspNetCore.Mvc;

        public class HomeController : Controller
        {
            public void Visit(string page)
            {
                var trail = HttpContext.Session.GetString("trail");
                if (trail == null)
                {
                    HttpContext.Session.SetString("trail", page);
                }
                else
                {
                    System.IO.File.AppendAllText("trail", page);
                    {|SESS1002:HttpContext.Session.SetString("trail", trail + page)|};
                }
            }
        }
        """);

    private static Task Moves(string source, string fixedSource, params string[] others) =>
        MoveKey.Moves<ReadModifyWrite, ReadModifyWriteCodeFix>(source, fixedSource, others);

    private static Task Stays(string source, params string[] others) =>
        MoveKey.Stays<ReadModifyWrite, ReadModifyWriteCodeFix>(source, others);
}
