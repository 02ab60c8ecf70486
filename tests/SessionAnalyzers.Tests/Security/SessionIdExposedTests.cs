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
        Verify.Diagnostic("SESS2011").WithLocation(0).WithArguments("id", "a log", "it does not open the session by itself, as the cookie does, but ties what is recorded to one user's session"));

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
    public Task The_session_cookie_is_the_credential() => Verify.Analyzer<SessionIdExposed>(
        SessionSources.Controller("    public void Index(ILogger<Cart> logger) => logger.LogInformation(\"Cookie {Cookie}\", {|#0:Request.Cookies[\".AspNetCore.Session\"]|});"),
        Verify.Diagnostic("SESS2011").WithLocation(0).WithArguments("cookie", "a log", "whoever reads it takes over the session"));

    [Fact]
    public Task The_session_cookie_by_its_default_name_is_reported() => Verified(
        "    public void Index() => Console.WriteLine([|Request.Cookies[Microsoft.AspNetCore.Session.SessionDefaults.CookieName]|]);");

    [Fact]
    public Task A_conditional_access_is_reported() => Verified("    public void Index(ILogger<Cart> logger) => logger.LogInformation(\"Session {Id}\", [|HttpContext?.Session?.Id|]);");

    [Fact]
    public Task A_conditional_access_with_a_default_is_reported() => Verified(
        """
            public void Index(ILogger<Cart> logger)
            {
                var id = HttpContext.Session[|?.Id|] ?? "none";
                logger.LogInformation($"Session {id}");
            }
        """.Replace("HttpContext.Session[|?.Id|]", "[|HttpContext.Session?.Id|]"));

    [Fact]
    public Task A_formatted_message_is_reported() => Verified("    public void Index(ILogger<Cart> logger) => logger.LogError(string.Format(\"Session {0}\", [|HttpContext.Session.Id|]));");

    [Fact]
    public Task Other_loggers_are_known_by_their_levels() => Verified(
        """
            private static readonly Log4 Log = new();
            public void Index() => Log.Warn("Session " + [|HttpContext.Session.Id|]);
            private class Log4 { public void Warn(string text) { } }
        """);

    [Fact]
    public Task A_generated_log_method_is_reported() => Verify.Analyzer<SessionIdExposed>(
        """
        public static partial class Logs
        {
            [LoggerMessage(1, LogLevel.Information, "Cart of {Session}")]
            public static partial void CartShown(ILogger logger, string session);
            public static partial void CartShown(ILogger logger, string session) { }

            public static void Show(ILogger logger, HttpContext context) => CartShown(logger, [|context.Session.Id|]);
        }
        """);

    [Fact]
    public Task A_trace_tag_is_reported() => Verified("    public void Index() => System.Diagnostics.Activity.Current?.SetTag(\"session\", [|HttpContext.Session.Id|]);");

    [Fact]
    public Task A_link_is_reported() => Verified("    public void Index() => ViewBag.Link = Url.Action(\"Pay\", new { session = [|HttpContext.Session.Id|] });");

    [Fact]
    public Task A_request_to_another_server_is_reported() => Verified(
        "    public Task Index(HttpClient client) => client.GetAsync($\"https://pay.example/start?session={[|HttpContext.Session.Id|]}\");");

    [Fact]
    public Task A_response_header_is_reported() => Verified("    public void Index() => Response.Headers[\"X-Session\"] = [|HttpContext.Session.Id|];");

    [Fact]
    public Task A_returned_id_is_a_response() => Verified("    public string Index() => [|HttpContext.Session.Id|];");

    [Fact]
    public Task A_returned_id_of_a_minimal_API_is_a_response() => Verify.Analyzer<SessionIdExposed>(
        """
        var app = WebApplication.Create(args);
        app.MapGet("/", (HttpContext context) => new { Session = [|context.Session.Id|] });
        app.Run();
        """);

    [Fact]
    public Task A_target_typed_exception_is_reported() => Verified(
        """
            public void Index()
            {
                InvalidOperationException exception = new("No cart in " + [|HttpContext.Session.Id|]);
                throw exception;
            }
        """);

    [Fact]
    public Task A_hash_of_the_id_is_not_reported() => Verified(
        "    public void Index(ILogger<Cart> logger) => logger.LogInformation(\"Session {Hash}\", HttpContext.Session.Id.GetHashCode());");

    [Fact]
    public Task What_an_app_derives_from_the_id_is_not_reported() => Verified(
        """
            public void Index(ILogger<Cart> logger) => logger.LogInformation("Session {Pseudonym}", Pseudonym(HttpContext.Session.Id));
            private static string Pseudonym(string id) => id.Length.ToString();
        """);

    [Fact]
    public Task A_condition_on_the_id_is_not_reported() => Verified(
        "    public IActionResult Index() => Content(HttpContext.Session.Id == \"\" ? \"no session\" : \"a session\");");

    [Fact]
    public Task The_length_of_the_id_is_not_reported() => Verified(
        "    public void Index(ILogger<Cart> logger) => logger.LogInformation(\"{Length} characters\", HttpContext.Session.Id.Length);");

    [Fact]
    public Task A_sign_in_is_no_log() => Verified(
        """
            public void Index() => LogIn(HttpContext.Session.Id);
            public void Logout() => Login(HttpContext.Session.Id);
            private void LogIn(string id) { }
            private void Login(string id) { }
        """);

    [Fact]
    public Task A_private_helper_returns_to_the_app() => Verified("    private string Key() => \"cart:\" + HttpContext.Session.Id;");

    [Fact]
    public Task Another_cookie_is_not_reported() => Verified("    public void Index() => Console.WriteLine(Request.Cookies[\"theme\"]);");

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

    [Fact]
    public Task A_local_that_is_assigned_the_id_later_is_followed() => Verified(
        """
            public void Index()
            {
                var id = HttpContext.Session.GetString("id");
                if (id == null)
                {
                    id = [|HttpContext.Session.Id|];
                }

                Response.Headers.Append("x-session", id);
            }
        """);

    [Fact]
    public Task What_a_local_held_before_is_not_the_id() => Verified(
        """
            public bool Index(HashSet<string> known)
            {
                var id = HttpContext.TraceIdentifier;
                Response.Headers.Append("x-trace", id);
                id = HttpContext.Session.Id;
                return known.Contains(id);
            }
        """);

    private static Task Verified(string members) => Verify.Analyzer<SessionIdExposed>(SessionSources.Controller(members));
}
