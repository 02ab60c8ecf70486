using SessionAnalyzers.Security;
using SessionAnalyzers.Tests.Verification;
using Xunit;

namespace SessionAnalyzers.Tests.Security;

public sealed class SessionNotEndedAtSignOutCodeFixTests
{
    [Fact]
    public Task The_removal_of_keys_becomes_Clear() => Clears(
        """
        using Microsoft.AspNetCore.Mvc;

        public class AccountController : Controller
        {
            public IActionResult Logout()
            {
                // Good bye.
                {|SESS2002:HttpContext.Session.Remove("UserId")|};
                HttpContext.Session.Remove("Role");
                return RedirectToAction("Index");
            }
        }
        """,
        """
        using Microsoft.AspNetCore.Mvc;

        public class AccountController : Controller
        {
            public IActionResult Logout()
            {
                // Good bye.
                HttpContext.Session.Clear();
                return RedirectToAction("Index");
            }
        }
        """);

    [Fact]
    public Task Clear_comes_before_the_sign_out() => Clears(
        """
        using Microsoft.AspNetCore.Authentication;
        using Microsoft.AspNetCore.Mvc;

        public class AccountController : Controller
        {
            public async Task<IActionResult> Logout()
            {
                HttpContext.Session.SetString("seen", "yes");

                await {|SESS2002:HttpContext.SignOutAsync()|};
                return RedirectToAction("Index");
            }
        }
        """,
        """
        using Microsoft.AspNetCore.Authentication;
        using Microsoft.AspNetCore.Mvc;

        public class AccountController : Controller
        {
            public async Task<IActionResult> Logout()
            {
                HttpContext.Session.SetString("seen", "yes");

                HttpContext.Session.Clear();
                await HttpContext.SignOutAsync();
                return RedirectToAction("Index");
            }
        }
        """);

    [Fact]
    public Task Clear_comes_before_the_result_that_signs_out() => Clears(
        """
        using Microsoft.AspNetCore.Mvc;

        public class AccountController : Controller
        {
            public void Visit() => HttpContext.Session.SetString("seen", "yes");

            public IActionResult Leave()
            {
                return {|SESS2002:SignOut("Cookies", "OpenIdConnect")|};
            }

            public IActionResult LeaveAll() => {|SESS2002:new SignOutResult(new[] { "Cookies" })|};
        }
        """,
        """
        using Microsoft.AspNetCore.Mvc;

        public class AccountController : Controller
        {
            public void Visit() => HttpContext.Session.SetString("seen", "yes");

            public IActionResult Leave()
            {
                HttpContext.Session.Clear();
                return SignOut("Cookies", "OpenIdConnect");
            }

            public IActionResult LeaveAll()
            {
                HttpContext.Session.Clear();
                return new SignOutResult(new[] { "Cookies" });
            }
        }
        """);

    [Fact]
    public Task A_sentinel_is_written_to_an_empty_session() => Clears(
        """
        using Microsoft.AspNetCore.Mvc;

        public class AccountController : Controller
        {
            public IActionResult Logout()
            {
                if (HttpContext.Session.IsAvailable)
                    {|SESS2002:HttpContext.Session.SetInt32("UserId", -1)|};
                return RedirectToAction("Index");
            }
        }
        """,
        """
        using Microsoft.AspNetCore.Mvc;

        public class AccountController : Controller
        {
            public IActionResult Logout()
            {
                if (HttpContext.Session.IsAvailable)
                {
                    HttpContext.Session.Clear();
                    HttpContext.Session.SetInt32("UserId", -1);
                }

                return RedirectToAction("Index");
            }
        }
        """);

    [Fact]
    public Task On_GranularSessions_the_session_is_destroyed() => Destroys(
        """
        using Microsoft.AspNetCore.Mvc;

        public class AccountController : Controller
        {
            public IActionResult Logout()
            {
                {|SESS2002:HttpContext.Session.Remove("UserId")|};
                return RedirectToAction("Index");
            }
        }
        """,
        """
        using Microsoft.AspNetCore.Mvc;

        public class AccountController : Controller
        {
            public async Task<IActionResult> Logout()
            {
                await HttpContext.GetSessionState().DestroyAsync();
                return RedirectToAction("Index");
            }
        }
        """);

    [Fact]
    public Task A_minimal_API_destroys_the_session_of_its_context() => Destroys(
        """
        using Microsoft.AspNetCore.Authentication;

        public static class AccountApi
        {
            public static void Map(WebApplication app)
            {
                app.MapPost("/logout", async (HttpContext context) =>
                {
                    await {|SESS2002:context.SignOutAsync()|};
                    return Results.NoContent();
                });
            }
        }
        """,
        """
        using Microsoft.AspNetCore.Authentication;

        public static class AccountApi
        {
            public static void Map(WebApplication app)
            {
                app.MapPost("/logout", async (HttpContext context) =>
                {
                    await context.GetSessionState().DestroyAsync();
                    await context.SignOutAsync();
                    return Results.NoContent();
                });
            }
        }
        """);

    [Fact]
    public Task An_expression_bodied_removal_is_replaced() => Clears(
        """
        using Microsoft.AspNetCore.Mvc;

        public class AccountController : Controller
        {
            public void Logout() => {|SESS2002:HttpContext.Session.Remove("UserId")|};
        }
        """,
        """
        using Microsoft.AspNetCore.Mvc;

        public class AccountController : Controller
        {
            public void Logout() => HttpContext.Session.Clear();
        }
        """);

    [Fact]
    public Task An_expression_bodied_removal_is_replaced_on_GranularSessions() => Destroys(
        """
        using Microsoft.AspNetCore.Mvc;

        public class AccountController : Controller
        {
            public void Logout() => {|SESS2002:HttpContext.Session.Remove("UserId")|};
        }
        """,
        """
        using Microsoft.AspNetCore.Mvc;

        public class AccountController : Controller
        {
            public async Task Logout() => await HttpContext.GetSessionState().DestroyAsync();
        }
        """);

    [Fact]
    public Task An_expression_bodied_sign_out_hands_its_task_on() => Clears(
        """
        using Microsoft.AspNetCore.Authentication;
        using Microsoft.AspNetCore.Mvc;

        public class AccountController : Controller
        {
            public void Visit() => HttpContext.Session.SetString("seen", "yes");

            public Task Logout() => {|SESS2002:HttpContext.SignOutAsync()|};
        }
        """,
        """
        using Microsoft.AspNetCore.Authentication;
        using Microsoft.AspNetCore.Mvc;

        public class AccountController : Controller
        {
            public void Visit() => HttpContext.Session.SetString("seen", "yes");

            public Task Logout()
            {
                HttpContext.Session.Clear();
                return HttpContext.SignOutAsync();
            }
        }
        """);

    [Fact]
    public Task An_expression_bodied_sign_out_awaits_the_end_of_the_session() => Destroys(
        """
        using Microsoft.AspNetCore.Authentication;
        using Microsoft.AspNetCore.Mvc;

        public class AccountController : Controller
        {
            public Task Logout() =>
                {|SESS2002:HttpContext.SignOutAsync()|};
        }
        """,
        """
        using Microsoft.AspNetCore.Authentication;
        using Microsoft.AspNetCore.Mvc;

        public class AccountController : Controller
        {
            public async Task Logout()
            {
                await HttpContext.GetSessionState().DestroyAsync();
                await HttpContext.SignOutAsync();
            }
        }
        """);

    [Fact]
    public Task An_expression_bodied_lambda_gets_a_block() => Clears(
        """
        using Microsoft.AspNetCore.Authentication;

        var app = WebApplication.Create(args);
        app.UseSession();
        app.MapPost("/logout", (HttpContext context) => {|SESS2002:context.SignOutAsync()|});
        app.Run();
        """,
        """
        using Microsoft.AspNetCore.Authentication;

        var app = WebApplication.Create(args);
        app.UseSession();
        app.MapPost("/logout", (HttpContext context) =>
        {
            context.Session.Clear();
            return context.SignOutAsync();
        });
        app.Run();
        """);

    [Fact]
    public Task A_session_that_is_read_afterwards_is_left_to_the_developer() => Verify.NoCodeFix<SessionNotEndedAtSignOut, SessionNotEndedAtSignOutCodeFix>(
        """
        using Microsoft.AspNetCore.Authentication;
        using Microsoft.AspNetCore.Mvc;

        public class AccountController : Controller
        {
            public async Task<IActionResult> Logout()
            {
                await {|SESS2002:HttpContext.SignOutAsync()|};
                return Redirect(HttpContext.Session.GetString("returnUrl") ?? "/");
            }
        }
        """);

    [Fact]
    public Task What_is_written_afterwards_is_kept_in_the_empty_session() => Clears(
        """
        using Microsoft.AspNetCore.Authentication;
        using Microsoft.AspNetCore.Mvc;

        public class AccountController : Controller
        {
            public async Task<IActionResult> Logout()
            {
                await {|SESS2002:HttpContext.SignOutAsync()|};
                HttpContext.Session.SetString("notice", "Good bye.");
                return Redirect("/");
            }
        }
        """,
        """
        using Microsoft.AspNetCore.Authentication;
        using Microsoft.AspNetCore.Mvc;

        public class AccountController : Controller
        {
            public async Task<IActionResult> Logout()
            {
                HttpContext.Session.Clear();
                await HttpContext.SignOutAsync();
                HttpContext.Session.SetString("notice", "Good bye.");
                return Redirect("/");
            }
        }
        """);

    [Fact]
    public Task Each_way_is_ended_and_so_is_a_sign_out_by_its_result() => Clears(
        """
        using Microsoft.AspNetCore.Authentication;
        using Microsoft.AspNetCore.Mvc;

        public class AccountController : Controller
        {
            private void Visit() => HttpContext.Session.SetString("seen", "yes");

            public async Task<IActionResult> Logout(bool here)
            {
                if (here)
                {
                    await {|SESS2002:HttpContext.SignOutAsync()|};
                    return Redirect("/");
                }

                return {|SESS2002:SignOut("Cookies", "oidc")|};
            }
        }
        """,
        """
        using Microsoft.AspNetCore.Authentication;
        using Microsoft.AspNetCore.Mvc;

        public class AccountController : Controller
        {
            private void Visit() => HttpContext.Session.SetString("seen", "yes");

            public async Task<IActionResult> Logout(bool here)
            {
                if (here)
                {
                    HttpContext.Session.Clear();
                    await HttpContext.SignOutAsync();
                    return Redirect("/");
                }

                HttpContext.Session.Clear();
                return SignOut("Cookies", "oidc");
            }
        }
        """);

    [Fact]
    public Task A_comment_at_the_arrow_is_left_alone() => Verify.NoCodeFix<SessionNotEndedAtSignOut, SessionNotEndedAtSignOutCodeFix>(
        """
        using Microsoft.AspNetCore.Authentication;
        using Microsoft.AspNetCore.Mvc;

        public class AccountController : Controller
        {
            private void Visit() => HttpContext.Session.SetString("seen", "yes");

            public Task Logout() => // Good bye.
                {|SESS2002:HttpContext.SignOutAsync()|};
        }
        """);

    private static Task Clears(string source, string fixedSource) =>
        Verify.CodeFix<SessionNotEndedAtSignOut, SessionNotEndedAtSignOutCodeFix>(source, fixedSource, test => test.Projects[0].ReferencesGranularSessions = true);

    private static Task Destroys(string source, string fixedSource) =>
        Verify.CodeFix<SessionNotEndedAtSignOut, SessionNotEndedAtSignOutCodeFix>(source, fixedSource, test =>
        {
            test.Projects[0].ReferencesGranularSessions = true;
            test.AddDocument("Program.cs", Sources.GranularHost, Sources.GranularHost);
        });
}
