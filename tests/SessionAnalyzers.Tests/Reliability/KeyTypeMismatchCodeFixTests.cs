using SessionAnalyzers.Reliability;
using SessionAnalyzers.Tests.Concurrency;
using SessionAnalyzers.Tests.Verification;
using Xunit;

namespace SessionAnalyzers.Tests.Reliability;

public sealed class KeyTypeMismatchCodeFixTests
{
    [Fact]
    public Task A_test_for_presence_asks_for_the_text() => Fixes(
        """
            public void Login(string id) => HttpContext.Session.SetString("UserId", id);

            public IActionResult Index()
            {
                // Guests see the front page.
                if ({|SESS3005:HttpContext.Session.GetInt32("UserId")|} == null)
                {
                    return Content("");
                }

                return View();
            }
        """,
        """
            public void Login(string id) => HttpContext.Session.SetString("UserId", id);

            public IActionResult Index()
            {
                // Guests see the front page.
                if (HttpContext.Session.GetString("UserId") == null)
                {
                    return Content("");
                }

                return View();
            }
        """);

    [Fact]
    public Task The_text_of_a_number_is_made_from_the_number() => Fixes(
        """
            public void Login(int id) => HttpContext.Session.SetInt32("UserId", id);

            public void Show()
            {
                ViewBag.Id = {|SESS3005:HttpContext.Session.GetString("UserId")|};
                ViewBag.Padded = "#" + {|SESS3005:HttpContext.Session.GetString("UserId")|}!.PadLeft(8);
            }
        """,
        """
            public void Login(int id) => HttpContext.Session.SetInt32("UserId", id);

            public void Show()
            {
                ViewBag.Id = HttpContext.Session.GetInt32("UserId")?.ToString();
                ViewBag.Padded = "#" + (HttpContext.Session.GetInt32("UserId")?.ToString())!.PadLeft(8);
            }
        """);

    [Fact]
    public Task The_text_of_a_number_is_written_as_the_number_that_all_read() => Fixes(
        """
            public void Login(int id) => HttpContext.Session.SetString("UserId", id.ToString());

            public int? Current() => {|SESS3005:HttpContext.Session.GetInt32("UserId")|};

            public bool IsSignedIn() => {|SESS3005:HttpContext.Session.GetInt32("UserId")|} != null;
        """,
        """
            public void Login(int id) => HttpContext.Session.SetInt32("UserId", id);

            public int? Current() => HttpContext.Session.GetInt32("UserId");

            public bool IsSignedIn() => HttpContext.Session.GetInt32("UserId") != null;
        """);

    [Fact]
    public Task The_bytes_of_a_number_are_written_as_the_number_in_another_file() => Verify.CodeFix<KeyTypeMismatch, KeyTypeMismatchCodeFix>(test =>
    {
        test.AddDocument("Save.cs", "public static class Save { public static void Run(ISession session, int score) => session.Set(\"score\", BitConverter.GetBytes(score)); }",
            "public static class Save { public static void Run(ISession session, int score) => session.SetInt32(\"score\", score); }");
        test.AddDocument("Score.cs", "public static class Score { public static int? Of(ISession session) => {|SESS3005:session.GetInt32(\"score\")|}; }",
            "public static class Score { public static int? Of(ISession session) => session.GetInt32(\"score\"); }");
    });

    [Fact]
    public Task A_text_that_is_no_number_is_left_to_the_developer() => NotFixed(
        """
            public void Login(string id) => HttpContext.Session.SetString("UserId", id);

            public int? Current() => {|SESS3005:HttpContext.Session.GetInt32("UserId")|};
        """);

    [Fact]
    public Task A_text_that_others_read_as_text_stays_text() => NotFixed(
        """
            public void Login(int id) => HttpContext.Session.SetString("UserId", id.ToString());

            public int? Current() => {|SESS3005:HttpContext.Session.GetInt32("UserId")|};

            public string? Name() => "Customer " + HttpContext.Session.GetString("UserId");
        """);

    [Fact]
    public Task A_text_that_another_project_of_the_app_reads_stays_text() => Verify.NoCodeFix<KeyTypeMismatch, KeyTypeMismatchCodeFix>(test =>
    {
        test.AddDocument("Program.cs",
            """
            var app = WebApplication.Create(args);
            app.MapPost("/login", (HttpContext context, int id) => context.Session.SetString("UserId", id.ToString()));
            app.MapGet("/me", (HttpContext context) => {|SESS3005:context.Session.GetInt32("UserId")|});
            app.MapGet("/name", (HttpContext context) => Names.Of(context.Session));
            app.Run();
            """);
        test.Project.References("Library");
        test.AddProject("Library").AddDocument("Names.cs", "public static class Names { public static string Of(ISession session) => \"#\" + session.GetString(\"UserId\"); }");
    });

    [Fact]
    public Task A_key_that_may_be_the_same_stops_it() => NotFixed(
        """
            public void Login(int id) => HttpContext.Session.SetString("UserId", id.ToString());

            public void Set(string key, string value) => HttpContext.Session.SetString(key, value);

            public int? Current() => {|SESS3005:HttpContext.Session.GetInt32("UserId")|};
        """);

    [Fact]
    public Task JSON_of_another_type_is_left_to_the_developer() => NotFixed(
        """
            public void Save(Cart cart) => HttpContext.Session.SetObjectAsJson("cart", cart);

            public List<CartLine>? Lines() => {|SESS3005:HttpContext.Session.GetObjectFromJson<List<CartLine>>("cart")|};
        """);

    private static Task NotFixed(string members) => Verify.NoCodeFix<KeyTypeMismatch, KeyTypeMismatchCodeFix>(SessionSources.Controller(members));

    private static Task Fixes(string members, string fixedMembers) =>
        Verify.CodeFix<KeyTypeMismatch, KeyTypeMismatchCodeFix>(SessionSources.Controller(members), SessionSources.Controller(fixedMembers));
}
