using SessionAnalyzers.Security;
using SessionAnalyzers.Tests.Verification;
using Xunit;

namespace SessionAnalyzers.Tests.Security;

public sealed class SessionNotRegeneratedAtSignInCodeFixTests
{
    private const string Login =
        """
        using Microsoft.AspNetCore.Mvc;

        public class AccountController : Controller
        {
            public IActionResult Login(string name, string password)
            {
                if (password != "open sesame")
                {
                    return View();
                }

                // Who is here?
                {|SESS2001:HttpContext.Session.SetString("UserName", name)|};
                HttpContext.Session.SetString("Role", "customer");
                return RedirectToAction("Index");
            }
        }
        """;

    [Fact]
    public Task The_id_is_regenerated_before_the_identity_is_written() => Fixes(
        Login,
        """
        using Microsoft.AspNetCore.Mvc;

        public class AccountController : Controller
        {
            public async Task<IActionResult> Login(string name, string password)
            {
                if (password != "open sesame")
                {
                    return View();
                }

                await HttpContext.GetSessionState().RegenerateIdAsync();
                // Who is here?
                HttpContext.Session.SetString("UserName", name);
                HttpContext.Session.SetString("Role", "customer");
                return RedirectToAction("Index");
            }
        }
        """);

    [Fact]
    public Task Ways_that_part_share_one_regeneration() => Fixes(
        """
        using Microsoft.AspNetCore.Mvc;

        public class AccountController : Controller
        {
            public async Task<IActionResult> Login(string name, string password)
            {
                await Task.Yield();
                if (password == "open sesame")
                {
                    {|SESS2001:HttpContext.Session.SetString("Role", "admin")|};
                }
                else
                {
                    {|SESS2001:HttpContext.Session.SetString("Role", "customer")|};
                }

                return RedirectToAction("Index");
            }
        }
        """,
        """
        using Microsoft.AspNetCore.Mvc;

        public class AccountController : Controller
        {
            public async Task<IActionResult> Login(string name, string password)
            {
                await Task.Yield();
                await HttpContext.GetSessionState().RegenerateIdAsync();
                if (password == "open sesame")
                {
                    HttpContext.Session.SetString("Role", "admin");
                }
                else
                {
                    HttpContext.Session.SetString("Role", "customer");
                }

                return RedirectToAction("Index");
            }
        }
        """);

    [Fact]
    public Task The_id_is_regenerated_before_the_ticket_is_issued() => Fixes(
        """
        using System.Security.Claims;
        using Microsoft.AspNetCore.Authentication;

        public static class AccountApi
        {
            public static void Map(WebApplication app)
            {
                app.MapPost("/login", async (HttpContext context, string password) =>
                {
                    await {|SESS2001:context.SignInAsync(new ClaimsPrincipal())|};
                    return Results.NoContent();
                });
            }
        }
        """,
        """
        using System.Security.Claims;
        using Microsoft.AspNetCore.Authentication;

        public static class AccountApi
        {
            public static void Map(WebApplication app)
            {
                app.MapPost("/login", async (HttpContext context, string password) =>
                {
                    await context.GetSessionState().RegenerateIdAsync();
                    await context.SignInAsync(new ClaimsPrincipal());
                    return Results.NoContent();
                });
            }
        }
        """);

    [Fact]
    public Task The_stock_session_cannot_regenerate() =>
        Verify.NoCodeFix<SessionNotRegeneratedAtSignIn, SessionNotRegeneratedAtSignInCodeFix>(Login, test => test.Projects[0].ReferencesGranularSessions = true);

    private static Task Fixes(string source, string fixedSource) =>
        Verify.CodeFix<SessionNotRegeneratedAtSignIn, SessionNotRegeneratedAtSignInCodeFix>(source, fixedSource, test =>
        {
            test.Projects[0].ReferencesGranularSessions = true;
            test.AddDocument("Program.cs", Sources.GranularHost, Sources.GranularHost);
        });
}
