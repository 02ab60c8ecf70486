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

    [Theory]
    [InlineData("(int){0}GetInt32(\"CustomerId\")", "the cast to int", "InvalidOperationException")]
    [InlineData("{0}GetString(\"CustomerId\").Trim()", ".Trim", "NullReferenceException")]
    [InlineData("{0}GetString(\"CustomerId\").Length", ".Length", "NullReferenceException")]
    [InlineData("{0}GetString(\"CustomerId\")[0]", "an index", "NullReferenceException")]
    [InlineData("{0}GetObjectFromJson<Cart>(\"CustomerId\")!", "!", "NullReferenceException")]
    [InlineData("Guid.Parse({0}GetString(\"CustomerId\"))", "Parse", "ArgumentNullException")]
    [InlineData("JsonConvert.DeserializeObject({0}GetString(\"CustomerId\"))", "DeserializeObject", "ArgumentNullException")]
    public Task The_message_says_what_throws_what(string expression, string form, string exception) => Verify.Analyzer<SessionValueAssumedPresent>(
        SessionSources.Controller($"    public IActionResult Show() => View({{|#0:{expression.Replace("{0}", "HttpContext.Session.", StringComparison.Ordinal)}|}});")
        + "public static class JsonConvert { public static object? DeserializeObject(string? json) => json; }",
        Verify.Diagnostic("SESS3013").WithLocation(0).WithArguments("CustomerId", form, exception));

    [Fact]
    public Task An_exclamation_mark_needs_nothing_after_it() => Verified(
        """
            public IActionResult Show()
            {
                Cart cart = [|HttpContext.Session.GetObjectFromJson<Cart>("cart")!|];
                return View(cart);
            }
        """);

    [Fact]
    public Task A_number_that_may_be_absent_stays_so_with_an_exclamation_mark() => Verified(
        """
            public IActionResult Show()
            {
                int? id = HttpContext.Session.GetInt32("CustomerId")!;
                return View(id);
            }
        """);

    [Fact]
    public Task A_cast_to_what_may_be_absent_is_not_reported() => Verified("    public IActionResult Show() => View((object?)HttpContext.Session.GetInt32(\"CustomerId\"));");

    [Fact]
    public Task Passing_a_value_on_is_not_reported() => Verified("    public IActionResult Show() => View(HttpContext.Session.GetString(\"name\"));");

    [Fact]
    public Task What_a_wrapper_hands_to_a_parser_may_be_a_default() => Verified("    public IActionResult Show() => View(Guid.Parse(HttpContext.Session.GetObjectFromJson<string>(\"id\")));");

    [Fact]
    public Task Another_argument_of_a_parser_may_be_absent() => Verified(
        """
            public IActionResult Show(string text) => View(Parse(text, HttpContext.Session.GetString("culture")));

            private static string Parse(string text, string? culture) => text + culture;
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

    [Theory]
    [InlineData("if (!HttpContext.Session.GetInt32(\"CustomerId\").HasValue) return Forbid();")]
    [InlineData("while (HttpContext.Session.GetInt32(\"CustomerId\").HasValue) break;")]
    [InlineData("ViewBag.Mine = HttpContext.Session.TryGetValue(\"CustomerId\", out _) ? 1 : 2;")]
    [InlineData("var mine = HttpContext.Session.GetInt32(\"CustomerId\").HasValue && page > 0;")]
    [InlineData("var mine = HttpContext.Session.GetInt32(\"CustomerId\").HasValue || page > 0;")]
    [InlineData("var mine = HttpContext.Session.GetInt32(\"CustomerId\") != null;")]
    [InlineData("var mine = HttpContext.Session.GetInt32(\"CustomerId\") is { };")]
    [InlineData("switch (HttpContext.Session.GetInt32(\"CustomerId\")) { case null: return Forbid(); }")]
    [InlineData("var mine = HttpContext.Session.GetInt32(\"CustomerId\") switch { null => 1, _ => 2 };")]
    public Task A_check_may_have_any_form(string check) => Verified(
        $$"""
            public IActionResult Orders(int page)
            {
                {{check}}
                return View(HttpContext.Session.GetInt32("CustomerId").Value);
            }
        """);

    [Theory]
    [InlineData("ViewBag.Name = HttpContext.Session.GetString(\"name\");")]
    [InlineData("if (page > 1) ViewBag.Name = HttpContext.Session.GetString(\"name\");")]
    [InlineData("while (page > 1) ViewBag.Name = HttpContext.Session.GetString(\"name\");")]
    [InlineData("ViewBag.Name = page > 1 ? HttpContext.Session.GetString(\"name\") : null;")]
    [InlineData("HttpContext.Session.SetString(\"name\", \"\");")]
    [InlineData("HttpContext.Session.Remove(\"CustomerId\");")]
    public Task Using_the_session_before_is_no_check(string use) => Verified(
        $$"""
            public IActionResult Orders(int page)
            {
                {{use}}
                return View([|HttpContext.Session.GetInt32("CustomerId").Value|]);
            }
        """);

    [Fact]
    public Task Reading_another_value_in_the_same_expression_is_no_check() => Verified(
        "    public IActionResult Orders() => View((HttpContext.Session.GetString(\"name\"), [|HttpContext.Session.GetInt32(\"CustomerId\").Value|]));");

    [Fact]
    public Task A_condition_on_something_else_is_no_check_of_the_local() => Verified(
        """
            public IActionResult Orders(int page)
            {
                var id = HttpContext.Session.GetInt32("CustomerId");
                if (page < 1) return NotFound();
                return View([|id.Value|]);
            }
        """);

    [Fact]
    public Task A_check_after_is_too_late() => Verified(
        """
            public IActionResult Orders()
            {
                var id = HttpContext.Session.GetInt32("CustomerId");
                ViewBag.Id = [|id.Value|];
                if (id == null || HttpContext.Session.GetInt32("CustomerId") == null) return Forbid();
                return View();
            }
        """);

    [Fact]
    public Task A_check_in_another_endpoint_is_none() => Verify.Analyzer<SessionValueAssumedPresent>(
        """
        #pragma warning disable CS8629
        var app = WebApplication.Create(args);
        app.MapGet("/me", (HttpContext context) => context.Session.GetInt32("CustomerId") == null);
        app.MapGet("/orders", (HttpContext context) => [|context.Session.GetInt32("CustomerId").Value|]);
        app.Run();
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

    [Theory]
    [InlineData("[SignedIn] public class OrdersController : Controller")]
    [InlineData("public class OrdersController : SignedInController")]
    [InlineData("public class OrdersController : MarkedController")]
    public Task The_filter_of_a_class_may_check(string declaration) => Verify.Analyzer<SessionValueAssumedPresent>(
        $$"""
        #pragma warning disable CS8629
        using Microsoft.AspNetCore.Mvc;
        using Microsoft.AspNetCore.Mvc.Filters;

        public class SignedInAttribute : ActionFilterAttribute
        {
            public override void OnActionExecuting(ActionExecutingContext context)
            {
                if (context.HttpContext.Session.GetString("Name") is null) context.Result = new UnauthorizedResult();
            }
        }

        [SignedIn]
        public abstract class MarkedController : Controller
        {
        }

        public abstract class SignedInController : Controller
        {
            public override void OnActionExecuting(ActionExecutingContext context)
            {
                if (HttpContext.Session.GetString("Name") is null) context.Result = new UnauthorizedResult();
            }
        }

        {{declaration}}
        {
            public IActionResult Index() => View(HttpContext.Session.GetInt32("CustomerId").Value);
        }
        """);

    [Theory]
    [InlineData("OnActionExecuting")]
    [InlineData("OnActionExecutionAsync")]
    [InlineData("OnAuthorization")]
    [InlineData("OnAuthorizationAsync")]
    [InlineData("OnResourceExecuting")]
    [InlineData("OnResourceExecutionAsync")]
    [InlineData("OnPageHandlerExecuting")]
    [InlineData("OnPageHandlerExecutionAsync")]
    [InlineData("OnPageHandlerSelected")]
    [InlineData("Invoke")]
    [InlineData("InvokeAsync")]
    public Task Any_filter_or_middleware_may_check_the_key(string method) => Verified(
        "    public IActionResult Orders() => View(HttpContext.Session.GetInt32(\"CustomerId\").Value);",
        $"public class Filter {{ public bool {method}(ISession session) => session.GetString(\"Name\") is null || session.GetInt32(\"CustomerId\") is null; }}");

    [Fact]
    public Task A_filter_elsewhere_that_checks_another_key_is_none() => Verified(
        "    public IActionResult Orders() => View([|HttpContext.Session.GetInt32(\"CustomerId\").Value|]);",
        "public class Filter { public bool OnActionExecuting(ISession session) => session.GetString(\"Name\") is null; }");

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

    [Theory]
    [InlineData("catch { }")]
    [InlineData("catch (System.Exception) { }")]
    [InlineData("catch (SystemException) { }")]
    [InlineData("catch (InvalidOperationException) { }")]
    [InlineData("catch (System.IO.IOException) { } catch (Exception) { }")]
    public Task Any_handler_that_catches_it_will_do(string handlers) => Verified(
        $$"""
            public IActionResult Orders()
            {
                try { return View(HttpContext.Session.GetInt32("CustomerId").Value); }
                {{handlers}}

                return RedirectToAction("Login");
            }
        """);

    [Theory]
    [InlineData("catch (System.IO.IOException) { }")]
    [InlineData("catch (NullReferenceException) { }")]
    [InlineData("finally { }")]
    public Task A_handler_that_does_not_catch_it_does_not_help(string handler) => Verified(
        $$"""
            public IActionResult Orders()
            {
                try { ViewBag.Id = [|HttpContext.Session.GetInt32("CustomerId").Value|]; }
                {{handler}}

                return View();
            }
        """);

    [Fact]
    public Task What_a_handler_takes_for_granted_is_reported() => Verified(
        """
            public IActionResult Orders()
            {
                try { return View(); }
                catch (Exception) { return View([|HttpContext.Session.GetInt32("CustomerId").Value|]); }
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

    [Theory]
    [InlineData("Controller", "public int Orders() => V;", true)]
    [InlineData("ControllerBase", "public int Orders() => V;", true)]
    [InlineData("Microsoft.AspNetCore.Mvc.RazorPages.PageModel", "public int OnGet() => V;", true)]
    [InlineData("Controller", "private int Orders() => V;", false)]
    [InlineData("Controller", "protected int Orders() => V;", false)]
    [InlineData("Controller", "public static int Orders(HttpContext HttpContext) => V;", false)]
    [InlineData("Controller", "public override int GetHashCode() => V;", false)]
    [InlineData("Controller", "public int Orders { get { return V; } }", false)]
    [InlineData("Holder", "public int Orders() => V;", false)]
    [InlineData("Holder", "public void Map(WebApplication app) => app.MapGet(\"/\", (HttpContext HttpContext) => V);", true)]
    [InlineData("Holder", "public void Map(WebApplication app) => app.Use((HttpContext HttpContext, RequestDelegate next) => { Console.WriteLine(V); return next(HttpContext); });", true)]
    [InlineData("Holder", "public void Map(WebApplication app) => app.Run(HttpContext => { Console.WriteLine(V); return Task.CompletedTask; });", true)]
    [InlineData("Holder", "public void Map(WebApplication app) { app.MapGet(\"/\", Orders); int Orders(HttpContext HttpContext) => V; }", true)]
    [InlineData("Holder", "public void Map(WebApplication app) { app.MapGet(\"/\", Orders); int Orders(int id, HttpContext HttpContext) => V; }", true)]
    [InlineData("Holder", "public void Map(WebApplication app) { app.MapGet(\"/\", (int id) => id); int Orders(int id) => V; }", false)]
    [InlineData("Holder", "public Func<HttpContext, int> Orders() => HttpContext => V;", false)]
    [InlineData("Holder", "public void Map(List<HttpContext> all) => all.ForEach(HttpContext => Console.WriteLine(V));", false)]
    public Task The_framework_calls_endpoints_alone(string type, string member, bool isEndpoint) => Verify.Analyzer<SessionValueAssumedPresent>(
        $$"""
        using Microsoft.AspNetCore.Mvc;

        public class Holder
        {
            protected HttpContext HttpContext { get; } = null!;
        }

        public class Home : {{type}}
        {
            {{member.Replace("V", isEndpoint ? "[|HttpContext.Session.GetInt32(\"CustomerId\").Value|]" : "HttpContext.Session.GetInt32(\"CustomerId\").Value")}}
        }
        """);

    private static Task Verified(string members, string more = "") =>
        Verify.Analyzer<SessionValueAssumedPresent>("#pragma warning disable CS8629\n" + SessionSources.Controller(members) + more);
}
