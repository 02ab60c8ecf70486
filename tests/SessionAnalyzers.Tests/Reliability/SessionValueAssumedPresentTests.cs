using SessionAnalyzers.Reliability;
using SessionAnalyzers.Tests.Concurrency;
using SessionAnalyzers.Tests.Verification;
using Xunit;

namespace SessionAnalyzers.Tests.Reliability;

public sealed class SessionValueAssumedPresentTests
{
    [Fact]
    public Task The_value_of_a_number_is_taken_for_granted() => Verify.Analyzer<SessionValueAssumedPresent>(
        SessionSources.Controller(
            """
                public IActionResult Orders()
                {
                    var id = {|#0:HttpContext.Session.GetInt32("CustomerId").Value|};
                    return View(id);
                }
            """),
        Verify.Diagnostic("SESS3013").WithLocation(0).WithArguments("CustomerId", ".Value", "InvalidOperationException"));

    [Fact]
    public Task A_cast_is() => Verified("    public IActionResult Orders() => View([|(int)HttpContext.Session.GetInt32(\"CustomerId\")|]);");

    [Fact]
    public Task Parsing_is() => Verified("    public IActionResult Orders() => View([|Guid.Parse(HttpContext.Session.GetString(\"CustomerId\")!)|]);");

    [Fact]
    public Task Deserializing_is() => Verified("    public IActionResult Show() => View([|System.Text.Json.JsonSerializer.Deserialize<Cart>(HttpContext.Session.GetString(\"cart\")!)|]);");

    [Fact]
    public Task An_exclamation_mark_is() => Verified("    public IActionResult Show() => View([|HttpContext.Session.GetObjectFromJson<Cart>(\"cart\")!|].Lines);");

    [Fact]
    public Task Using_the_text_is() => Verified("    public IActionResult Show() => Content([|HttpContext.Session.GetString(\"name\")!.Trim()|]);");

    [Fact]
    public Task Using_it_later_is() => Verified(
        """
            public IActionResult Orders(int page)
            {
                var id = HttpContext.Session.GetInt32("CustomerId");
                ViewBag.Page = page;
                return View([|id.Value|]);
            }
        """);

    [Fact]
    public Task A_property_of_the_class_may_read_it() => Verified(
        """
            private int? CustomerId => HttpContext.Session.GetInt32("CustomerId");

            public IActionResult Orders() => View([|CustomerId.Value|]);
        """);

    [Fact]
    public Task A_page_handler_is_an_endpoint() => Verify.Analyzer<SessionValueAssumedPresent>(
        """
        using Microsoft.AspNetCore.Mvc.RazorPages;

        public class OrdersModel : PageModel
        {
            public int CustomerId { get; set; }

            public void OnGet() => CustomerId = [|HttpContext.Session.GetInt32("CustomerId").Value|];
        }
        """);

    [Fact]
    public Task The_delegate_of_a_minimal_API_is_an_endpoint() => Verify.Analyzer<SessionValueAssumedPresent>(
        """
        var app = WebApplication.Create(args);
        app.MapGet("/orders", (HttpContext context) => [|context.Session.GetInt32("CustomerId").Value|]);
        app.Run();
        """);

    [Fact]
    public Task A_default_is_not_reported() => Verified("    public IActionResult Show() => View((HttpContext.Session.GetInt32(\"count\") ?? 0) + HttpContext.Session.GetInt32(\"more\").GetValueOrDefault());");

    [Fact]
    public Task A_check_before_is_not_reported() => Verified(
        """
            public IActionResult Orders()
            {
                if (HttpContext.Session.GetInt32("CustomerId") == null)
                {
                    return RedirectToAction("Login");
                }

                return View(HttpContext.Session.GetInt32("CustomerId").Value);
            }
        """);

    [Fact]
    public Task A_check_of_the_local_is_not_reported() => Verified(
        """
            public IActionResult Orders()
            {
                var id = HttpContext.Session.GetInt32("CustomerId");
                if (!id.HasValue) return RedirectToAction("Login");
                return View(id.Value);
            }
        """);

    [Fact]
    public Task A_test_with_a_question_mark_is_one() => Verified(
        """
            public IActionResult Show()
            {
                var cart = HttpContext.Session.GetObjectFromJson<Cart>("cart");
                if (cart?.Name != null)
                {
                    return View(cart.Lines);
                }

                return NotFound();
            }
        """);

    [Fact]
    public Task A_question_mark_outside_a_condition_is_none() => Verified(
        """
            public IActionResult Show()
            {
                var id = HttpContext.Session.GetInt32("CustomerId");
                ViewBag.Customer = id?.ToString();
                return View([|id.Value|]);
            }
        """);

    [Fact]
    public Task A_check_of_another_value_of_the_session_is_one() => Verified(
        """
            public IActionResult Orders()
            {
                var role = HttpContext.Session.GetString("Role");
                return role == null ? Forbid() : View(HttpContext.Session.GetInt32("CustomerId").Value);
            }
        """);

    [Fact]
    public Task A_helper_may_check() => Verified(
        """
            private IActionResult? RequireLogin() => HttpContext.Session.GetInt32("CustomerId") == null ? RedirectToAction("Login") : null;

            public IActionResult Orders()
            {
                var redirect = RequireLogin();
                if (redirect != null) return redirect;
                return View(HttpContext.Session.GetInt32("CustomerId").Value);
            }
        """);

    [Fact]
    public Task A_filter_may_check() => Verified(
        """
            public override void OnActionExecuting(Microsoft.AspNetCore.Mvc.Filters.ActionExecutingContext context)
            {
                if (HttpContext.Session.GetInt32("CustomerId") == null) context.Result = RedirectToAction("Login");
            }

            public IActionResult Orders() => View(HttpContext.Session.GetInt32("CustomerId").Value);
        """);

    [Fact]
    public Task An_attribute_may_check() => Verify.Analyzer<SessionValueAssumedPresent>(
        """
        using Microsoft.AspNetCore.Mvc;
        using Microsoft.AspNetCore.Mvc.Filters;

        public class SignedInAttribute : ActionFilterAttribute
        {
            public override void OnActionExecuting(ActionExecutingContext context)
            {
                if (context.HttpContext.Session.GetString("Name") is null) context.Result = new UnauthorizedResult();
            }
        }

        public class OrdersController : Controller
        {
            [SignedIn]
            public IActionResult Index() => View(HttpContext.Session.GetInt32("CustomerId").Value);
        }
        """);

    [Fact]
    public Task What_was_written_is_there() => Verified(
        """
            public IActionResult Start()
            {
                HttpContext.Session.SetInt32("step", 1);
                return View(HttpContext.Session.GetInt32("step").Value);
            }
        """);

    [Fact]
    public Task What_is_caught_is_not_reported() => Verified(
        """
            public IActionResult Orders()
            {
                try
                {
                    return View(HttpContext.Session.GetInt32("CustomerId").Value);
                }
                catch (Exception)
                {
                    return RedirectToAction("Login");
                }
            }
        """);

    [Fact]
    public Task A_helper_leaves_the_check_to_its_callers() => Verified("    private int CustomerId => HttpContext.Session.GetInt32(\"CustomerId\").Value;");

    [Fact]
    public Task A_member_of_the_same_name_is_another() => Verified(
        """
            public IActionResult Show()
            {
                string? Name = HttpContext.Session.GetString("name");
                ViewBag.Name = Name;
                return View();
            }
        """);

    [Fact]
    public Task A_view_is_rendered_by_who_has_checked() => Verify.Analyzer<SessionValueAssumedPresent>(test => test.AddRazor("Views/Home/Index.cshtml", "var id = Context.Session.GetInt32(\"CustomerId\").Value;"));

    private static Task Verified(string members) => Verify.Analyzer<SessionValueAssumedPresent>("#pragma warning disable CS8629\n" + SessionSources.Controller(members));
}
