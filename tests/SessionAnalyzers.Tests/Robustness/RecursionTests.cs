using Xunit;

namespace SessionAnalyzers.Tests.Robustness;

/// <summary>Code that calls itself, so that following calls alone would not end.</summary>
public sealed class RecursionTests
{
    [Fact]
    public Task A_wrapper_that_calls_itself_is_reported_and_its_callers_are_not() => AllRules.Verify(
        """
        public static class Wrappers
        {
            public static void Put(this ISession session, string key, int value) => {|SESS3008:session.Put(key, value)|};
            public static int Fetch(this ISession session, string key) => {|SESS3008:session.Fetch(key)|};
            public static void Visit(ISession session) => session.Put("visits", session.Fetch("visits") + 1);
        }
        """);

    [Fact]
    public Task Wrappers_that_call_each_other_are_silent() => AllRules.Verify(
        """
        public static class Wrappers
        {
            public static int First(this ISession session, string key, int depth) => depth == 0 ? 0 : session.Second(key + "a", depth - 1);
            public static int Second(this ISession session, string key, int depth) => session.Third("b" + key, depth);
            public static int Third(this ISession session, string key, int depth) => session.First(key, depth) + session.Second(key, depth - 1);
            public static void Visit(ISession session) => session.SetInt32("visits", session.First("visits", 3) + 1);
        }
        """);

    [Fact]
    public Task A_retry_that_calls_itself_keeps_its_finding() => AllRules.Verify(
        """
        public static class Retry
        {
            public static void Visit(ISession session, int attempts)
            {
                try
                {
                    {|SESS1002:session.SetInt32("visits", (session.GetInt32("visits") ?? 0) + 1)|};
                }
                catch (InvalidOperationException) when (attempts > 0)
                {
                    Visit(session, attempts - 1);
                }
            }
        }
        """);

    [Fact]
    public Task Wrappers_that_end_in_the_session_are_followed_through_recursion() => AllRules.Verify(
        """
        public static class Wrappers
        {
            public static int Fetch(this ISession session, string key, int attempts = 3)
            {
                try
                {
                    return session.GetInt32(key) ?? 0;
                }
                catch (InvalidOperationException) when (attempts > 0)
                {
                    return session.FetchAgain(key, attempts - 1);
                }
            }

            public static int FetchAgain(this ISession session, string key, int attempts) => session.Fetch(key, attempts);

            public static void Visit(ISession session) => {|SESS1002:session.SetInt32("visits", session.Fetch("visits") + 1)|};
        }
        """);

    [Fact]
    public Task A_property_that_reads_itself_is_silent() => AllRules.Verify(
        """
        public class Cart(ISession session)
        {
            public int Count
            {
                get => Count;
                set => Count = value;
            }

            public ISession Session => Session ?? session;

            public void Add() => Count = Count + 1;
        }
        """);

    [Fact]
    public Task A_local_function_that_calls_itself_keeps_its_finding() => AllRules.Verify(
        """
        public class Tree
        {
            public void Walk(ISession session, int depth)
            {
                Visit(depth);

                void Visit(int left)
                {
                    {|SESS1002:session.SetInt32("nodes", (session.GetInt32("nodes") ?? 0) + 1)|};
                    if (left > 0)
                    {
                        Visit(left - 1);
                        Again(left);
                    }
                }

                void Again(int left) => Visit(left - 1);
            }
        }
        """);

    [Fact]
    public Task A_lambda_that_calls_itself_does_not_throw() => AllRules.Verify(
        """
        public class Walker
        {
            public void Walk(ISession session)
            {
                Action<int> visit = null!;
                visit = depth =>
                {
                    if (depth > 0)
                    {
                        visit(depth - 1);
                    }

                    session.SetInt32("depth", depth);
                };
                visit(3);
            }
        }
        """);

    [Fact]
    public Task Constructors_and_factories_that_create_each_other_are_silent() => AllRules.Verify(
        """
        public class Cart
        {
            private readonly ISession _session;

            public Cart(ISession session)
                : this(session, 0)
            {
            }

            public Cart(ISession session, int depth)
            {
                _session = session;
                Inner = depth > 3 ? this : Create(session, depth + 1);
            }

            public Cart Inner { get; }

            public static Cart Create(ISession session, int depth) => new Cart(session, depth).Inner;

            public void Touch() => _session.SetString("cart", Inner.ToString() ?? "");
        }
        """);

    [Fact]
    public Task A_key_that_is_computed_from_itself_is_silent() => AllRules.Verify(
        """
        public class Keys
        {
            private static string Key => Prefix + "key";

            private static string Prefix => Key + ":";

            private static string Name(int depth) => Name(depth - 1) + Key;

            public void Visit(ISession session)
            {
                session.SetInt32(Name(3), session.GetInt32(Name(3)) ?? 0);
                session.SetInt32(Key, 1);
            }
        }
        """);

    [Fact]
    public async Task A_ring_of_two_hundred_wrappers_ends()
    {
        string source = "public static class Ring\n{\n" + string.Concat(Enumerable.Range(0, 200).Select(i =>
            $"    public static int Get{i}(this ISession session, string key) => session.Get{(i + 1) % 200}(key) + (session.GetInt32(\"k{i}\") ?? 0);\n")) + "}\n";

        await AllRules.FindAsync(AllRules.Compile(AllRules.Parse(source)), TestContext.Current.CancellationToken);
    }

    [Theory]
    [InlineData("var api = api;")]
    [InlineData("var api = api.MapGroup(\"/api\");")]
    [InlineData("var api = inner.MapGroup(\"/api\"); var inner = api.MapGroup(\"/inner\");")]
    public Task Groups_of_endpoints_that_hold_themselves_are_silent(string groups) => AllRules.Verify(
        $$"""
        var app = WebApplication.Create(args);
        {{groups}}
        api.MapGet("/name", (HttpContext context) => {|SESS3006:context.Session.GetString("name")|});
        app.Run();
        """,
        test => test.CompilerErrorsExpected = true);

    [Fact]
    public Task A_comparison_that_is_its_own_value_does_not_throw() => AllRules.Verify(
        """
        public static class Tokens
        {
            public static bool Consume(ISession session, string token)
            {
                bool valid = !valid;
                valid = session.GetString("token") == token;
                if (valid)
                {
                    session.Remove("token");
                }

                return valid;
            }
        }
        """,
        test => test.CompilerErrorsExpected = true);

    [Fact]
    public Task Options_that_are_their_own_cookie_do_not_throw() => AllRules.Verify(
        """
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.{|SESS3011:AddDistributedMemoryCache|}().{|SESS2003:AddSession|}();
        var app = builder.Build();
        var options = new SessionOptions();
        options.Cookie = options;
        app.UseSession(options);
        app.Run();
        """,
        test => test.CompilerErrorsExpected = true);
}
