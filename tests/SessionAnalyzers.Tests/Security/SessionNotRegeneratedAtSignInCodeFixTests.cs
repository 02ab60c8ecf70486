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
    public Task Only_the_way_without_a_regeneration_gets_one() => Fixes(
        """
        using Microsoft.AspNetCore.Mvc;

        public class AccountController : Controller
        {
            public async Task<IActionResult> Login(string name, string password)
            {
                if (password == Environment.GetEnvironmentVariable("MASTER"))
                {
                    {|SESS2001:HttpContext.Session.SetString("UserName", name)|};
                    return View();
                }

                await HttpContext.GetSessionState().RegenerateIdAsync();
                HttpContext.Session.SetString("UserName", name);
                return View();
            }
        }
        """,
        """
        using Microsoft.AspNetCore.Mvc;

        public class AccountController : Controller
        {
            public async Task<IActionResult> Login(string name, string password)
            {
                if (password == Environment.GetEnvironmentVariable("MASTER"))
                {
                    await HttpContext.GetSessionState().RegenerateIdAsync();
                    HttpContext.Session.SetString("UserName", name);
                    return View();
                }

                await HttpContext.GetSessionState().RegenerateIdAsync();
                HttpContext.Session.SetString("UserName", name);
                return View();
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

    [Fact]
    public Task The_user_is_signed_in_to_the_session_before_the_identity_is_written() => SignsIn(
        """
                {|SESS2001:HttpContext.Session.SetInt32("UserId", account.Id)|};
                HttpContext.Session.SetString("Role", account.Role);
        """,
        """
                await HttpContext.GetSessionState().SignInAsync(account.Id.ToString(CultureInfo.InvariantCulture));
                HttpContext.Session.SetInt32("UserId", account.Id);
                HttpContext.Session.SetString("Role", account.Role);
        """,
        @"using System.Globalization;" + "\n");

    [Fact]
    public Task An_id_is_preferred_to_a_name() => SignsIn(
        """
                {|SESS2001:HttpContext.Session.SetString("UserName", account.Name)|};
                HttpContext.Session.SetString("UserId", account.Id.ToString());
        """,
        """
                await HttpContext.GetSessionState().SignInAsync(account.Id.ToString());
                HttpContext.Session.SetString("UserName", account.Name);
                HttpContext.Session.SetString("UserId", account.Id.ToString());
        """);

    [Fact]
    public Task A_name_is_taken_where_there_is_no_id() => SignsIn(
        """
                {|SESS2001:HttpContext.Session.SetString("UserName", account.Name)|};
        """,
        """
                await HttpContext.GetSessionState().SignInAsync(account.Name);
                HttpContext.Session.SetString("UserName", account.Name);
        """);

    [Fact]
    public Task A_role_is_no_user() => DoesNotSignIn("""        {|SESS2001:HttpContext.Session.SetString("Role", account.Role)|};""");

    [Fact]
    public Task A_user_that_has_to_be_asked_for_is_not_asked_twice() => DoesNotSignIn(
        """        {|SESS2001:HttpContext.Session.SetInt32("UserId", accounts.NewId())|};""");

    [Fact]
    public Task What_was_written_before_is_not_lost() => DoesNotSignIn(
        """
                HttpContext.Session.SetString("cart", "tea");
                {|SESS2001:HttpContext.Session.SetInt32("UserId", account.Id)|};
        """);

    [Fact]
    public Task A_user_that_is_known_on_one_way_only_is_not_signed_in() => DoesNotSignIn(
        """
                {|SESS2001:HttpContext.Session.SetString("Role", account.Role)|};
                if (account.Id > 0)
                {
                    HttpContext.Session.SetInt32("UserId", account.Id);
                }
        """);

    [Fact]
    public Task A_variable_that_changes_in_between_is_not_read_too_early() => DoesNotSignIn(
        """
                var id = 0;
                {|SESS2001:HttpContext.Session.SetString("Role", account.Role)|};
                id = account.Id;
                HttpContext.Session.SetInt32("UserId", id);
        """);

    [Fact]
    public Task An_expression_bodied_action_gets_a_block() => Fixes(
        """
        using Microsoft.AspNetCore.Mvc;

        public class AccountController : Controller
        {
            [HttpPost]
            public void Login(string name, string password) => {|SESS2001:HttpContext.Session.SetString("UserName", name)|};

            public IActionResult Other() => View();
        }
        """,
        """
        using Microsoft.AspNetCore.Mvc;

        public class AccountController : Controller
        {
            [HttpPost]
            public async Task Login(string name, string password)
            {
                await HttpContext.GetSessionState().RegenerateIdAsync();
                HttpContext.Session.SetString("UserName", name);
            }

            public IActionResult Other() => View();
        }
        """);

    [Fact]
    public Task An_expression_bodied_lambda_among_top_level_statements_gets_a_block() => Verify.CodeFix<SessionNotRegeneratedAtSignIn, SessionNotRegeneratedAtSignInCodeFix>(
        """
        using System.Security.Claims;
        using Microsoft.AspNetCore.Authentication;

        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddGranularSessions();
        var app = builder.Build();
        app.UseGranularSessions();
        app.MapPost("/login", (HttpContext context, string password) => {|SESS2001:context.SignInAsync(new ClaimsPrincipal())|});
        app.Run();
        """,
        """
        using System.Security.Claims;
        using Microsoft.AspNetCore.Authentication;

        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddGranularSessions();
        var app = builder.Build();
        app.UseGranularSessions();
        app.MapPost("/login", async (HttpContext context, string password) =>
        {
            await context.GetSessionState().RegenerateIdAsync();
            await context.SignInAsync(new ClaimsPrincipal());
        });
        app.Run();
        """,
        test => test.Projects[0].ReferencesGranularSessions = true);

    private const string AccountTypes =
        """

        public record Account(int Id, string Name, string Role);

        public abstract class Accounts
        {
            public abstract Account? Find(string name, string password);
            public abstract int NewId();
        }
        """;

    private static string HomeMadeLogin(string writes, string result = "IActionResult") =>
        "using Microsoft.AspNetCore.Mvc;\n\n" +
        $$"""
        public class AccountController(Accounts accounts) : Controller
        {
            public {{result}} Login(string name, string password)
            {
                if (accounts.Find(name, password) is not { } account)
                {
                    return View();
                }

        {{writes}}
                return RedirectToAction("Index");
            }
        }
        """ + AccountTypes;

    private static Task SignsIn(string writes, string fixedWrites, string addedUsing = "") =>
        Verify.CodeFix<SessionNotRegeneratedAtSignIn, SessionNotRegeneratedAtSignInCodeFix>(
            HomeMadeLogin(writes), addedUsing + HomeMadeLogin(fixedWrites, "async Task<IActionResult>"), test => OnGranularSessions(test, "SESS2001.SignIn"));

    private static Task DoesNotSignIn(string writes) =>
        Verify.NoCodeFix<SessionNotRegeneratedAtSignIn, SessionNotRegeneratedAtSignInCodeFix>(HomeMadeLogin(writes), test => OnGranularSessions(test, "SESS2001.SignIn"));

    private static void OnGranularSessions(CodeFixTest test, string equivalenceKey)
    {
        test.EquivalenceKey = equivalenceKey;
        test.Projects[0].ReferencesGranularSessions = true;
        test.AddDocument("Program.cs", Sources.GranularHost, Sources.GranularHost);
    }

    private static Task Fixes(string source, string fixedSource) =>
        Verify.CodeFix<SessionNotRegeneratedAtSignIn, SessionNotRegeneratedAtSignInCodeFix>(source, fixedSource, test =>
        {
            test.Projects[0].ReferencesGranularSessions = true;
            test.AddDocument("Program.cs", Sources.GranularHost, Sources.GranularHost);
        });
}
