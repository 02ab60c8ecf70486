using SessionAnalyzers.Security;
using SessionAnalyzers.Tests.Concurrency;
using SessionAnalyzers.Tests.Verification;
using Xunit;

namespace SessionAnalyzers.Tests.Security;

public sealed class AuthorizationFromSessionValueTests
{
    [Fact]
    public Task A_role_that_decides_is_reported() => Verify.Analyzer<AuthorizationFromSessionValue>(
        SessionSources.Controller(
            """
                public IActionResult Admin()
                {
                    if ({|#0:HttpContext.Session.GetString("Role")|} != "Admin")
                    {
                        return Forbid();
                    }

                    return View();
                }
            """),
        Verify.Diagnostic("SESS2013").WithLocation(0).WithArguments("Role"));

    [Fact]
    public Task A_missing_user_redirected_to_the_login_is_reported() => Verified(
        """
            public IActionResult Orders()
            {
                var user = [|HttpContext.Session.GetInt32("UserId")|];
                if (user == null) return RedirectToAction("Login", "Account");
                return View();
            }
        """);

    [Theory]
    [InlineData("return StatusCode(403);")]
    [InlineData("return StatusCode(StatusCodes.Status401Unauthorized);")]
    [InlineData("return new RedirectToActionResult(\"Login\", \"Account\", null);")]
    [InlineData("Response.StatusCode = 403;")]
    [InlineData("return StatusCode(401);")]
    [InlineData("return StatusCode(StatusCodes.Status403Forbidden);")]
    [InlineData("return StatusCode((int)System.Net.HttpStatusCode.Unauthorized);")]
    [InlineData("return StatusCode((int)System.Net.HttpStatusCode.Forbidden);")]
    [InlineData("return new StatusCodeResult(403);")]
    [InlineData("return new UnauthorizedResult();")]
    [InlineData("return new ForbidResult();")]
    [InlineData("return new ChallengeResult();")]
    [InlineData("return Unauthorized();")]
    [InlineData("return Challenge();")]
    [InlineData("return Redirect(\"/signin\");")]
    [InlineData("return LocalRedirect(\"/account/LOGIN\");")]
    [InlineData("return new RedirectResult(\"/login\");")]
    [InlineData("return new LocalRedirectResult(\"/login\");")]
    public Task A_refusal_by_its_status_or_result_is_reported(string refusal) => Verified(
        $$"""
            public IActionResult Admin()
            {
                if ([|HttpContext.Session.GetString("Role")|] != "Admin")
                {
                    {{refusal}}
                }

                return View();
            }
        """);

    [Theory]
    [InlineData("return StatusCode(404);")]
    [InlineData("return new StatusCodeResult(404);")]
    [InlineData("return new RedirectResult(\"/welcome\");")]
    [InlineData("return new ContentResult { Content = \"login\" };")]
    [InlineData("return Content(\"401\");")]
    [InlineData("return View(\"Login\");")]
    [InlineData("Response.StatusCode = 302;")]
    [InlineData("Response.ContentLength = 403;")]
    public Task Another_answer_is_no_refusal(string answer) => Verified(
        $$"""
            public IActionResult Admin()
            {
                if (HttpContext.Session.GetString("Role") != "Admin")
                {
                    {{answer}}
                }

                return View();
            }
        """);

    [Theory]
    [InlineData("return View();", true)]
    [InlineData("{ return View(); }", true)]
    [InlineData("{ ViewBag.Admin = true; return View(); }", true)]
    [InlineData("{ ViewBag.Admin = true; }", false)]
    [InlineData("ViewBag.Admin = true;", false)]
    public Task A_statement_that_follows_is_the_other_way_only_after_a_branch_that_leaves(string branch, bool isReported) => Verified(
        $$"""
            public IActionResult Admin()
            {
                if ({{(isReported ? "[|" : "")}}HttpContext.Session.GetString("Role"){{(isReported ? "|]" : "")}} == "Admin") {{branch}}
                return Forbid();
            }
        """);

    [Fact]
    public Task What_follows_the_next_statement_is_not_the_other_way() => Verified(
        """
            public IActionResult Admin(bool known)
            {
                if (HttpContext.Session.GetString("Role") == "Admin")
                {
                    return View();
                }

                ViewBag.Visitor = true;
                return known ? View() : Forbid();
            }
        """);

    [Fact]
    public Task A_filter_that_sets_the_result_is_reported() => Verify.Analyzer<AuthorizationFromSessionValue>(
        """
        using Microsoft.AspNetCore.Mvc;
        using Microsoft.AspNetCore.Mvc.Filters;

        public sealed class SignedInAttribute : ActionFilterAttribute
        {
            public override void OnActionExecuting(ActionExecutingContext context)
            {
                if ([|context.HttpContext.Session.GetInt32("UserId")|] == null)
                {
                    context.Result = new RedirectToActionResult("Login", "Account", null);
                }
            }
        }
        """);

    [Fact]
    public Task A_helper_is_reported() => Verified(
        """
            private bool IsAdmin() => HttpContext.Session.GetString("IsAdmin") == "true";

            public IActionResult Admin()
            {
                if (![|IsAdmin()|])
                {
                    return Unauthorized();
                }

                return View();
            }
        """);

    [Fact]
    public Task A_property_is_reported() => Verified(
        """
            private string? Role => HttpContext.Session.GetString("Role");

            public IActionResult Admin()
            {
                if ([|Role|] is not "Admin")
                {
                    return Challenge();
                }

                return View();
            }
        """);

    [Fact]
    public Task A_filter_is_reported() => Verify.Analyzer<AuthorizationFromSessionValue>(
        """
        using Microsoft.AspNetCore.Mvc;
        using Microsoft.AspNetCore.Mvc.Filters;

        public class SignedInAttribute : ActionFilterAttribute
        {
            public override void OnActionExecuting(ActionExecutingContext context)
            {
                if ([|context.HttpContext.Session.GetString("Username")|] == null)
                {
                    context.Result = new UnauthorizedResult();
                }
            }
        }
        """);

    [Fact]
    public Task A_wrapper_is_reported() => Verified(
        """
            public IActionResult Orders()
            {
                if ([|HttpContext.Session.GetObjectFromJson<Cart>("User")|] == null)
                {
                    return RedirectToAction("SignIn");
                }

                return View();
            }
        """);

    [Fact]
    public Task A_minimal_API_is_reported() => Verify.Analyzer<AuthorizationFromSessionValue>(
        """
        var app = WebApplication.Create(args);
        app.MapGet("/admin", (HttpContext context) =>
        {
            if ([|context.Session.GetString("role")|] != "admin")
            {
                return Results.Unauthorized();
            }

            return Results.Ok();
        });
        app.Run();
        """);

    [Fact]
    public Task A_Razor_Page_is_reported() => Verify.Analyzer<AuthorizationFromSessionValue>(
        """
        using Microsoft.AspNetCore.Mvc;
        using Microsoft.AspNetCore.Mvc.RazorPages;

        public class AdminModel : PageModel
        {
            public IActionResult OnGet()
            {
                if ([|HttpContext.Session.GetString("UserRole")|] != "Admin")
                {
                    return RedirectToPage("/Login");
                }

                return Page();
            }
        }
        """);

    [Fact]
    public Task A_claim_is_not_reported() => Verified("    public IActionResult Admin() => User.IsInRole(\"Admin\") ? View() : Forbid();");

    [Fact]
    public Task An_empty_cart_is_not_reported() => Verified(
        """
            public IActionResult Checkout()
            {
                if (HttpContext.Session.GetString("cart") == null)
                {
                    return RedirectToAction("Index");
                }

                return View();
            }
        """);

    [Fact]
    public Task A_user_shown_is_not_reported() => Verified("    public void Index() => ViewBag.User = HttpContext.Session.GetString(\"Username\");");

    [Fact]
    public Task A_redirect_elsewhere_is_not_reported() => Verified(
        """
            public IActionResult Index()
            {
                if (HttpContext.Session.GetString("Username") != null)
                {
                    return RedirectToAction("Home");
                }

                return View();
            }
        """);

    [Fact]
    public Task A_refusal_for_another_reason_is_not_reported() => Verified(
        """
            public IActionResult Save(bool valid)
            {
                ViewBag.User = HttpContext.Session.GetString("Username");
                if (!valid)
                {
                    return Forbid();
                }

                return View();
            }
        """);

    [Fact]
    public Task A_refusal_in_the_else_is_reported() => Verified(
        """
            public IActionResult Admin()
            {
                if ([|HttpContext.Session.GetString("Role")|] == "Admin")
                {
                    return View();
                }
                else
                {
                    return Forbid();
                }
            }
        """);

    [Fact]
    public Task A_refusal_after_the_branch_of_those_let_in_is_reported() => Verified(
        """
            public IActionResult Admin()
            {
                var role = [|HttpContext.Session.GetString("Role")|];
                if (role == "Admin")
                {
                    return View();
                }

                return Forbid();
            }
        """);

    [Fact]
    public Task A_conditional_expression_is_reported() => Verified("    public IActionResult Admin() => [|HttpContext.Session.GetString(\"Role\")|] == \"Admin\" ? View() : Forbid();");

    [Fact]
    public Task A_conditional_expression_that_refuses_first_is_reported() => Verified("    public IActionResult Admin() => [|HttpContext.Session.GetString(\"Role\")|] != \"Admin\" ? Forbid() : View();");

    [Fact]
    public Task A_refusal_before_the_decision_is_none_of_its_outcomes() => Verified(
        """
            public IActionResult Admin(bool known)
            {
                if (known)
                    goto decide;
                return Forbid();
            decide:
                if (HttpContext.Session.GetString("Role") == "Admin")
                {
                    return View();
                }

                return Content("visitor");
            }
        """);

    [Fact]
    public Task A_logout_that_ends_at_the_login_is_not_reported() => Verified(
        """
            public IActionResult Logout()
            {
                if (HttpContext.Session.GetString("Username") != null)
                {
                    HttpContext.Session.Clear();
                }

                return RedirectToAction("Login");
            }
        """);

    [Fact]
    public Task An_else_that_shows_something_else_is_not_reported() => Verified(
        """
            public IActionResult Index()
            {
                if (HttpContext.Session.GetString("Username") != null)
                {
                    return View("Welcome");
                }
                else
                {
                    return View("Visitor");
                }
            }
        """);

    [Fact]
    public Task A_helper_that_reads_several_keys_is_one_finding() => Verified(
        """
            public IActionResult Index()
            {
                if (![|IsSignedIn()|])
                {
                    return Unauthorized();
                }

                return View();
            }

            private bool IsSignedIn() => HttpContext.Session.GetInt32("UserId") != null && HttpContext.Session.GetString("UserName") != null;
        """);

    [Fact]
    public Task Two_values_in_one_condition_are_one_finding() => Verified(
        """
            public IActionResult Index()
            {
                if ([|HttpContext.Session.GetInt32("UserId")|] == null || HttpContext.Session.GetString("Role") != "Admin")
                {
                    return Unauthorized();
                }

                return View();
            }
        """);

    [Fact]
    public Task A_filter_that_redirects_to_the_login_is_reported() => Verify.Analyzer<AuthorizationFromSessionValue>(
        """
        using Microsoft.AspNetCore.Mvc;
        using Microsoft.AspNetCore.Mvc.Filters;

        public class AdminAttribute : ActionFilterAttribute
        {
            public override void OnActionExecuting(ActionExecutingContext context)
            {
                if (string.IsNullOrEmpty([|context.HttpContext.Session.GetString("AdminLoggedIn")|]))
                {
                    context.Result = new RedirectToActionResult("Index", "Login", null);
                }
            }
        }

        public class WelcomeAttribute : ActionFilterAttribute
        {
            public override void OnActionExecuting(ActionExecutingContext context)
            {
                if (string.IsNullOrEmpty(context.HttpContext.Session.GetString("AdminLoggedIn")))
                {
                    context.Result = new RedirectToActionResult("Index", "Welcome", null);
                }
            }
        }
        """);

    private static Task Verified(string members) => Verify.Analyzer<AuthorizationFromSessionValue>(SessionSources.Controller(members));
}
