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

    [Theory]
    [InlineData("$\"Session {[|HttpContext.Session.Id|]}\"")]
    [InlineData("($\"Session {[|HttpContext.Session.Id|]!}\")!")]
    [InlineData("\"Session \" + ([|HttpContext.Session.Id|])")]
    public Task A_local_that_is_made_of_the_id_is_followed(string text) => Verified(
        $$"""
            public IActionResult Index()
            {
                var text = {{text}};
                return Content(text);
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

    [Theory]
    [InlineData("Trace")]
    [InlineData("Verbose")]
    [InlineData("Debug")]
    [InlineData("Info")]
    [InlineData("Information")]
    [InlineData("Warning")]
    [InlineData("Error")]
    [InlineData("Fatal")]
    [InlineData("Critical")]
    [InlineData("Write")]
    [InlineData("ForContext")]
    [InlineData("PushProperty")]
    public Task A_level_of_a_logger_is_a_log_and_of_anything_else_is_not(string method) => Verified(
        $$"""
            private readonly Sink _logger = new();
            private readonly Sink _shelf = new();
            public void Index() => _logger.{{method}}("Session " + [|HttpContext.Session.Id|]);
            public void Keep() => _shelf.{{method}}("Session " + HttpContext.Session.Id);
            private class Sink { public void {{method}}(string text) { } }
        """);

    [Theory]
    [InlineData("System.Diagnostics.Trace.TraceInformation([|HttpContext.Session.Id|])")]
    [InlineData("System.Diagnostics.Trace.TraceError([|HttpContext.Session.Id|])")]
    [InlineData("System.Diagnostics.Debug.WriteLine([|HttpContext.Session.Id|])")]
    [InlineData("System.Diagnostics.Activity.Current!.AddTag(\"session\", [|HttpContext.Session.Id|])")]
    [InlineData("System.Diagnostics.Activity.Current!.SetBaggage(\"session\", [|HttpContext.Session.Id|])")]
    [InlineData("System.Diagnostics.Activity.Current!.AddBaggage(\"session\", [|HttpContext.Session.Id|])")]
    [InlineData("Log([|HttpContext.Session.Id|])")]
    [InlineData("LogEvent([|HttpContext.Session.Id|])")]
    [InlineData("LogOnAsync(HttpContext.Session.Id)")]
    [InlineData("Logged(HttpContext.Session.Id)")]
    public Task What_a_call_is_called_says_whether_it_logs(string call) => Verified(
        $$"""
            public void Index() => {{call}};
            private void Log(string text) { }
            private void LogEvent(string text) { }
            private void LogOnAsync(string text) { }
            private void Logged(string text) { }
        """);

    [Theory]
    [InlineData("string.Concat(\"Session \", [|HttpContext.Session.Id|])")]
    [InlineData("string.Join(\",\", [|HttpContext.Session.Id|], \"cart\")")]
    [InlineData("[|HttpContext.Session.Id|].ToString()")]
    [InlineData("[|HttpContext.Session.Id|].Substring(0, 8)")]
    [InlineData("[|HttpContext.Session.Id|].Trim().TrimStart('-').TrimEnd('-')")]
    [InlineData("[|HttpContext.Session.Id|].Replace(\"-\", \"\")")]
    [InlineData("[|HttpContext.Session.Id|].ToUpper().ToLower()")]
    [InlineData("[|HttpContext.Session.Id|].ToUpperInvariant().ToLowerInvariant()")]
    [InlineData("[|HttpContext.Session.Id|].PadLeft(40).PadRight(50)")]
    [InlineData("Uri.EscapeDataString([|HttpContext.Session.Id|])")]
    [InlineData("System.Net.WebUtility.UrlEncode([|HttpContext.Session.Id|])")]
    [InlineData("System.Text.Encodings.Web.HtmlEncoder.Default.Encode([|HttpContext.Session.Id|])")]
    [InlineData("System.Text.Json.JsonSerializer.Serialize(new { id = [|HttpContext.Session.Id|] })")]
    [InlineData("Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes([|HttpContext.Session.Id|]))")]
    [InlineData("([|HttpContext.Session.Id|] ?? \"none\")!")]
    [InlineData("HttpContext.Session.Id.IndexOf('-')")]
    [InlineData("(HttpContext.Session.Id is \"\")")]
    [InlineData("Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(HttpContext.Session.Id)))")]
    public Task What_keeps_the_text_of_the_id_is_followed(string value) => Verified($"    public void Index(ILogger<Cart> logger) => logger.LogInformation(\"{{Value}}\", {value});");

    [Theory]
    [InlineData("new Uri(\"https://pay.example/\" + [|HttpContext.Session.Id|])")]
    [InlineData("new UriBuilder(\"https://pay.example\") { Query = [|HttpContext.Session.Id|] }")]
    [InlineData("Microsoft.AspNetCore.WebUtilities.QueryHelpers.AddQueryString(\"/pay\", \"session\", [|HttpContext.Session.Id|])")]
    [InlineData("LocalRedirect(\"/pay?session=\" + [|HttpContext.Session.Id|])")]
    [InlineData("QueryString.Create(\"session\", [|HttpContext.Session.Id|])")]
    [InlineData("Request.QueryString.Add(\"session\", [|HttpContext.Session.Id|])")]
    [InlineData("Url.ActionLink(\"Pay\", values: new { session = [|HttpContext.Session.Id|] })")]
    [InlineData("Url.Page(\"/Pay\", new { session = [|HttpContext.Session.Id|] })")]
    [InlineData("Url.PageLink(\"/Pay\", values: new { session = [|HttpContext.Session.Id|] })")]
    [InlineData("Url.RouteUrl(\"pay\", new { session = [|HttpContext.Session.Id|] })")]
    [InlineData("Url.Link(\"pay\", new { session = [|HttpContext.Session.Id|] })")]
    [InlineData("Url.Content(\"~/pay?\" + [|HttpContext.Session.Id|])")]
    [InlineData("linkGenerator.GetPathByAction(\"Pay\", \"Cart\", new { session = [|HttpContext.Session.Id|] })")]
    [InlineData("linkGenerator.GetPathByName(\"pay\", new { session = [|HttpContext.Session.Id|] })")]
    [InlineData("linkGenerator.GetPathByPage(\"/Pay\", null, new { session = [|HttpContext.Session.Id|] })")]
    [InlineData("linkGenerator.GetPathByRouteValues(\"pay\", new { session = [|HttpContext.Session.Id|] })")]
    [InlineData("linkGenerator.GetUriByAction(HttpContext, \"Pay\", \"Cart\", new { session = [|HttpContext.Session.Id|] })")]
    [InlineData("linkGenerator.GetUriByName(HttpContext, \"pay\", new { session = [|HttpContext.Session.Id|] })")]
    [InlineData("linkGenerator.GetUriByPage(HttpContext, \"/Pay\", null, new { session = [|HttpContext.Session.Id|] })")]
    [InlineData("linkGenerator.GetUriByRouteValues(HttpContext, \"pay\", new { session = [|HttpContext.Session.Id|] })")]
    [InlineData("known.Action(HttpContext.Session.Id)")]
    [InlineData("known.Create(HttpContext.Session.Id)")]
    public Task A_URL_in_any_form_is_reported(string url) => Verified(
        $$"""
            private readonly Carts known = new();
            private object? Link(LinkGenerator linkGenerator) => {{url}};
            private class Carts { public object Action(string id) => 0; public object Create(string id) => 0; }
        """);

    [Theory]
    [InlineData("Request.QueryString = new QueryString(\"?session=\" + [|HttpContext.Session.Id|])")]
    [InlineData("new UriBuilder().Query = [|HttpContext.Session.Id|]")]
    [InlineData("Response.Headers.ETag = [|HttpContext.Session.Id|]")]
    [InlineData("Response.Headers.Add(\"X-Session\", [|HttpContext.Session.Id|])")]
    [InlineData("Response.Cookies.Append(\"session\", [|HttpContext.Session.Id|])")]
    [InlineData("Request.Headers[\"X-Session\"] = HttpContext.Session.Id")]
    [InlineData("HttpContext.Items[\"session\"] = HttpContext.Session.Id")]
    [InlineData("HttpContext.TraceIdentifier = HttpContext.Session.Id")]
    [InlineData("known.Add(HttpContext.Session.Id)")]
    public Task What_it_is_assigned_or_added_to_decides(string statement) => Verified(
        $$"""
            #pragma warning disable ASP0019
            public void Index(HashSet<string> known) { {{statement}}; }
        """);

    [Theory]
    [InlineData("Content")]
    [InlineData("Ok")]
    [InlineData("BadRequest")]
    [InlineData("NotFound")]
    [InlineData("Conflict")]
    [InlineData("UnprocessableEntity")]
    [InlineData("Problem")]
    public Task A_result_of_a_controller_is_a_response(string result) => Verified($"    private IActionResult Answer() => {result}([|HttpContext.Session.Id|]);");

    [Theory]
    [InlineData("StatusCode(400, [|HttpContext.Session.Id|])")]
    [InlineData("Created(\"/cart\", [|HttpContext.Session.Id|])")]
    [InlineData("Accepted(\"/cart\", [|HttpContext.Session.Id|])")]
    public Task A_result_with_a_value_is_a_response(string result) => Verified($"    private IActionResult Answer() => {result};");

    [Theory]
    [InlineData("MapGet(\"/\", ")]
    [InlineData("MapPost(\"/\", ")]
    [InlineData("MapPut(\"/\", ")]
    [InlineData("MapPatch(\"/\", ")]
    [InlineData("MapDelete(\"/\", ")]
    [InlineData("Map(\"/\", ")]
    [InlineData("MapMethods(\"/\", [\"HEAD\"], ")]
    [InlineData("MapFallback(")]
    public Task What_a_mapped_lambda_returns_is_a_response(string map) => Verify.Analyzer<SessionIdExposed>(
        $$"""
        var app = WebApplication.Create(args);
        app.{{map}}(HttpContext context) => "Session " + [|context.Session.Id|]);
        app.Run();
        """);

    [Theory]
    [InlineData("private string Id() { return HttpContext.Session.Id; }")]
    [InlineData("public static string Id(HttpContext context) => context.Session.Id;")]
    [InlineData("public string Get() { return [|HttpContext.Session.Id|]; }")]
    [InlineData("public Task<string> Get() => Task.FromResult([|HttpContext.Session.Id|]);")]
    [InlineData("public async Task<string> Get() => await Task.FromResult([|HttpContext.Session.Id|]).ConfigureAwait(false);")]
    [InlineData("public string Get(bool visible) => visible ? [|HttpContext.Session.Id|] : \"\";")]
    [InlineData("public string Get() { switch (HttpContext.Session.Id) { case \"\": return \"none\"; default: return \"some\"; } }")]
    [InlineData("public string Get() { if (HttpContext.Session.Id == \"\") return \"none\"; return \"some\"; }")]
    [InlineData("public void Get() { HttpContext.Session.Id.Clone(); }")]
    public Task What_an_action_returns_is_a_response(string member) => Verified("    " + member);

    [Fact]
    public Task What_a_class_of_the_app_returns_is_not_a_response() => Verify.Analyzer<SessionIdExposed>(
        """
        public class Carts(IHttpContextAccessor accessor)
        {
            public string Id() => accessor.HttpContext!.Session.Id;
        }
        """);

    [Fact]
    public Task A_lambda_of_the_app_returns_to_it() => Verified("    public object Index(List<int> known) => known.Select(number => number + HttpContext.Session.Id).Count();");

    [Fact]
    public Task The_output_of_a_view_is_a_response() => Verify.Analyzer<SessionIdExposed>(
        """
        public abstract class CartView : Microsoft.AspNetCore.Mvc.Razor.RazorPage
        {
            protected void Show()
            {
                Write([|Context.Session.Id|]);
                WriteLiteral([|Context.Session.Id|]);
            }
        }
        """);

    [Fact]
    public Task What_is_sent_to_another_server_is_not_its_URL() => Verified(
        "    public Task Index(HttpClient client) => client.PostAsync(\"https://pay.example\", new StringContent(HttpContext.Session.Id));");

    [Theory]
    [InlineData(".AspNet.Session")]
    [InlineData(".AspNetCore.Session")]
    public Task The_cookie_of_the_session_is_known_by_its_names(string name) => Verified($"    public IActionResult Index() => Content([|Request.Cookies[\"{name}\"]|]!);");

    private static Task Verified(string members) => Verify.Analyzer<SessionIdExposed>(SessionSources.Controller(members));
}
