using Xunit;

namespace SessionAnalyzers.Tests.Robustness;

/// <summary>Declarations without a body, with several, or whose code does not run where it stands.</summary>
public sealed class UnusualDeclarationsTests
{
    [Fact]
    public Task Top_level_statements_are_analysed() => AllRules.Verify(
        """
        var app = WebApplication.Create(args);
        app.{|SESS3009:UseSession|}();
        app.MapGet("/", (HttpContext context) =>
        {
            {|SESS1002:context.Session.SetInt32("visits", (context.Session.GetInt32("visits") ?? 0) + 1)|};
            return Visits(context.Session);
        });
        app.Run();

        static int Visits(ISession session) => session.GetInt32("visits") ?? 0;
        """);

    [Fact]
    public Task A_partial_method_is_followed_into_its_implementation() => AllRules.Verify(
        """
        public static partial class Visits
        {
            public static partial int Read(ISession session);

            static partial void Unimplemented(ISession session, string key);

            public static void Visit(ISession session)
            {
                Unimplemented(session, "visits");
                {|SESS1002:session.SetInt32("visits", Read(session) + 1)|};
            }
        }

        public static partial class Visits
        {
            public static partial int Read(ISession session) => session.GetInt32("visits") ?? 0;
        }
        """);

    [Fact]
    public Task Methods_without_a_body_are_silent() => AllRules.Verify(
        """
        using System.Runtime.InteropServices;

        public abstract class Visits
        {
            [DllImport("native")]
            public static extern int Native(string session);

            public extern int External(ISession session, string key);

            public abstract int Abstract(ISession session, string key);

            public virtual int Count { get; set; }

            public void Visit(ISession session)
            {
                session.SetInt32("native", Native("Session"));
                session.SetInt32("abstract", Abstract(session, "abstract") + 1);
                session.SetInt32("external", External(session, "external") + Count);
            }
        }

        public interface IVisits
        {
            int this[string session] { get; set; }

            static abstract int Read(ISession session);

            void Visit(ISession session) => session.SetInt32("n", this["Session"]++);
        }
        """);

    [Fact]
    public Task An_expression_tree_is_read_like_a_lambda() => AllRules.Verify(
        """
        using System.Linq.Expressions;

        public class Visits
        {
            public void Visit(ISession session, IQueryable<int> numbers)
            {
                Expression<Func<ISession, int>> read = s => {|SESS3005:s.GetInt32("visits")|} ?? 0;
                Expression<Action<ISession>> write = s => {|SESS1002:s.SetString("visits", s.GetString("visits") + 1)|};
                var query = from number in numbers where number == session.GetInt32("number") select number;
                session.SetString("query", query.ToString() ?? "");
            }
        }
        """,
        test => test.CompilerErrorsExpected = true);

    [Fact]
    public Task Operators_indexers_events_and_finalizers_do_not_throw() => AllRules.Verify(
        """
        public class Visits(ISession session)
        {
            private readonly ISession _session = session;

            ~Visits() => _session.Remove("visits");

            public static Visits operator +(Visits visits, int by)
            {
                {|SESS1002:visits._session.SetInt32("visits", (visits._session.GetInt32("visits") ?? 0) + by)|};
                return visits;
            }

            public static implicit operator int(Visits visits) => visits._session.GetInt32("visits") ?? 0;

            public string? this[string key]
            {
                get => _session.GetString(key);
                set => _session.SetString(key, value ?? "");
            }

            public event Action Changed
            {
                add => _session.SetString("listeners", "1");
                remove => _session.Remove("listeners");
            }
        }
        """);

    [Fact]
    public Task Iterators_and_unsafe_code_do_not_throw() => AllRules.Verify(
        """
        public class Visits
        {
            public IEnumerable<string> Keys(ISession session)
            {
                foreach (var key in session.Keys)
                {
                    yield return session.GetString(key) ?? throw new InvalidOperationException();
                }
            }

            public async IAsyncEnumerable<int> Count(ISession session)
            {
                await session.LoadAsync();
                while (session.TryGetValue("n", out var bytes) && bytes is [var first, .. var rest])
                {
                    yield return first;
                    goto again;
                again:
                    session.Set("rest", rest.ToArray());
                }
            }

            public void Spans(ISession session)
            {
                Span<byte> bytes = stackalloc byte[4];
                ref byte first = ref bytes[0];
                first++;
                session.Set("bytes", bytes.ToArray());
            }
        }
        """);

    [Fact]
    public Task Records_and_generic_constraints_are_followed() => AllRules.Verify(
        """
        public record Page<TSession>(TSession Session)
            where TSession : class, ISession
        {
            public int Visits { get; init; } = Session.GetInt32("visits") ?? 0;

            public Page<TSession> Visit()
            {
                {|SESS1002:Session.SetInt32("visits", Visits + 1)|};
                return this with { Visits = Visits + 1 };
            }
        }
        """);
}
