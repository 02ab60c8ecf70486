using SessionAnalyzers.Security;
using SessionAnalyzers.Tests.Concurrency;
using SessionAnalyzers.Tests.Verification;
using Xunit;

namespace SessionAnalyzers.Tests.Security;

public sealed class SessionIdExposedTests
{
    [Fact]
    public Task A_log_entry_is_reported() => Verify.Analyzer<SessionIdExposed>(
        SessionSources.Controller("    public void Index(ILogger<Cart> logger) => logger.LogInformation(\"Session {Id}\", {|#0:HttpContext.Session.Id|});"),
        Verify.Diagnostic("SESS2011").WithLocation(0).WithArguments("a log"));

    [Fact]
    public Task An_interpolated_log_entry_is_reported() => Verified("    public void Index(ILogger<Cart> logger) => logger.LogWarning($\"Session {[|HttpContext.Session.Id|]} lost\");");

    [Fact]
    public Task A_logging_scope_is_reported() => Verified("    public void Index(ILogger<Cart> logger) => logger.BeginScope(\"Session {Id}\", [|HttpContext.Session.Id|]);");

    [Fact]
    public Task A_redirect_is_reported() => Verified("    public IActionResult Index() => Redirect(\"/pay?session=\" + [|HttpContext.Session.Id|]);");

    [Fact]
    public Task Route_values_are_a_URL() => Verified("    public IActionResult Index() => RedirectToAction(\"Pay\", new { id = [|HttpContext.Session.Id|] });");

    [Fact]
    public Task A_response_is_reported() => Verified("    public IActionResult Index() => Json(new { session = [|HttpContext.Session.Id|] });");

    [Fact]
    public Task An_exception_message_is_reported() => Verified("    public void Index() => throw new InvalidOperationException(\"No cart in \" + [|HttpContext.Session.Id|]);");

    [Fact]
    public Task A_local_is_followed() => Verified(
        """
            public IActionResult Index()
            {
                var id = [|HttpContext.Session.Id|];
                return Content("Your session is " + id);
            }
        """);

    [Fact]
    public Task A_minimal_API_is_reported() => Verify.Analyzer<SessionIdExposed>(
        """
        var app = WebApplication.Create(args);
        app.MapGet("/", (HttpContext context) => Results.Text([|context.Session.Id|]));
        app.MapGet("/raw", async (HttpContext context) => await context.Response.WriteAsync([|context.Session.Id|]));
        app.Run();
        """);

    [Fact]
    public Task A_key_to_data_is_not_reported() => Verified("    public object? Index(Dictionary<string, object> carts) => carts[HttpContext.Session.Id];");

    [Fact]
    public Task A_lookup_is_not_reported() => Verified("    public bool Index(HashSet<string> known) => known.Contains(HttpContext.Session.Id);");

    [Fact]
    public Task A_comparison_is_not_reported() => Verified("    public IActionResult Index(string id) => Json(HttpContext.Session.Id == id);");

    [Fact]
    public Task Another_id_is_not_reported() => Verified("    public void Index(ILogger<Cart> logger) => logger.LogInformation(\"Trace {Id}\", HttpContext.TraceIdentifier);");

    [Fact]
    public Task The_id_of_a_line_is_not_reported() => Verified("    public IActionResult Index() => Json(new CartLine { Id = 1 }.Id);");

    [Fact]
    public Task A_local_that_stays_inside_is_not_reported() => Verified(
        """
            public IActionResult Index(HashSet<string> known)
            {
                var id = HttpContext.Session.Id;
                return known.Add(id) ? Ok() : NoContent();
            }
        """);

    private static Task Verified(string members) => Verify.Analyzer<SessionIdExposed>(SessionSources.Controller(members));
}
