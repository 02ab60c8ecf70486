using SessionAnalyzers.Reliability;
using SessionAnalyzers.Tests.Concurrency;
using SessionAnalyzers.Tests.Verification;
using Xunit;

namespace SessionAnalyzers.Tests.Reliability;

public sealed class SessionValueAssumedPresentCodeFixTests
{
    private const string Elsewhere =
        """
            public IActionResult Index()
            {
                if (HttpContext.Session.GetInt32("CustomerId") == null)
                {
                    return RedirectToAction("Login", "Account");
                }

                return View();
            }

        """;

    [Fact]
    public Task The_local_is_declared_by_the_check() => Fixes(
        Elsewhere +
        """
            public async Task<IActionResult> Orders()
            {
                // Of the customer only.
                int id = {|SESS3013:HttpContext.Session.GetInt32("CustomerId").Value|};
                await Task.Yield();
                return View(id);
            }
        """,
        Elsewhere +
        """
            public async Task<IActionResult> Orders()
            {
                // Of the customer only.
                if (HttpContext.Session.GetInt32("CustomerId") is not { } id)
                {
                    return RedirectToAction("Login", "Account");
                }

                await Task.Yield();
                return View(id);
            }
        """);

    [Fact]
    public Task The_check_comes_before_the_statement() => Fixes(
        Elsewhere +
        """
            public IActionResult Orders()
            {
                ViewBag.Title = "Orders";
                return View(Find({|SESS3013:(int)HttpContext.Session.GetInt32("CustomerId")|}));
            }

            private static string Find(int id) => id.ToString();
        """,
        Elsewhere +
        """
            public IActionResult Orders()
            {
                ViewBag.Title = "Orders";
                if (HttpContext.Session.GetInt32("CustomerId") is not { } customerId)
                {
                    return RedirectToAction("Login", "Account");
                }

                return View(Find(customerId));
            }

            private static string Find(int id) => id.ToString();
        """);

    [Fact]
    public Task A_local_is_checked_after_its_declaration() => Fixes(
        Elsewhere +
        """
            public IActionResult Orders()
            {
                var id = HttpContext.Session.GetInt32("CustomerId");
                return View({|SESS3013:id.Value|});
            }
        """,
        Elsewhere +
        """
            public IActionResult Orders()
            {
                var id = HttpContext.Session.GetInt32("CustomerId");
                if (id is null)
                {
                    return RedirectToAction("Login", "Account");
                }

                return View(id.Value);
            }
        """);

    [Fact]
    public Task What_is_parsed_is_tried() => Fixes(
        """
            public IActionResult Index()
            {
                var text = HttpContext.Session.GetString("CustomerId");
                if (string.IsNullOrEmpty(text)) return Unauthorized();
                return View();
            }

            public IActionResult Orders()
            {
                var id = {|SESS3013:Guid.Parse(HttpContext.Session.GetString("CustomerId")!)|};
                return View(id);
            }
        """,
        """
            public IActionResult Index()
            {
                var text = HttpContext.Session.GetString("CustomerId");
                if (string.IsNullOrEmpty(text)) return Unauthorized();
                return View();
            }

            public IActionResult Orders()
            {
                if (!Guid.TryParse(HttpContext.Session.GetString("CustomerId"), out var id))
                {
                    return Unauthorized();
                }

                return View(id);
            }
        """);

    [Fact]
    public Task A_count_has_a_default() => Fixes(
        """
            public IActionResult Show()
            {
                ViewBag.Items = {|SESS3013:HttpContext.Session.GetInt32("items").Value|} + 1;
                return View({|SESS3013:(int)HttpContext.Session.GetInt32("total")|});
            }
        """,
        """
            public IActionResult Show()
            {
                ViewBag.Items = (HttpContext.Session.GetInt32("items") ?? 0) + 1;
                return View(HttpContext.Session.GetInt32("total") ?? 0);
            }
        """);

    [Fact]
    public Task An_identity_has_no_default() => NotFixed("    public IActionResult Orders() => View({|SESS3013:HttpContext.Session.GetInt32(\"CustomerId\").Value|});");

    [Fact]
    public Task A_text_has_no_default() => NotFixed("    public IActionResult Show() => Content({|SESS3013:HttpContext.Session.GetString(\"greeting\")!.Trim()|});");

    [Fact]
    public Task An_answer_of_another_type_does_not_fit() => NotFixed(
        Elsewhere + "    public string Orders() { return \"#\" + {|SESS3013:HttpContext.Session.GetInt32(\"CustomerId\").Value|}; }");

    [Fact]
    public Task A_name_in_use_is_left_to_the_developer() => NotFixed(
        Elsewhere + "    public IActionResult Orders(int customerId) { return View(customerId + {|SESS3013:HttpContext.Session.GetInt32(\"CustomerId\").Value|}); }");

    [Theory]
    [InlineData("if (isAdmin && {0} > 3) { return View(); } return NotFound();")]
    [InlineData("return View(isAdmin ? {0} : 0);")]
    [InlineData("return View(Find(Visit()) ?? Find({0}));")]
    public Task A_value_that_is_not_always_used_is_left_to_the_developer(string body) => NotFixed(
        Elsewhere
        + "    public IActionResult Orders(bool isAdmin) { " + body.Replace("{0}", "{|SESS3013:HttpContext.Session.GetInt32(\"CustomerId\").Value|}", StringComparison.Ordinal) + " }\n"
        + "    private int Visit() => 1;\n"
        + "    private string? Find(int id) => id > 1 ? \"order\" : null;");

    [Theory]
    [InlineData("if (isAdmin) { return View({|SESS3013:id.Value|}); } return View();")]
    [InlineData("if (!isAdmin) { return View(); } return View({|SESS3013:id.Value|});")]
    public Task A_local_that_is_not_always_used_is_left_to_the_developer(string body) => NotFixed(
        Elsewhere + "    public IActionResult Orders(bool isAdmin) { var id = HttpContext.Session.GetInt32(\"CustomerId\"); " + body + " }");

    private static Task NotFixed(string members) => Verify.NoCodeFix<SessionValueAssumedPresent, SessionValueAssumedPresentCodeFix>(Source(members));

    private static Task Fixes(string members, string fixedMembers) =>
        Verify.CodeFix<SessionValueAssumedPresent, SessionValueAssumedPresentCodeFix>(Source(members), Source(fixedMembers));

    private static string Source(string members) => "#pragma warning disable CS8629\n" + SessionSources.Controller(members);
}
