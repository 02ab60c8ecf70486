using SessionAnalyzers.Security;
using SessionAnalyzers.Tests.Concurrency;
using SessionAnalyzers.Tests.Verification;
using Xunit;

namespace SessionAnalyzers.Tests.Security;

public sealed class SessionNotEndedAtSignOutTests
{
    [Fact]
    public Task A_sign_out_that_leaves_the_session_is_reported() => Verify.Analyzer<SessionNotEndedAtSignOut>(
        Account(
            """
                public async Task<IActionResult> Logout()
                {
                    await {|#0:HttpContext.SignOutAsync()|};
                    return Redirect("/");
                }
            """),
        Verify.Diagnostic("SESS2002").WithLocation(0));

    [Fact]
    public Task The_sign_in_manager_is_seen() => Reported(
        """
            public async Task LogOff(Microsoft.AspNetCore.Identity.SignInManager<User> manager)
            {
                await [|manager.SignOutAsync()|];
            }

            public class User;
        """);

    [Fact]
    public Task A_sign_out_under_any_name_is_reported() => Reported(
        """
            public async Task Leave()
            {
                await [|HttpContext.SignOutAsync("Cookies")|];
            }
        """);

    [Fact]
    public Task A_logout_that_removes_one_key_is_reported() => Reported(
        """
            public IActionResult Logout()
            {
                [|HttpContext.Session.Remove("UserId")|];
                return Redirect("/");
            }
        """);

    [Fact]
    public Task A_sentinel_is_reported() => Reported(
        """
            public IActionResult SignOut_()
            {
                [|HttpContext.Session.SetInt32("UserId", -1)|];
                return Redirect("/");
            }
        """);

    [Fact]
    public Task An_empty_name_is_reported() => Reported(
        """
            public void LogOut()
            {
                [|HttpContext.Session.SetString("username", "")|];
            }
        """);

    [Fact]
    public Task A_removal_through_a_wrapper_is_reported() => Reported(
        """
            public void Logout() => [|Forget()|];

            private void Forget() => HttpContext.Session.Remove("UserId");
        """);

    [Fact]
    public Task A_minimal_API_logout_is_reported() => Verify.Analyzer<SessionNotEndedAtSignOut>(
        """
        using Microsoft.AspNetCore.Authentication;

        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddSession();
        var app = builder.Build();
        app.UseSession();
        app.MapPost("/logout", async (HttpContext context) => await [|context.SignOutAsync()|]);
        app.Run();
        """);

    [Fact]
    public Task A_Razor_Page_logout_is_reported() => Verify.Analyzer<SessionNotEndedAtSignOut>(
        """
        using Microsoft.AspNetCore.Mvc.RazorPages;

        public class LogoutModel : PageModel
        {
            public void OnPost()
            {
                [|HttpContext.Session.Remove("username")|];
            }
        }
        """);

    [Theory]
    [InlineData("SignOut(\"Cookies\", \"oidc\")")]
    [InlineData("SignOut()")]
    public Task A_sign_out_by_its_result_is_reported(string result) => Reported($"    public IActionResult Leave() => [|{result}|];");

    [Fact]
    public Task A_SignOut_of_the_app_is_not_reported() => NotReported(
        """
            public void Leave(Terminal terminal) => terminal.SignOut();

            public class Terminal
            {
                public void SignOut()
                {
                }
            }
        """);

    [Fact]
    public Task Two_identity_keys_removed_under_any_name_are_a_sign_out() => Reported(
        """
            public IActionResult Leave()
            {
                [|HttpContext.Session.Remove("UserId")|];
                HttpContext.Session.Remove("Role");
                return Redirect("/");
            }
        """);

    [Fact]
    public Task A_flag_turned_off_in_words_is_a_sentinel() => Reported("    public void Logout() => [|HttpContext.Session.SetString(\"IsLoggedIn\", \"false\")|];");

    [Fact]
    public Task A_closed_account_is_signed_out() => Reported(
        """
            public async Task Close(string password)
            {
                await [|HttpContext.SignOutAsync()|];
            }
        """);

    [Fact]
    public Task A_way_without_Clear_is_reported() => Reported(
        """
            public async Task Logout(bool everything)
            {
                await [|HttpContext.SignOutAsync()|];
                if (everything)
                {
                    HttpContext.Session.Clear();
                }
            }
        """);

    [Fact]
    public Task A_way_that_leaves_before_Clear_is_reported() => Reported(
        """
            public async Task Logout(bool here)
            {
                if (here)
                {
                    await [|HttpContext.SignOutAsync("Cookies")|];
                    return;
                }

                HttpContext.Session.Clear();
                await HttpContext.SignOutAsync();
            }
        """);

    [Fact]
    public Task A_key_removed_on_the_other_way_is_reported() => Reported(
        """
            public void Logout(bool everything)
            {
                if (everything)
                {
                    HttpContext.Session.Clear();
                }
                else
                {
                    [|HttpContext.Session.Remove("UserId")|];
                }
            }
        """);

    [Theory]
    [InlineData("if (User.Identity?.IsAuthenticated == true) { await HttpContext.SignOutAsync(); HttpContext.Session.Clear(); }")]
    [InlineData("HttpContext.Session?.Clear(); await HttpContext.SignOutAsync();")]
    [InlineData("if (HttpContext.Session.IsAvailable) { HttpContext.Session.Clear(); } await HttpContext.SignOutAsync();")]
    [InlineData("var session = HttpContext.Session; if (session is not null) { session.Clear(); } await HttpContext.SignOutAsync();")]
    [InlineData("try { await HttpContext.SignOutAsync(); HttpContext.Session.Clear(); } catch (InvalidOperationException) { }")]
    [InlineData("try { await HttpContext.SignOutAsync(); } finally { HttpContext.Session.Clear(); }")]
    [InlineData("foreach (var key in HttpContext.Session.Keys.ToList()) { HttpContext.Session.Remove(key); } await HttpContext.SignOutAsync();")]
    [InlineData("await HttpContext.SignOutAsync(\"Cookies\"); await HttpContext.SignOutAsync(\"oidc\"); HttpContext.Session.Clear();")]
    public Task Every_way_that_clears_is_enough(string statements) => NotReported(
        $$"""
            public async Task Logout()
            {
                {{statements}}
            }
        """);

    [Fact]
    public Task Several_schemes_are_one_finding() => Reported(
        """
            public async Task Logout()
            {
                await [|HttpContext.SignOutAsync("Cookies")|];
                await HttpContext.SignOutAsync("oidc");
            }
        """);

    [Fact]
    public Task Clear_ends_what_the_session_holds() => NotReported(
        """
            public async Task Logout()
            {
                HttpContext.Session.Remove("UserId");
                HttpContext.Session.Clear();
                await HttpContext.SignOutAsync();
            }
        """);

    [Fact]
    public Task Clear_in_a_helper_ends_it_too() => NotReported(
        """
            public async Task Logout()
            {
                Forget();
                await HttpContext.SignOutAsync();
            }

            private void Forget() => HttpContext.Session.Clear();
        """);

    [Fact]
    public Task Destroying_the_session_ends_it() => Verify.Analyzer<SessionNotEndedAtSignOut>(
        "using GranularSessions;\n" + Account(
            """
                public async Task Logout()
                {
                    await HttpContext.GetSessionState().DestroyAsync();
                    await HttpContext.SignOutAsync();
                }
            """),
        test => test.ReferencesGranularSessions = true);

    [Fact]
    public Task An_external_cookie_dropped_at_login_is_not_reported() => NotReported(
        """
            public async Task LoginCallback(string password)
            {
                HttpContext.Session.SetInt32("UserId", 1);
                await HttpContext.SignOutAsync("Cookies");
            }
        """);

    [Fact]
    public Task An_external_scheme_is_not_reported() => NotReported(
        """
            public async Task Cancel()
            {
                await HttpContext.SignOutAsync("Identity.External");
            }
        """);

    [Fact]
    public Task An_app_without_sessions_is_not_reported() => Verify.Analyzer<SessionNotEndedAtSignOut>(
        """
        using Microsoft.AspNetCore.Authentication;
        using Microsoft.AspNetCore.Mvc;

        public class AccountController : Controller
        {
            public async Task Logout() => await HttpContext.SignOutAsync();
        }
        """);

    [Fact]
    public Task A_key_removed_elsewhere_is_not_reported() => NotReported(
        """
            public void ClearFilter()
            {
                HttpContext.Session.Remove("UserId");
            }
        """);

    [Fact]
    public Task Another_key_removed_at_logout_is_not_the_identity() => NotReported(
        """
            public void Logout()
            {
                HttpContext.Session.Remove("basket");
            }
        """);

    [Fact]
    public Task The_result_that_signs_out_is_reported() => Reported(
        """
            public IActionResult Leave() => [|SignOut("Cookies", "OpenIdConnect")|];
        """);

    [Fact]
    public Task A_created_result_that_signs_out_is_reported() => Reported(
        """
            public IActionResult Leave() => [|new SignOutResult(new[] { "Cookies", "OpenIdConnect" })|];
        """);

    [Fact]
    public Task The_result_that_signs_out_of_a_cleared_session_is_not_reported() => NotReported(
        """
            public IActionResult Leave()
            {
                HttpContext.Session.Clear();
                return SignOut("Cookies", "OpenIdConnect");
            }
        """);

    [Fact]
    public Task A_method_of_that_name_that_is_not_the_frameworks_is_not_reported() => NotReported(
        """
            public IActionResult Leave([FromServices] Accounts accounts) => accounts.SignOut();

            public abstract class Accounts
            {
                public abstract IActionResult SignOut();
            }
        """);

    [Fact]
    public Task A_session_that_is_cleared_on_another_way_only_is_reported() => Reported(
        """
            public async Task<IActionResult> Check(bool expired, bool revoked)
            {
                if (expired)
                {
                    await [|HttpContext.SignOutAsync()|];
                    return Redirect("/");
                }

                if (revoked)
                {
                    await HttpContext.SignOutAsync();
                    HttpContext.Session.Clear();
                    return Redirect("/");
                }

                return View();
            }
        """);

    [Fact]
    public Task A_session_that_is_cleared_where_there_is_one_is_not_reported() => NotReported(
        """
            public async Task<IActionResult> Logout()
            {
                await HttpContext.SignOutAsync();
                if (HttpContext.Session.IsAvailable)
                {
                    HttpContext.Session.Clear();
                    return Redirect("/");
                }

                return View();
            }
        """);

    [Fact]
    public Task A_logout_that_removes_every_key_of_the_app_is_not_reported() => NotReported(
        """
            public void Login(string name) => HttpContext.Session.SetString("UserName", name);

            public IActionResult Logout()
            {
                HttpContext.Session.Remove("UserName");
                HttpContext.Session.Remove("seen");
                return Redirect("/");
            }
        """);

    [Fact]
    public Task A_logout_that_removes_all_keys_in_a_loop_is_not_reported() => NotReported(
        """
            public async Task Logout()
            {
                foreach (var key in HttpContext.Session.Keys.ToList())
                {
                    HttpContext.Session.Remove(key);
                }

                await HttpContext.SignOutAsync();
            }
        """);

    [Theory]
    [InlineData("LogOff")]
    [InlineData("SignOff")]
    [InlineData("Sign_Out")]
    [InlineData("DangXuat")]
    [InlineData("CerrarSesion")]
    [InlineData("Cikis")]
    [InlineData("Deconnexion")]
    [InlineData("Abmelden")]
    [InlineData("Salir")]
    [InlineData("Keluar")]
    public Task An_action_signs_out_by_its_name(string name) => Reported($"    public void {name}() => [|HttpContext.Session.Remove(\"UserId\")|];");

    [Fact]
    public Task A_logout_that_only_looks_at_the_keys_is_reported() => Reported(
        """
            public async Task Logout()
            {
                Console.WriteLine(HttpContext.Session.Keys.Count());
                await [|HttpContext.SignOutAsync()|];
            }
        """);

    [Fact]
    public Task Ways_through_a_property_are_followed() => Reported(
        """
            private bool _everything;

            private Task Leaving => _everything ? Abandon() : [|HttpContext.SignOutAsync()|];

            private Task Abandon() => Task.CompletedTask;
        """);

    private static string Account(string members) =>
        "using Microsoft.AspNetCore.Authentication;\n" + SessionSources.Controller(
            """
                public void Visit() => HttpContext.Session.SetString("seen", "1");

            """ + members);

    private static Task Reported(string members) => Verify.Analyzer<SessionNotEndedAtSignOut>(Account(members));

    private static Task NotReported(string members) => Verify.Analyzer<SessionNotEndedAtSignOut>(Account(members));
}
