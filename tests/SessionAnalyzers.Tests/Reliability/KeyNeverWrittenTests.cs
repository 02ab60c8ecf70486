using SessionAnalyzers.Reliability;
using SessionAnalyzers.Tests.Concurrency;
using SessionAnalyzers.Tests.Verification;
using Xunit;

namespace SessionAnalyzers.Tests.Reliability;

public sealed class KeyNeverWrittenTests
{
    private const string Program = "var app = WebApplication.Create(args); app.UseSession(); app.MapControllers(); app.Run();";

    [Fact]
    public Task A_key_that_nothing_writes_is_reported() => Verify.Analyzer<KeyNeverWritten>(test =>
    {
        test.AddDocument("Program.cs", Program);
        test.AddDocument("Test.cs", SessionSources.Controller("    public string? Theme() => {|#0:HttpContext.Session.GetString(\"theme\")|};"));
        test.Expected.Add(Verify.Diagnostic("SESS3006").WithLocation(0).WithArguments("theme", "nothing in the app writes it"));
    });

    [Fact]
    public Task A_key_that_is_written_in_other_case_is_reported_with_that_write() => Verify.Analyzer<KeyNeverWritten>(test =>
    {
        test.AddDocument("Program.cs", Program);
        test.AddDocument("Test.cs", SessionSources.Controller(
            """
                public void Login(int id) => {|#1:HttpContext.Session.SetInt32("UserID", id)|};

                public int? Current() => {|#0:HttpContext.Session.GetInt32("UserId")|};
            """));
        test.Expected.Add(Verify.Diagnostic("SESS3006").WithLocation(0).WithAdditionalLocation(1).WithArguments("UserId", "only 'UserID' is written, and keys are case-sensitive"));
    });

    [Fact]
    public Task A_key_that_is_only_removed_is_reported() => Reported(
        """
            public string? Draft() => [|HttpContext.Session.GetString("draft")|];

            public void Forget() => HttpContext.Session.Remove("draft");
        """);

    [Fact]
    public Task A_read_through_a_wrapper_is_reported() => Reported("    public Cart? Cart() => [|HttpContext.Session.GetObjectFromJson<Cart>(\"cart\")|];");

    [Fact]
    public Task A_constant_that_only_reads_use_is_reported() => Reported(
        """
            private const string Key = "wizard";

            public string? Step() => [|HttpContext.Session.GetString(Key)|];
        """);

    [Fact]
    public Task A_read_in_a_view_is_reported() => Verify.Analyzer<KeyNeverWritten>(test =>
    {
        test.AddDocument("Program.cs", Program);
        test.AddRazor("Views/Shared/_Layout.cshtml", "var name = [|Context.Session.GetString(\"name\")|];");
    });

    [Fact]
    public Task A_Startup_class_is_an_app_too() => Verify.Analyzer<KeyNeverWritten>(
        SessionSources.Controller("    public string? Theme() => [|HttpContext.Session.GetString(\"theme\")|];")
        + "\npublic class Startup { public void Configure(IApplicationBuilder app) => app.UseSession(); }");

    [Fact]
    public Task A_write_in_another_file_is_one() => Verify.Analyzer<KeyNeverWritten>(test =>
    {
        test.AddDocument("Program.cs", Program);
        test.AddDocument("Read.cs", "public static class Read { public static string? Theme(ISession session) => session.GetString(\"theme\"); }");
        test.AddDocument("Write.cs", "public static class Write { private const string Key = \"theme\"; public static void Theme(ISession session) => session.SetString(Key, \"dark\"); }");
    });

    [Fact]
    public Task A_write_in_a_view_is_one() => Verify.Analyzer<KeyNeverWritten>(test =>
    {
        test.AddDocument("Program.cs", Program);
        test.AddDocument("Read.cs", "public static class Read { public static string? Theme(ISession session) => session.GetString(\"theme\"); }");
        test.AddRazor("Views/Home/Index.cshtml", "Context.Session.SetString(\"theme\", \"dark\");");
    });

    [Fact]
    public Task A_write_through_a_wrapper_is_one() => Silent(
        """
            public void Save(Cart cart) => HttpContext.Session.SetObjectAsJson("cart", cart);

            public Cart? Cart() => HttpContext.Session.GetObjectFromJson<Cart>("cart");
        """);

    [Fact]
    public Task A_write_by_the_handler_of_an_endpoint_is_one() => Verify.Analyzer<KeyNeverWritten>(
        """
        var app = WebApplication.Create(args);
        app.UseSession();
        app.MapPost("/theme", Choose);
        app.MapGet("/theme", (HttpContext context) => context.Session.GetString("theme"));
        app.Run();

        void Choose(HttpContext context) => context.Session.SetString("theme", "dark");
        """);

    [Fact]
    public Task A_write_by_a_key_that_is_not_known_may_be_one() => Silent(
        """
            public void Set(string key, string value) => HttpContext.Session.SetString(key, value);

            public string? Theme() => HttpContext.Session.GetString("theme");
        """);

    [Fact]
    public Task A_write_by_a_composed_key_may_be_one() => Silent(
        """
            public void Set(int number, string value) => HttpContext.Session.SetString("answer" + number, value);

            public string? First() => HttpContext.Session.GetString("answer1");
        """);

    [Fact]
    public Task A_key_that_the_code_names_elsewhere_may_be_written_there() => Silent(
        """
            private static readonly string[] Filters = ["color", "size"];

            public void Keep() => Array.ForEach(Filters, filter => Store.Instance.Keep(HttpContext, filter));

            public string? Color() => HttpContext.Session.GetString("color");
        """, "public abstract class Store { public static Store Instance => throw new NotImplementedException(); public abstract void Keep(HttpContext context, string key); }");

    [Fact]
    public Task A_constant_that_is_handed_on_may_be_written_there() => Silent(
        """
            private const string Key = "wizard";

            public string? Step() => HttpContext.Session.GetString(Key);

            public void Next(Action<string> store) => store(Key);
        """);

    [Fact]
    public Task A_library_is_no_app() => Verify.Analyzer<KeyNeverWritten>("public static class Read { public static string? Theme(ISession session) => session.GetString(\"theme\"); }");

    [Fact]
    public Task An_app_with_a_library_may_write_it_there() => Verify.Analyzer<KeyNeverWritten>(test =>
    {
        test.AddDocument("Program.cs", Program);
        test.AddDocument("Read.cs", "public static class Read { public static string? Theme(ISession session) => session.GetString(\"theme\"); }");
        test.Project.References("Library");
        test.AddProject("Library").AddDocument("Themes.cs", "public static class Themes { public static void Choose(ISession session) => session.SetString(\"theme\", \"dark\"); }");
    });

    private static Task Reported(string members) => Verified(members, "");

    private static Task Silent(string members, string other = "") => Verified(members, other);

    private static Task Verified(string members, string other) => Verify.Analyzer<KeyNeverWritten>(test =>
    {
        test.AddDocument("Program.cs", Program);
        test.AddDocument("Test.cs", SessionSources.Controller(members));
        test.AddDocument("Other.cs", other);
    });
}
