using SessionAnalyzers.Reliability;
using SessionAnalyzers.Tests.Concurrency;
using SessionAnalyzers.Tests.Verification;
using Xunit;

namespace SessionAnalyzers.Tests.Reliability;

public sealed class KeyInTwoStoresTests
{
    [Fact]
    public Task A_read_that_was_left_behind_is_reported() => Verify.Analyzer<KeyInTwoStores>(
        SessionSources.Controller(
            """
                public async Task Visit() => await HttpContext.GetSessionState().Counter("visits").IncrementAsync();

                public int Visits() => {|#0:HttpContext.Session.GetInt32("visits")|} ?? 0;
            """),
        test =>
        {
            test.ReferencesGranularSessions = true;
            test.Expected.Add(Verify.Diagnostic("SESS3014").WithLocation(0).WithArguments("visits", "Counter", "reads"));
        });

    [Fact]
    public Task A_write_and_a_removal_are_reported() => Verified(
        """
            public async Task<string?> Draft() => await HttpContext.GetSessionState().Value<string>("draft").GetAsync();

            public void Save(string text) => [|HttpContext.Session.SetString("draft", text)|];

            public void Forget() => [|HttpContext.Session.Remove("draft")|];
        """);

    [Fact]
    public Task A_wrapper_names_the_key_where_it_is_called() => Verified(
        """
            public async Task Add(string id) => await HttpContext.GetSessionState().List<string>("cart").AppendAsync(id);

            public List<string>? Cart() => [|HttpContext.Session.GetObjectFromJson<List<string>>("cart")|];
        """);

    [Fact]
    public Task The_state_may_be_in_a_variable_and_the_key_in_a_constant() => Verified(
        """
            private const string Key = "voted";

            public async Task<bool> Vote(string poll)
            {
                GranularSessions.SessionState state = HttpContext.GetSessionState();
                return await state.Set<string>(Key).AddAsync(poll);
            }

            public bool HasVoted() => [|HttpContext.Session.GetString("voted")|] != null;
        """);

    [Fact]
    public Task A_property_is_reported_where_it_names_the_key() => Verified(
        """
            private int Step => [|HttpContext.Session.GetInt32("step")|] ?? 0;

            public async Task Next() => await HttpContext.GetSessionState().Counter("step").IncrementAsync();

            public bool IsFirst() => Step == 0;
        """);

    [Fact]
    public Task The_files_may_be_two() => Verify.Analyzer<KeyInTwoStores>(test =>
    {
        test.ReferencesGranularSessions = true;
        test.AddDocument("Visit.cs", "public static class Visit { public static async Task Run(HttpContext context) => await context.GetSessionState().Counter(\"visits\").IncrementAsync(); }");
        test.AddDocument("Count.cs", "public static class Count { public static int? Of(HttpContext context) => [|context.Session.GetInt32(\"visits\")|]; }");
    });

    [Fact]
    public Task A_view_that_was_left_behind_is_reported() => Verify.Analyzer<KeyInTwoStores>(test =>
    {
        test.ReferencesGranularSessions = true;
        test.AddDocument("Visit.cs", "public static class Visit { public static async Task Run(HttpContext context) => await context.GetSessionState().Counter(\"visits\").IncrementAsync(); }");
        test.AddRazor("Views/Shared/_Layout.cshtml", "var visits = [|Context.Session.GetInt32(\"visits\")|];");
    });

    [Fact]
    public Task Composed_keys_of_one_text_are_the_same() => Verified(
        """
            public async Task Rate(int product) => await HttpContext.GetSessionState().Counter("rated_" + product).IncrementAsync();

            public bool HasRated(int id) => [|HttpContext.Session.GetInt32($"rated_{id}")|] > 0;
        """);

    [Theory]
    [InlineData("Counter(\"a\")", "Counter")]
    [InlineData("Set<string>(\"a\")", "Set")]
    [InlineData("Map<string>(\"a\")", "Map")]
    [InlineData("List<string>(\"a\")", "List")]
    [InlineData("Value<string>(\"a\")", "Value")]
    [InlineData("Tokens(\"a\")", "Tokens")]
    public Task Every_kind_of_item_has_a_key(string item, string kind) => Verify.Analyzer<KeyInTwoStores>(
        SessionSources.Controller(
            $$"""
                public object Open() => HttpContext.GetSessionState().{{item}};

                public string? Read() => {|#0:HttpContext.Session.GetString("a")|};
            """),
        test =>
        {
            test.ReferencesGranularSessions = true;
            test.Expected.Add(Verify.Diagnostic("SESS3014").WithLocation(0).WithArguments("a", kind, "reads"));
        });

    [Fact]
    public Task Another_key_is_not_reported() => Verified(
        """
            public async Task Visit() => await HttpContext.GetSessionState().Counter("visits").IncrementAsync();

            public int Orders() => HttpContext.Session.GetInt32("orders") ?? HttpContext.Session.GetInt32("Visits") ?? 0;
        """);

    [Fact]
    public Task A_key_that_moved_as_a_whole_is_not_reported() => Verified(
        """
            public async Task Visit() => await HttpContext.GetSessionState().Counter("visits").IncrementAsync();

            public async Task<long> Visits() => await HttpContext.GetSessionState().Counter("visits").GetAsync();

            public void Logout() => HttpContext.Session.Clear();
        """);

    [Fact]
    public Task A_key_that_is_not_known_is_not_reported() => Verified(
        """
            public async Task Count(string key) => await HttpContext.GetSessionState().Counter(key).IncrementAsync();

            public int? Get(string key) => HttpContext.Session.GetInt32(key) ?? HttpContext.Session.GetInt32("visits");
        """);

    [Fact]
    public Task Another_class_with_counters_is_none() => Verified(
        """
            public void Visit() => new Metrics().GetSessionState().Counter("visits");

            public int? Visits() => HttpContext.Session.GetInt32("visits");
        """, "public class Metrics { public Metrics GetSessionState() => this; public int Counter(string name) => name.Length; }");

    [Fact]
    public Task Two_apps_have_a_session_each() => Verify.Analyzer<KeyInTwoStores>(test =>
    {
        test.ReferencesGranularSessions = true;
        test.AddDocument("Visit.cs", "public static class Visit { public static async Task Run(HttpContext context) => await context.GetSessionState().Counter(\"visits\").IncrementAsync(); }");
        test.AddProject("Other").AddDocument("Count.cs", "public static class Count { public static int? Of(HttpContext context) => context.Session.GetInt32(\"visits\"); }");
    });

    private static Task Verified(string members, string other = "") => Verify.Analyzer<KeyInTwoStores>(
        SessionSources.Controller(members) + "\n" + other,
        test => test.ReferencesGranularSessions = true);
}
