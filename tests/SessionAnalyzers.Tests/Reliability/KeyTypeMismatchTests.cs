using SessionAnalyzers.Reliability;
using SessionAnalyzers.Tests.Concurrency;
using SessionAnalyzers.Tests.Verification;
using Xunit;

namespace SessionAnalyzers.Tests.Reliability;

public sealed class KeyTypeMismatchTests
{
    [Fact]
    public Task A_text_that_is_read_as_a_number_is_reported_with_its_write() => Verify.Analyzer<KeyTypeMismatch>(
        SessionSources.Controller(
            """
                public void Login(string id) => {|#1:HttpContext.Session.SetString("UserId", id)|};

                public int? Current() => {|#0:HttpContext.Session.GetInt32("UserId")|};
            """),
        Verify.Diagnostic("SESS3005").WithLocation(0).WithAdditionalLocation(1).WithArguments("UserId", "an Int32", "text"));

    [Fact]
    public Task A_number_that_is_read_as_text_is_reported() => Verified(
        """
            public void Login(int id) => HttpContext.Session.SetInt32("UserId", id);

            public string Current() => "Customer " + [|HttpContext.Session.GetString("UserId")|];
        """);

    [Fact]
    public Task Asking_for_the_number_of_a_text_says_nothing_of_its_presence() => Verified(
        """
            public void Login(string id) => HttpContext.Session.SetString("UserId", id);

            public bool IsSignedIn() => [|HttpContext.Session.GetInt32("UserId")|] != null;
        """);

    [Fact]
    public Task The_files_may_be_two() => Verify.Analyzer<KeyTypeMismatch>(test =>
    {
        test.AddDocument("Keys.cs", "public static class Keys { public const string Step = \"step\"; }");
        test.AddDocument("Start.cs", "public static class Start { public static void Run(ISession session) => session.SetInt32(Keys.Step, 1); }");
        test.AddDocument("Wizard.cs", "public static class Wizard { public static string? Step(ISession session) => [|session.GetString(\"step\")|]; }");
    });

    [Fact]
    public Task A_view_may_read_it() => Verify.Analyzer<KeyTypeMismatch>(test =>
    {
        test.AddDocument("Login.cs", "public static class Login { public static void Run(ISession session, string id) => session.SetString(\"UserId\", id); }");
        test.AddRazor("Views/Shared/_Layout.cshtml", "var id = [|Context.Session.GetInt32(\"UserId\")|];");
    });

    [Fact]
    public Task The_bytes_of_BitConverter_are_not_those_of_GetInt32() => Verified(
        """
            public void Save(int score) => HttpContext.Session.Set("score", BitConverter.GetBytes(score));

            public int? Score() => [|HttpContext.Session.GetInt32("score")|];
        """);

    [Fact]
    public Task The_number_of_SetInt32_is_not_that_of_BitConverter() => Verified(
        """
            public void Save(int score) => HttpContext.Session.SetInt32("score", score);

            public int Score() => HttpContext.Session.TryGetValue("score", out var none) ? BitConverter.ToInt32([|HttpContext.Session.Get("score")|]!) : 0;
        """);

    [Fact]
    public Task A_wrapper_that_stores_JSON_writes_no_Int32() => Verified(
        """
            public void Save(int score) => HttpContext.Session.SetObjectAsJson("score", score);

            public int Score() => [|HttpContext.Session.GetInt32("score")|] ?? 0;
        """);

    [Fact]
    public Task An_object_is_no_list() => Verified(
        """
            public void Save(Cart cart) => HttpContext.Session.SetObjectAsJson("cart", cart);

            public List<CartLine>? Lines() => [|HttpContext.Session.GetObjectFromJson<List<CartLine>>("cart")|];
        """);

    [Fact]
    public Task Text_in_quotes_is_not_the_text() => Verified(
        """
            public void Save(string name) => HttpContext.Session.SetObjectAsJson("name", name);

            public void Greet() => ViewBag.Greeting = "Hello " + [|HttpContext.Session.GetString("name")|];
        """);

    [Fact]
    public Task A_text_that_is_no_JSON_is_reported_where_it_is_deserialized() => Verified(
        """
            public void Grant() => HttpContext.Session.SetString("role", "admin");

            public string? Role() => [|HttpContext.Session.GetObjectFromJson<string>("role")|];
        """);

    [Fact]
    public Task A_property_reads_it_where_it_names_the_key() => Verified(
        """
            private int? UserId => [|HttpContext.Session.GetInt32("UserId")|];

            public void Login(string id) => HttpContext.Session.SetString("UserId", id);

            public bool Mine(int owner) => UserId == owner;
        """);

    [Fact]
    public Task One_of_two_writes_is_enough() => Verified(
        """
            public void Login(int id) => HttpContext.Session.SetInt32("UserId", id);

            public void LoginWithGoogle(string id) => HttpContext.Session.SetString("UserId", id);

            public int? Current() => [|HttpContext.Session.GetInt32("UserId")|];
        """);

    [Fact]
    public Task The_handler_of_an_endpoint_may_be_a_local_function() => Verify.Analyzer<KeyTypeMismatch>(
        """
        var app = WebApplication.Create(args);
        app.MapPost("/login", Login);
        app.MapGet("/me", (HttpContext context) => [|context.Session.GetInt32("UserId")|]);
        app.Run();

        static void Login(HttpContext context, string id) => context.Session.SetString("UserId", id);
        """);

    [Fact]
    public Task Reading_what_is_written_is_not_reported() => Verified(
        """
            public void Login(int id, string name)
            {
                HttpContext.Session.SetInt32("UserId", id);
                HttpContext.Session.SetString("Name", name);
            }

            public string Current() => HttpContext.Session.GetInt32("UserId") + HttpContext.Session.GetString("Name");
        """);

    [Fact]
    public Task Whether_a_number_is_there_may_be_asked_as_text() => Verified(
        """
            public void Login(int id) => HttpContext.Session.SetInt32("UserId", id);

            public bool IsSignedIn() => !string.IsNullOrEmpty(HttpContext.Session.GetString("UserId")) && HttpContext.Session.TryGetValue("UserId", out _);
        """);

    [Fact]
    public Task JSON_written_by_hand_may_be_read_by_a_wrapper() => Verified(
        """
            public void Save(Cart cart) => HttpContext.Session.SetString("cart", System.Text.Json.JsonSerializer.Serialize(cart));

            public Cart? Cart() => HttpContext.Session.GetObjectFromJson<Cart>("cart");
        """);

    [Fact]
    public Task JSON_may_be_read_as_text_and_deserialized() => Verified(
        """
            public void Save(string name) => HttpContext.Session.SetObjectAsJson("name", name);

            public string? Name()
            {
                var json = HttpContext.Session.GetString("name");
                return json is null ? null : System.Text.Json.JsonSerializer.Deserialize<string>(json);
            }
        """);

    [Fact]
    public Task A_wrapper_may_encode_its_text_in_place() => Verify.Analyzer<KeyTypeMismatch>(
        """
        public static class Texts
        {
            public static void SetText(this ISession session, string key, string text)
            {
                text = System.Text.Json.JsonSerializer.Serialize(text);
                session.SetString(key, text);
            }

            public static void Grant(ISession session) => session.SetText("role", "admin");

            public static string? Role(ISession session) => System.Text.Json.JsonSerializer.Deserialize<string>(session.GetString("role")!);
        }
        """);

    [Fact]
    public Task The_bytes_of_BitConverter_may_be_read_into_a_variable_that_is_there() => Verified(
        """
            public void Save(int score) => HttpContext.Session.SetInt32("score", score);

            public int Score()
            {
                byte[]? bytes;
                return [|HttpContext.Session.TryGetValue("score", out bytes)|] ? BitConverter.ToInt32(bytes) : 0;
            }
        """);

    [Fact]
    public Task A_number_as_JSON_is_its_text() => Verified(
        """
            public void Save(int score) => HttpContext.Session.SetObjectAsJson("score", score);

            public string? Score() => HttpContext.Session.GetString("score");
        """);

    [Fact]
    public Task The_interface_of_a_list_is_a_list() => Verified(
        """
            public void Save(List<CartLine> lines) => HttpContext.Session.SetObjectAsJson("lines", lines);

            public IEnumerable<CartLine>? Lines() => HttpContext.Session.GetObjectFromJson<IReadOnlyList<CartLine>>("lines");
        """);

    [Fact]
    public Task Bytes_that_are_turned_round_are_not_reported() => Verified(
        """
            public void Save(int score)
            {
                var bytes = BitConverter.GetBytes(score);
                Array.Reverse(bytes);
                HttpContext.Session.Set("score", bytes);
            }

            public int? Score() => HttpContext.Session.GetInt32("score");
        """);

    [Fact]
    public Task UTF8_bytes_of_a_text_are_the_text() => Verified(
        """
            public void Save(string name) => HttpContext.Session.Set("name", System.Text.Encoding.UTF8.GetBytes(name));

            public string? Name() => HttpContext.Session.GetString("name");
        """);

    [Fact]
    public Task An_empty_text_stands_for_none() => Verified(
        """
            public void Login(int id) => HttpContext.Session.SetInt32("UserId", id);

            public void Logout() => HttpContext.Session.SetString("UserId", "");

            public int? Current() => HttpContext.Session.GetInt32("UserId");
        """);

    [Fact]
    public Task Another_key_is_another_value() => Verified(
        """
            public void Login(string id) => HttpContext.Session.SetString("UserId", id);

            public int? Current() => HttpContext.Session.GetInt32("userId") ?? HttpContext.Session.GetInt32("UserId2");
        """);

    [Fact]
    public Task A_key_that_begins_with_what_is_not_known_is_not_reported() => Verified(
        """
            public void Save(string prefix, string text) => HttpContext.Session.SetString(prefix + "_value", text);

            public int? Number(string name) => HttpContext.Session.GetInt32(name + "_value");
        """);

    [Fact]
    public Task Two_projects_have_a_session_each() => Verify.Analyzer<KeyTypeMismatch>(test =>
    {
        test.AddDocument("Login.cs", "public static class Login { public static void Run(ISession session, string id) => session.SetString(\"UserId\", id); }");
        test.AddProject("Other").AddDocument("Current.cs", "public static class Current { public static int? Id(ISession session) => session.GetInt32(\"UserId\"); }");
    });

    private static Task Verified(string members) => Verify.Analyzer<KeyTypeMismatch>(SessionSources.Controller(members));
}
