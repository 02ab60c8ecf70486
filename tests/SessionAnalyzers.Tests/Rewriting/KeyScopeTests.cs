using SessionAnalyzers.Concurrency;
using SessionAnalyzers.Tests.Verification;
using Xunit;

namespace SessionAnalyzers.Tests.Rewriting;

public sealed class KeyScopeTests
{
    private const string Visit = """
        public static class Visits
        {
            public static void Add(HttpContext context)
            {
                {|SESS1002:context.Session.SetInt32("visits", (context.Session.GetInt32("visits") ?? 0) + 1)|};
            }
        }
        """;

    private const string VisitFixed = """
        public static class Visits
        {
            public static async Task Add(HttpContext context)
            {
                await context.GetSessionState().Counter("visits").IncrementAsync();
            }
        }
        """;

    [Fact]
    public Task Accesses_and_callers_in_other_projects_of_the_app_move_too() => Verify.CodeFix<ReadModifyWrite, ReadModifyWriteCodeFix>(test =>
    {
        test.Project.ReferencesGranularSessions = true;
        test.Project.References("Library");
        test.AddDocument(
            "Web.cs",
            """
            public static class Page
            {
                public static int Show(HttpContext context)
                {
                    Visits.Add(context);
                    return context.Session.GetInt32("visits") ?? 0;
                }
            }
            """,
            """
            public static class Page
            {
                public static async Task<int> Show(HttpContext context)
                {
                    await Visits.Add(context);
                    return (int)await context.GetSessionState().Counter("visits").GetAsync();
                }
            }
            """);
        TestProject library = test.AddProject("Library");
        library.ReferencesGranularSessions = true;
        library.AddDocument("Visits.cs", Visit, VisitFixed);
    });

    // The other app's key has a finding of its own, but nobody there references GranularSessions: it stays.
    [Fact]
    public Task Two_apps_with_equal_key_names_have_two_keys() => Verify.CodeFix<ReadModifyWrite, ReadModifyWriteCodeFix>(test =>
    {
        test.Project.ReferencesGranularSessions = true;
        test.AddDocument("Visits.cs", Visit, VisitFixed);
        test.AddProject("Other").AddDocument("Visits.cs", Visit);
    });

    [Fact]
    public Task A_project_without_GranularSessions_is_offered_nothing() => Verify.NoCodeFix<ReadModifyWrite, ReadModifyWriteCodeFix>(Visit);

    [Fact]
    public Task A_view_that_uses_the_key_keeps_it() => Verify.NoCodeFix<ReadModifyWrite, ReadModifyWriteCodeFix>(test =>
    {
        test.Project.ReferencesGranularSessions = true;
        test.AddDocument("Visits.cs", Visit);
        test.AddRazor(
            "Views/Home/Index.cshtml",
            """var visits = Context.Session.GetInt32("visits");""");
    });

    [Fact]
    public Task The_public_API_of_a_package_stays() => Verify.NoCodeFix<ReadModifyWrite, ReadModifyWriteCodeFix>(test =>
    {
        test.Project.ReferencesGranularSessions = true;
        test.Project.EditorConfig = """
            root = true

            [*.cs]
            sessionanalyzers.general.public_api = fixed
            """;
        test.AddDocument("Visits.cs", Visit);
    });

    [Fact]
    public Task A_library_packed_on_build_is_a_package() => Verify.NoCodeFix<ReadModifyWrite, ReadModifyWriteCodeFix>(test =>
    {
        test.Project.ReferencesGranularSessions = true;
        test.Project.GlobalOptions["build_property.GeneratePackageOnBuild"] = "true";
        test.AddDocument("Visits.cs", Visit);
    });

    [Fact]
    public Task A_private_method_of_a_package_may_change() => Verify.CodeFix<ReadModifyWrite, ReadModifyWriteCodeFix>(test =>
    {
        test.Project.ReferencesGranularSessions = true;
        test.Project.GlobalOptions["build_property.GeneratePackageOnBuild"] = "true";
        test.AddDocument("Visits.cs", Visit.Replace("public", "internal"), VisitFixed.Replace("public", "internal"));
    });
}
