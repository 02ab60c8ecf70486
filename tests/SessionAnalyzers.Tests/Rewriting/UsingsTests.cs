using SessionAnalyzers.Concurrency;
using SessionAnalyzers.Tests.Verification;
using Xunit;

namespace SessionAnalyzers.Tests.Rewriting;

public sealed class UsingsTests
{
    private const string Session = """
        namespace Shop.Sessions;

        public static class SessionJson
        {
            public static void SetJson<T>(this Microsoft.AspNetCore.Http.ISession session, string key, T value) =>
                Microsoft.AspNetCore.Http.SessionExtensions.SetString(session, key, System.Text.Json.JsonSerializer.Serialize(value));

            public static T? GetJson<T>(this Microsoft.AspNetCore.Http.ISession session, string key)
            {
                var json = Microsoft.AspNetCore.Http.SessionExtensions.GetString(session, key);
                return json == null ? default : System.Text.Json.JsonSerializer.Deserialize<T>(json);
            }
        }
        """;

    [Fact]
    public Task Missing_usings_are_added_in_order_below_the_file_header() => Moves(
        """
        // The shop's cart.
        using System.Collections.Generic;
        using Microsoft.AspNetCore.Mvc;
        using Shop.Sessions;

        public class CartController : Controller
        {
            public void Add(int id)
            {
                var items = HttpContext.Session.GetJson<List<int>>("items") ?? new List<int>();
                items.Add(id);
                {|SESS1002:HttpContext.Session.SetJson("items", items)|};
            }

            public int Count() => (HttpContext.Session.GetJson<List<int>>("items") ?? new List<int>()).Count;
        }
        """,
        """
        // The shop's cart.
        using System.Collections.Generic;
        using System.Linq;
        using System.Threading.Tasks;
        using Microsoft.AspNetCore.Http;
        using Microsoft.AspNetCore.Mvc;
        using Shop.Sessions;

        public class CartController : Controller
        {
            public async Task Add(int id)
            {
                await HttpContext.GetSessionState().List<int>("items").AppendAsync(id);
            }

            public async Task<int> Count() => (await HttpContext.GetSessionState().List<int>("items").GetAllAsync()).ToList().Count;
        }
        """);

    [Fact]
    public Task A_namespace_that_has_the_usings_gets_them() => Moves(
        """
        namespace Shop
        {
            using Microsoft.AspNetCore.Http;

            public static class Visits
            {
                public static void Add(HttpContext context)
                {
                    {|SESS1002:context.Session.SetInt32("visits", (context.Session.GetInt32("visits") ?? 0) + 1)|};
                }
            }
        }
        """,
        """
        namespace Shop
        {
            using System.Threading.Tasks;
            using Microsoft.AspNetCore.Http;

            public static class Visits
            {
                public static async Task Add(HttpContext context)
                {
                    await context.GetSessionState().Counter("visits").IncrementAsync();
                }
            }
        }
        """);

    [Fact]
    public Task A_file_without_usings_gets_its_first_below_the_header() => Moves(
        """
        // Counts.
        public static class Visits
        {
            public static void Add(Microsoft.AspNetCore.Http.ISession session)
            {
                var visits = Microsoft.AspNetCore.Http.SessionExtensions.GetInt32(session, "visits") ?? 0;
                {|SESS1002:Microsoft.AspNetCore.Http.SessionExtensions.SetInt32(session, "visits", visits + 1)|};
            }
        }
        """,
        """
        // Counts.
        using System.Threading.Tasks;
        using Microsoft.AspNetCore.Http;

        public static class Visits
        {
            public static async Task Add(Microsoft.AspNetCore.Http.ISession session)
            {
                await session.GetSessionState().Counter("visits").IncrementAsync();
            }
        }
        """);

    private static Task Moves(string source, string fixedSource) => Verify.CodeFix<ReadModifyWrite, ReadModifyWriteCodeFix>(
        source,
        fixedSource,
        test =>
        {
            test.ReferencesGranularSessions = true;
            test.Project.ImplicitUsings = false;
            test.AddDocument("SessionJson.cs", Session);
        });
}
