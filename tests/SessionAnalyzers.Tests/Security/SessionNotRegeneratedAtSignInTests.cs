using SessionAnalyzers.Security;
using SessionAnalyzers.Tests.Concurrency;
using SessionAnalyzers.Tests.Verification;
using Xunit;

namespace SessionAnalyzers.Tests.Security;

public sealed class SessionNotRegeneratedAtSignInTests
{
    /// <summary>Where users come from.</summary>
    private const string Services =
        """

        public class User
        {
            public int Id { get; set; }
            public string Name { get; set; } = "";
            public string Role { get; set; } = "";
        }

        public class LoginForm
        {
            public string Name { get; set; } = "";
            public string Password { get; set; } = "";
        }

        public interface IUsers
        {
            User? Find(string name, string password);
            User? Find(string name);
        }
        """;

    [Theory]
    [InlineData("general.identity_keys = badge*", "[|HttpContext.Session.SetString(\"BadgeNo\", name)|];")]
    [InlineData("general.identity_keys = clearance", "HttpContext.Session.SetString(\"BadgeNo\", name);")]
    [InlineData("general.regenerate_methods = Replace", "Replace(); HttpContext.Session.SetString(\"UserId\", name);")]
    [InlineData("general.regenerate_methods = AccountController.Replace", "Replace(); HttpContext.Session.SetString(\"UserId\", name);")]
    [InlineData("general.regenerate_methods = Visits.Replace", "Replace(); [|HttpContext.Session.SetString(\"UserId\", name)|];")]
    [InlineData("general.destroy_methods = Replace", "Replace(); HttpContext.Session.SetString(\"UserId\", name);")]
    public Task Keys_and_methods_of_the_project_are_configured(string option, string code) => Verify.Analyzer<SessionNotRegeneratedAtSignIn>(
        $$"""
        using Microsoft.AspNetCore.Mvc;

        public class AccountController : Controller
        {
            public void Login(string name, string password)
            {
                {{code}}
            }

            private void Replace()
            {
            }
        }
        """,
        test => test.Project.EditorConfig = $"root = true\n[*.cs]\nsessionanalyzers.{option}");

    [Fact]
    public Task A_home_made_login_is_reported_once_at_its_first_identity_key() => Verify.Analyzer<SessionNotRegeneratedAtSignIn>(
        SessionSources.Controller(
            """
                public IActionResult Login(IUsers users, LoginForm form)
                {
                    var user = users.Find(form.Name, form.Password);
                    if (user == null)
                    {
                        return View();
                    }

                    {|#0:HttpContext.Session.SetInt32("UserId", user.Id)|};
                    HttpContext.Session.SetString("Role", user.Role);
                    return RedirectToAction("Index");
                }
            """) + Services,
        Verify.Diagnostic("SESS2001").WithLocation(0).WithArguments("'UserId' is written at sign-in"));

    [Fact]
    public Task Each_way_through_a_login_is_reported() => Reported(
        """
            public IActionResult Login(IUsers users, LoginForm form)
            {
                if (form.Name == "admin" && form.Password == Environment.GetEnvironmentVariable("ADMIN"))
                {
                    [|HttpContext.Session.SetString("Role", "Admin")|];
                    return RedirectToAction("Index");
                }

                var user = users.Find(form.Name, form.Password);
                if (user != null)
                {
                    [|HttpContext.Session.SetInt32("UserId", user.Id)|];
                }

                return RedirectToAction("Index");
            }
        """);

    [Fact]
    public Task A_credential_check_in_an_action_called_anything_is_reported() => Reported(
        """
            public bool Check(IUsers users, string name, string password)
            {
                var user = users.Find(name, password);
                if (user == null)
                {
                    return false;
                }

                [|HttpContext.Session.SetString("username", user.Name)|];
                return true;
            }
        """);

    [Fact]
    public Task A_registration_that_signs_in_is_reported() => Reported(
        """
            public void Register(LoginForm form)
            {
                [|HttpContext.Session.SetString("UserName", form.Name)|];
            }
        """);

    [Fact]
    public Task An_object_through_a_wrapper_is_reported() => Reported(
        """
            public void Login(IUsers users, LoginForm form)
            {
                var user = users.Find(form.Name, form.Password);
                [|HttpContext.Session.SetObjectAsJson("User", user!)|];
            }
        """);

    [Fact]
    public Task A_helper_that_writes_the_identity_is_reported_where_the_login_calls_it() => Reported(
        """
            public void Login(IUsers users, LoginForm form)
            {
                var user = users.Find(form.Name, form.Password);
                if (user != null)
                {
                    [|Remember(user)|];
                }
            }

            private void Remember(User user)
            {
                HttpContext.Session.SetInt32("UserId", user.Id);
                HttpContext.Session.SetString("Role", user.Role);
            }
        """);

    [Fact]
    public Task Clear_is_no_regeneration() => Reported(
        """
            public void Login(IUsers users, LoginForm form)
            {
                var user = users.Find(form.Name, form.Password);
                HttpContext.Session.Clear();
                Response.Cookies.Delete(".AspNetCore.Session");
                [|HttpContext.Session.SetInt32("UserId", user!.Id)|];
            }
        """);

    [Fact]
    public Task A_property_over_the_session_is_reported() => Reported(
        """
            private int CurrentUser
            {
                get => HttpContext.Session.GetInt32("UserId") ?? 0;
                set => HttpContext.Session.SetInt32("UserId", value);
            }

            public void Login(IUsers users, LoginForm form)
            {
                [|CurrentUser|] = users.Find(form.Name, form.Password)!.Id;
            }
        """);

    [Fact]
    public Task A_minimal_API_login_is_reported_by_its_route() => Verify.Analyzer<SessionNotRegeneratedAtSignIn>(
        """
        var app = WebApplication.Create(args);
        app.MapPost("/login", (HttpContext context, IUsers users, LoginForm form) =>
        {
            var user = users.Find(form.Name);
            [|context.Session.SetInt32("UserId", user!.Id)|];
        });
        app.MapPost("/theme", (HttpContext context, string theme) => context.Session.SetString("theme", theme));
        app.Run();

        """ + Services);

    [Fact]
    public Task A_Razor_Page_login_is_reported_by_its_name() => Verify.Analyzer<SessionNotRegeneratedAtSignIn>(
        """
        using Microsoft.AspNetCore.Mvc.RazorPages;

        public class LoginModel(IUsers users) : PageModel
        {
            public void OnPost(string name)
            {
                var user = users.Find(name);
                [|HttpContext.Session.SetString("username", user!.Name)|];
            }
        }

        """ + Services);

    [Fact]
    public Task An_authentication_sign_in_in_an_app_with_sessions_is_reported() => Verify.Analyzer<SessionNotRegeneratedAtSignIn>(
        """
        using System.Security.Claims;
        using Microsoft.AspNetCore.Authentication;
        using Microsoft.AspNetCore.Mvc;

        public class AccountController : Controller
        {
            public async Task<IActionResult> Login(string name, string password)
            {
                await [|HttpContext.SignInAsync(new ClaimsPrincipal())|];
                return Redirect("/");
            }

            public void Visit() => HttpContext.Session.SetString("seen", "1");
        }
        """);

    [Fact]
    public Task A_regeneration_in_the_login_is_not_reported() => Verify.Analyzer<SessionNotRegeneratedAtSignIn>(
        SessionSources.Controller(
            """
                public async Task Login(IUsers users, LoginForm form)
                {
                    var user = users.Find(form.Name, form.Password);
                    await HttpContext.GetSessionState().RegenerateIdAsync();
                    HttpContext.Session.SetInt32("UserId", user!.Id);
                }
            """).Insert(0, "using GranularSessions;\n") + Services,
        test => test.ReferencesGranularSessions = true);

    [Fact]
    public Task An_app_without_sessions_is_not_reported() => Verify.Analyzer<SessionNotRegeneratedAtSignIn>(
        """
        using System.Security.Claims;
        using Microsoft.AspNetCore.Authentication;
        using Microsoft.AspNetCore.Mvc;

        public class AccountController : Controller
        {
            public async Task<IActionResult> Login(string name, string password)
            {
                await HttpContext.SignInAsync(new ClaimsPrincipal());
                return Redirect("/");
            }
        }
        """);

    [Fact]
    public Task A_refreshed_display_name_is_not_reported() => NotReported(
        """
            public void EditProfile(IUsers users, LoginForm form, string confirmPassword)
            {
                var name = HttpContext.Session.GetString("Username");
                var user = users.Find(name!);
                user!.Name = form.Name;
                HttpContext.Session.SetString("Username", user.Name);
            }
        """);

    [Fact]
    public Task A_sign_in_again_after_a_change_is_not_reported() => Verify.Analyzer<SessionNotRegeneratedAtSignIn>(
        """
        using System.Security.Claims;
        using Microsoft.AspNetCore.Authentication;
        using Microsoft.AspNetCore.Mvc;

        public class CustomerController : Controller
        {
            public async Task ChangeEmail(string email)
            {
                HttpContext.Session.SetString("notice", "changed");
                await HttpContext.SignInAsync(new ClaimsPrincipal());
            }
        }
        """);

    [Fact]
    public Task An_external_step_is_not_reported() => Verify.Analyzer<SessionNotRegeneratedAtSignIn>(
        """
        using System.Security.Claims;
        using Microsoft.AspNetCore.Authentication;
        using Microsoft.AspNetCore.Mvc;

        public class AccountController : Controller
        {
            public async Task LoginCallback()
            {
                HttpContext.Session.SetString("notice", "pending");
                await HttpContext.SignInAsync("ExternalCookie", new ClaimsPrincipal());
            }
        }
        """);

    [Fact]
    public Task A_form_kept_for_later_is_not_reported() => NotReported(
        """
            public void CreateAccount(LoginForm form)
            {
                HttpContext.Session.SetObjectAsJson("NewAccount", form);
            }
        """);

    [Fact]
    public Task An_identity_key_written_where_nobody_signs_in_is_not_reported() => NotReported(
        """
            public void Choose(int customer)
            {
                HttpContext.Session.SetInt32("CustomerId", customer);
            }
        """);

    [Fact]
    public Task A_logout_that_resets_the_identity_is_not_reported() => NotReported(
        """
            public void Logout()
            {
                HttpContext.Session.SetInt32("UserId", -1);
            }
        """);

    [Fact]
    public Task A_preference_set_at_login_is_not_reported() => NotReported(
        """
            public void Login(LoginForm form, string theme)
            {
                HttpContext.Session.SetString("theme", theme);
            }
        """);

    [Theory]
    [InlineData("await HttpContext.GetSessionState().SignInAsync(name);")]
    [InlineData("var state = HttpContext.GetSessionState(); await state.SignInAsync(name);")]
    public Task SignInAsync_of_the_session_state_regenerates(string signIn) => Verify.Analyzer<SessionNotRegeneratedAtSignIn>(
        SessionSources.Controller(
            $$"""
                public async Task Login(string name, string password)
                {
                    {{signIn}}
                    HttpContext.Session.SetString("UserName", name);
                }
            """),
        test => test.Projects[0].ReferencesGranularSessions = true);

    [Fact]
    public Task A_regeneration_on_another_way_is_none() => Ways(
        """
                if (remember)
                {
                    await context.GetSessionState().RegenerateIdAsync();
                }

                [|context.Session.SetString("UserName", name)|];
        """);

    [Fact]
    public Task A_regeneration_in_another_case_is_none() => Ways(
        """
                switch (name)
                {
                    case "root":
                        await context.GetSessionState().RegenerateIdAsync();
                        break;
                    default:
                        [|context.Session.SetString("UserName", name)|];
                        break;
                }
        """);

    [Fact]
    public Task A_regeneration_on_both_ways_is_enough() => Ways(
        """
                if (remember)
                {
                    await context.GetSessionState().RegenerateIdAsync();
                }
                else
                {
                    await context.GetSessionState().SignInAsync(name);
                }

                context.Session.SetString("UserName", name);
        """);

    [Fact]
    public Task A_regeneration_on_the_only_way_on_is_enough() => Ways(
        """
                if (password == "open sesame")
                {
                    await context.GetSessionState().RegenerateIdAsync();
                }
                else
                {
                    return;
                }

                context.Session.SetString("UserName", name);
        """);

    [Fact]
    public Task A_regeneration_under_the_same_condition_is_enough() => Ways(
        """
                if (remember)
                {
                    await context.GetSessionState().RegenerateIdAsync();
                }

                context.Response.ContentType = "text/plain";
                if (remember)
                {
                    context.Session.SetString("UserName", name);
                }
        """);

    [Fact]
    public Task A_regeneration_where_there_is_a_session_is_enough() => Ways(
        """
                if (context.Session.Keys.Any())
                {
                    await context.GetSessionState().RegenerateIdAsync();
                }

                context.Session.SetString("UserName", name);
        """);

    [Fact]
    public Task A_way_that_leaves_before_the_regeneration_is_reported() => Ways(
        """
                if (remember)
                {
                    [|context.Session.SetString("UserName", name)|];
                    return;
                }

                await context.GetSessionState().RegenerateIdAsync();
                context.Session.SetString("UserName", name);
        """);

    [Fact]
    public Task A_regeneration_in_a_loop_that_may_not_run_is_none() => Ways(
        """
                foreach (var part in name.Split(' '))
                {
                    await context.GetSessionState().RegenerateIdAsync();
                }

                [|context.Session.SetString("UserName", name)|];
        """);

    [Fact]
    public Task A_regeneration_whose_failure_is_swallowed_is_none() => Ways(
        """
                try
                {
                    await context.GetSessionState().RegenerateIdAsync();
                }
                catch (InvalidOperationException)
                {
                }

                [|context.Session.SetString("UserName", name)|];
        """);

    [Fact]
    public Task A_regeneration_under_one_half_of_a_condition_is_none() => Ways(
        """
                _ = remember && await Renewed();
                [|context.Session.SetString("UserName", name)|];

                async Task<bool> Renewed()
                {
                    await context.GetSessionState().RegenerateIdAsync();
                    return true;
                }
        """);

    [Theory]
    [InlineData("await context.GetSessionState().RegenerateIdAsync(); context.Session.SetString(\"UserName\", name);")]
    [InlineData("context.Session.SetString(\"UserName\", name); await context.GetSessionState().RegenerateIdAsync();")]
    [InlineData("try { await context.GetSessionState().RegenerateIdAsync(); context.Session.SetString(\"UserName\", name); } catch (InvalidOperationException) { }")]
    [InlineData("if (context.GetSessionState() is { } state) { await state.RegenerateIdAsync(); } context.Session.SetString(\"UserName\", name);")]
    [InlineData("await Renew(); context.Session.SetString(\"UserName\", name); Task Renew() => context.GetSessionState().RegenerateIdAsync();")]
    [InlineData("await Renewal.Of(context.GetSessionState(), name); context.Session.SetString(\"UserName\", name);")]
    public Task A_regeneration_before_or_after_or_in_a_helper_is_enough(string statements) => Verify.Analyzer<SessionNotRegeneratedAtSignIn>(
        $$"""
        public static class Accounts
        {
            public static async Task Login(HttpContext context, string name, string password)
            {
                await Task.Yield();
                {{statements}}
            }
        }

        public static class Renewal
        {
            public static async Task Of(GranularSessions.SessionState session, string name) => await session.SignInAsync(name);
        }
        """,
        test => test.Projects[0].ReferencesGranularSessions = true);

    [Theory]
    [InlineData("PasswordSignInAsync(name, code, false, false)")]
    [InlineData("ExternalLoginSignInAsync(name, code, false)")]
    [InlineData("TwoFactorSignInAsync(name, code, false, false)")]
    [InlineData("TwoFactorAuthenticatorSignInAsync(code, false, false)")]
    [InlineData("TwoFactorRecoveryCodeSignInAsync(code)")]
    [InlineData("PasskeySignInAsync(code)")]
    public Task The_sign_in_manager_signs_in_whatever_the_action_is_called(string call) => Verify.Analyzer<SessionNotRegeneratedAtSignIn>(
        $$"""
        using Microsoft.AspNetCore.Identity;
        using Microsoft.AspNetCore.Mvc;

        public class GateController(SignInManager<IdentityUser> manager) : Controller
        {
            public async Task<IActionResult> Continue(string name, string code)
            {
                var result = await [|manager.{{call}}|];
                HttpContext.Session.SetString("seen", result.ToString());
                return View();
            }

            public async Task Refresh(IdentityUser user) => await manager.RefreshSignInAsync(user);
        }
        """);

    [Fact]
    public Task A_one_time_code_is_a_credential() => Reported(
        """
            public void Confirm(string otp)
            {
                if (otp == HttpContext.Session.GetString("code"))
                {
                    [|HttpContext.Session.SetString("UserName", HttpContext.Session.GetString("pending")!)|];
                }
            }
        """);

    [Fact]
    public Task A_credential_checked_by_a_method_of_the_app_is_one() => Reported(
        """
            public void Enter(IUsers users, LoginForm form)
            {
                if (Find(users, form) is { } user)
                {
                    [|HttpContext.Session.SetString("UserName", user.Name)|];
                }
            }

            private static User? Find(IUsers users, LoginForm form) => users.Find(form.Name) is { } user && Verify(form.Password) ? user : null;

            private static bool Verify(string password) => password.Length > 0;
        """);

    [Fact]
    public Task A_lambda_in_a_variable_is_a_function_of_its_own() => Reported(
        """
            public void Map(WebApplication app)
            {
                Action<HttpContext, LoginForm> enter = (context, form) =>
                {
                    if (form.Password.Length > 0)
                    {
                        [|context.Session.SetString("UserName", form.Name)|];
                    }
                };
                Action<HttpContext> rename = context => context.Session.SetString("UserName", "anonymous");
            }
        """);

    [Fact]
    public Task An_event_of_authentication_signs_in() => Verify.Analyzer<SessionNotRegeneratedAtSignIn>(
        """
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddAuthentication().AddOAuth("Code", options =>
        {
            options.Events.OnCreatingTicket = context =>
            {
                [|context.HttpContext.Session.SetString("UserName", context.Identity!.Name!)|];
                return Task.CompletedTask;
            };
        });
        """);

    [Fact]
    public Task A_forgotten_password_signs_nobody_in() => NotReported(
        """
            public void ForgotPassword(string email, string password)
            {
                HttpContext.Session.SetString("UserEmail", email);
            }
        """);

    [Theory]
    [InlineData("services.AddGranularSessions().AddGranularSessionTickets();", "context.SignInAsync(new ClaimsPrincipal())")]
    [InlineData("services.AddGranularSessions().AddGranularSessionTickets();", "context.SignInAsync(new ClaimsPrincipal()); context.Session.SetString(\"UserName\", name)")]
    [InlineData("services.AddGranularSessions();", "[|context.SignInAsync(new ClaimsPrincipal())|]")]
    public Task Tickets_tied_to_the_session_regenerate_its_id(string registration, string signIn) => Verify.Analyzer<SessionNotRegeneratedAtSignIn>(
        $$"""
        using System.Security.Claims;
        using GranularSessions;
        using Microsoft.AspNetCore.Authentication;

        public static class Registration
        {
            public static void Add(IServiceCollection services)
            {
                {{registration}}
            }

            public static async Task Login(HttpContext context, string name, string password)
            {
                await {{signIn}};
            }
        }
        """,
        test => test.Projects[0].ReferencesGranularSessions = true);

    [Fact]
    public Task A_check_of_a_credential_signs_in_under_any_name() => Reported(
        """
            public async Task Confirm(string code, Microsoft.AspNetCore.Identity.SignInManager<Person> manager)
            {
                await [|manager.TwoFactorAuthenticatorSignInAsync(code, false, false)|];
            }

            public class Person;
        """);

    [Fact]
    public Task The_ticket_that_a_changed_password_needs_is_no_sign_in() => NotReported(
        """
            public async Task Change(string password, string newPassword, Microsoft.AspNetCore.Identity.SignInManager<Person> manager, Microsoft.AspNetCore.Identity.UserManager<Person> users)
            {
                var user = await users.GetUserAsync(User);
                await users.ChangePasswordAsync(user!, password, newPassword);
                await manager.SignInAsync(user!, false);
            }

            public class Person;
        """);

    [Fact]
    public Task A_password_that_is_reset_by_a_token_signs_in() => Reported(
        """
            public async Task Reset(string name, string token, string newPassword, Microsoft.AspNetCore.Identity.SignInManager<Person> manager, Microsoft.AspNetCore.Identity.UserManager<Person> users)
            {
                var user = await users.FindByNameAsync(name);
                await users.ResetPasswordAsync(user!, token, newPassword);
                await [|manager.SignInAsync(user!, false)|];
            }

            public class Person;
        """);

    [Fact]
    public Task The_action_Index_of_a_login_controller_signs_in() => Verify.Analyzer<SessionNotRegeneratedAtSignIn>(
        """
        using Microsoft.AspNetCore.Mvc;

        public class LoginController : Controller
        {
            [HttpPost]
            public void Index(string account) => [|HttpContext.Session.SetString("AdminLoggedIn", "true")|];
        }

        public class HomeController : Controller
        {
            public void Index() => HttpContext.Session.SetString("AdminLoggedIn", "true");
        }
        """);

    [Fact]
    public Task A_helper_is_followed_though_its_argument_does_not_bind() => Verify.Analyzer<SessionNotRegeneratedAtSignIn>(
        """
        public class Accounts(MissingPackage.Context database)
        {
            public void Login(HttpContext context, string name, string password)
            {
                var user = database.Find(name, password);
                [|SessionKeys.Remember(context.Session, user.Id)|];
            }

            public void Show(HttpContext context) => SessionKeys.Show(context.Session, database.Name);
        }

        public static class SessionKeys
        {
            public static void Remember(ISession session, int id) => session.SetInt32("UserId", id);

            public static void Show(ISession session, string name) => session.SetString("UserName", name);
        }
        """,
        test => test.CompilerErrorsExpected = true);

    [Theory]
    [InlineData("Login")]
    [InlineData("LogOn")]
    [InlineData("Sign_In")]
    [InlineData("SignUp")]
    [InlineData("Authenticate")]
    [InlineData("RegisterCustomer")]
    [InlineData("CreateAccount")]
    [InlineData("VerifyTwoFactor")]
    [InlineData("Confirm2FA")]
    [InlineData("VerifyCode")]
    [InlineData("ConfirmCode")]
    [InlineData("DangNhap")]
    [InlineData("DangKy")]
    [InlineData("IniciarSesion")]
    [InlineData("Autenticar")]
    [InlineData("GirisYap")]
    [InlineData("Connexion")]
    [InlineData("Anmelden")]
    [InlineData("Entrar")]
    public Task An_action_signs_in_by_its_name(string name) => Reported($"    public void {name}() => [|HttpContext.Session.SetString(\"UserId\", \"7\")|];");

    [Theory]
    [InlineData("password")]
    [InlineData("passwd")]
    [InlineData("pwd")]
    [InlineData("passcode")]
    [InlineData("passHash")]
    [InlineData("contrasena")]
    [InlineData("mat_khau")]
    [InlineData("credentials")]
    [InlineData("smsOtp")]
    [InlineData("userOTP")]
    [InlineData("otp")]
    [InlineData("otpCode")]
    public Task An_action_signs_in_by_the_credential_it_handles(string name) => Reported($"    public void Enter(string {name}) => [|HttpContext.Session.SetString(\"UserId\", {name}[..1])|];");

    [Theory]
    [InlineData("Choose(string theme)")]
    [InlineData("Choose(string otpremnica)")]
    [InlineData("Forgot(string password)")]
    [InlineData("ResetPassword(string password)")]
    [InlineData("RecoverPassword(string password)")]
    [InlineData("ChangePassword(string password)")]
    [InlineData("SetPassword(string password)")]
    [InlineData("UpdatePassword(string password)")]
    [InlineData("QuenMatKhau(string password)")]
    [InlineData("DoiMatKhau(string password)")]
    public Task An_action_that_does_neither_signs_nobody_in(string action) => NotReported($"    public void {action} => HttpContext.Session.SetString(\"UserId\", \"7\");");

    [Theory]
    [InlineData("app.MapPost(\"/log-in\", (HttpContext context) => [|context.Session.SetString(\"UserId\", \"7\")|]);")]
    [InlineData("app.MapPost(\"/choose\", (HttpContext context) => context.Session.SetString(\"UserId\", \"7\"));")]
    public Task A_route_may_have_hyphens(string endpoint) => Verify.Analyzer<SessionNotRegeneratedAtSignIn>($"var app = WebApplication.Create(args);\n{endpoint}\napp.Run();");

    [Theory]
    [InlineData("LoginModel", "OnPostAsync", true)]
    [InlineData("LoginModel", "Save", false)]
    [InlineData("LoginSteps", "OnPostAsync", false)]
    [InlineData("LoginController", "IndexAsync", true)]
    [InlineData("LoginController", "Show", false)]
    [InlineData("LoginSteps", "Index", false)]
    public Task A_class_names_the_handlers_of_its_page_and_the_action_Index(string type, string method, bool signsIn) => Verify.Analyzer<SessionNotRegeneratedAtSignIn>(
        $$"""
        public class {{type}}
        {
            public void {{method}}(ISession session) => {{(signsIn ? "[|" : "")}}session.SetString("UserId", "7"){{(signsIn ? "|]" : "")}};
        }
        """);

    [Theory]
    [InlineData("user.Name == form.Password", true)]
    [InlineData("Verify(form.Password)", true)]
    [InlineData("CheckHash(form.Password)", true)]
    [InlineData("CompareHash(form.Password)", true)]
    [InlineData("Validate(form.Password)", true)]
    [InlineData("user.Name.Equals(form.Password)", true)]
    [InlineData("Verify(form.Name)", false)]
    [InlineData("user.Name == form.Name", false)]
    [InlineData("Log(form.Password)", false)]
    public Task A_method_of_the_app_signs_in_if_it_checks_a_credential(string check, bool signsIn) => Reported(
        $$"""
            public void Enter(IUsers users, LoginForm form)
            {
                if (Find(users, form) is { } user)
                {
                    {{(signsIn ? "[|" : "")}}HttpContext.Session.SetString("UserName", user.Name){{(signsIn ? "|]" : "")}};
                }
            }

            private static User? Find(IUsers users, LoginForm form) => users.Find(form.Name) is { } user && {{check}} ? user : null;

            private static bool Verify(string text) => text.Length > 0;

            private static bool CheckHash(string text) => text.Length > 0;

            private static bool CompareHash(string text) => text.Length > 0;

            private static bool Validate(string text) => text.Length > 0;

            private static bool Log(string text) => text.Length > 0;
        """);

    [Theory]
    [InlineData("await accounts.RenewSession(); context.Session.SetString(\"UserName\", name);")]
    [InlineData("await accounts.RenewSessionAsync(); context.Session.SetString(\"UserName\", name);")]
    [InlineData("await accounts.RegenerateAsync(); context.Session.SetString(\"UserName\", name);")]
    [InlineData("await accounts.DestroyAsync(); context.Session.SetString(\"UserName\", name);")]
    [InlineData("await accounts.Abandon(); context.Session.SetString(\"UserName\", name);")]
    [InlineData("await accounts.RenewAccountAsync(); [|context.Session.SetString(\"UserName\", name)|];")]
    public Task A_method_regenerates_by_its_name(string statements) => Verify.Analyzer<SessionNotRegeneratedAtSignIn>(
        $$"""
        public interface IAccounts
        {
            Task RenewSession();
            Task RenewSessionAsync();
            Task RegenerateAsync();
            Task DestroyAsync();
            Task Abandon();
            Task RenewAccountAsync();
        }

        public static class Login
        {
            public static async Task LoginAsync(HttpContext context, IAccounts accounts, string name)
            {
                {{statements}}
            }
        }
        """);

    [Theory]
    [InlineData("await First();", false)]
    [InlineData("await Zeroth();", true)]
    [InlineData("await Sometimes(name);", true)]
    [InlineData("await Swallowing();", true)]
    [InlineData("await Repeated(3);", true)]
    [InlineData("await context.Extended();", false)]
    public Task A_helper_regenerates_if_every_way_of_it_does_three_calls_deep(string call, bool reported) => Verify.Analyzer<SessionNotRegeneratedAtSignIn>(
        $$"""
        public static class Accounts
        {
            public static async Task Login(HttpContext context, IAccounts accounts, string name)
            {
                {{call}}
                {{(reported ? "[|" : "")}}context.Session.SetString("UserName", name){{(reported ? "|]" : "")}};

                async Task Zeroth() => await First();
                async Task First() => await Second();
                async Task Second() => await Third();
                async Task Third() => await accounts.RegenerateAsync();

                async Task Sometimes(string name)
                {
                    if (name.Length > 0)
                    {
                        await accounts.RegenerateAsync();
                    }
                }

                async Task Swallowing()
                {
                    try
                    {
                        await accounts.RegenerateAsync();
                    }
                    catch (InvalidOperationException)
                    {
                    }
                }

                async Task Repeated(int times)
                {
                    if (times > 0)
                    {
                        await Repeated(times - 1);
                    }
                }
            }

            private static Task Extended(this HttpContext context) => context.RequestServices.GetRequiredService<IAccounts>().RegenerateAsync();
        }

        public interface IAccounts
        {
            Task RegenerateAsync();
        }
        """);

    [Fact]
    public Task A_regeneration_in_a_lambda_counts_where_the_lambda_is_made() => Ways(
        """
                Func<Task> renew = () => context.GetSessionState().RegenerateIdAsync();
                await renew();
                context.Session.SetString("UserName", name);
        """);

    [Fact]
    public Task A_lambda_without_a_regeneration_is_none() => Ways(
        """
                Func<int> length = () => name.Length;
                if (length() > 3)
                {
                    await context.GetSessionState().RegenerateIdAsync();
                }

                [|context.Session.SetString("UserName", name)|];
        """);

    [Fact]
    public Task A_lambda_with_one_of_two_regenerations_counts() => Ways(
        """
                Func<Task> renew = () => context.GetSessionState().RegenerateIdAsync();
                if (remember)
                {
                    await context.GetSessionState().RegenerateIdAsync();
                }

                await renew();
                context.Session.SetString("UserName", name);
        """);

    [Fact]
    public Task A_condition_on_something_else_than_the_session_counts() => Ways(
        """
                var state = context.GetSessionState();
                if (password == name)
                {
                    await state.RegenerateIdAsync();
                }

                [|context.Session.SetString("UserName", name)|];
        """);

    [Fact]
    public Task Ways_through_a_local_function_in_another_are_followed() => Ways(
        """
                await Outer();

                async Task Outer()
                {
                    await LoginAsync();

                    async Task LoginAsync()
                    {
                        if (remember)
                        {
                            await context.GetSessionState().RegenerateIdAsync();
                        }

                        [|context.Session.SetString("UserName", name)|];
                    }
                }
        """);

    [Fact]
    public Task Ways_through_a_lambda_in_another_are_followed() => Verify.Analyzer<SessionNotRegeneratedAtSignIn>(
        """
        using GranularSessions;

        var app = WebApplication.Create(args);
        app.UseRouting();
        app.UseEndpoints(endpoints =>
        {
            endpoints.MapPost("/login", async (HttpContext context, string name, bool remember) =>
            {
                if (remember)
                {
                    await context.GetSessionState().RegenerateIdAsync();
                }

                [|context.Session.SetString("UserName", name)|];
            });
            endpoints.MapPost("/signin", async (HttpContext context, string name) =>
            {
                await context.GetSessionState().RegenerateIdAsync();
                context.Session.SetString("UserName", name);
            });
        });
        app.MapPost("/register", async (HttpContext context, string name, bool remember) =>
        {
            if (remember)
            {
                await context.GetSessionState().RegenerateIdAsync();
            }

            [|context.Session.SetString("UserName", name)|];
        });
        app.Run();
        """,
        test => test.Projects[0].ReferencesGranularSessions = true);

    private static Task Ways(string statements) => Verify.Analyzer<SessionNotRegeneratedAtSignIn>(
        $$"""
        public static class Accounts
        {
            public static async Task Login(HttpContext context, string name, string password, bool remember)
            {
                await Task.Yield();
        {{statements}}
            }
        }
        """,
        test => test.Projects[0].ReferencesGranularSessions = true);

    private static Task Reported(string members) => Verify.Analyzer<SessionNotRegeneratedAtSignIn>(SessionSources.Controller(members) + Services);

    private static Task NotReported(string members) => Verify.Analyzer<SessionNotRegeneratedAtSignIn>(SessionSources.Controller(members) + Services);
}
