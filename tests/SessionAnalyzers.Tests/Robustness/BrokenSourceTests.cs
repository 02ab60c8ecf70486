using Xunit;

namespace SessionAnalyzers.Tests.Robustness;

/// <summary>Source as it is while someone types.</summary>
public sealed class BrokenSourceTests
{
    [Theory]
    [InlineData("")]
    [InlineData("}")]
    [InlineData("class")]
    [InlineData("class C { void M(ISession session) {")]
    [InlineData("class C { void M(ISession session) { session. } }")]
    [InlineData("class C { void M(ISession session) { session.GetString( } }")]
    [InlineData("class C { void M(ISession session) { session.SetString(); } }")]
    [InlineData("class C { void M(ISession session) { session.SetString(\"k\"); } }")]
    [InlineData("class C { void M(ISession session) { session.SetInt32(value: 1, key:); } }")]
    [InlineData("class C { void M(ISession session) { session.Set(, new byte[] { 1, }); } }")]
    [InlineData("class C { void M(ISession session) { session?.; session!; session[; } }")]
    [InlineData("class C { void M(ISession session) { lock (session { session.SetInt32(\"k\", session.GetInt32(\"k\") + ); } }")]
    [InlineData("class C { ISession Session => ; int N => Session.GetInt32(; }")]
    [InlineData("class C { int N { get { return Session.GetInt32(\"n\") ?? } set } ISession Session { get; } }")]
    [InlineData("class C(ISession session { int N = session.GetInt32(\"n\").; }")]
    [InlineData("class C { async Task M(ISession session) { await; await session.LoadAsync(; session.SetString(\"k\", await); } }")]
    [InlineData("static class E { public static T? Get<T(this ISession s, string key) => s.GetString(key }")]
    [InlineData("static class E { public static void Set(this ISession, string key, int v) => Set(, key, v); }")]
    [InlineData("class C { void M(ISession session) { foreach (var x in session.Keys session.Remove(x); } }")]
    [InlineData("class C { void M(ISession session) { var f = (int a, => session.SetInt32(\"k\", a); f(; } }")]
    [InlineData("class C { void M(ISession session) { (var a, = (session.GetInt32(\"k\"), ); session.SetInt32(\"k\", a); } }")]
    [InlineData("class C { void M(ISession session) { switch (session.GetInt32(\"k\")) { case 1: session.SetInt32(\"k\", case 2 } } }")]
    [InlineData("class C { void M(ISession session) { session.SetString(\"k\", $\"{session.GetString(\"k\"):}\"); session.SetString($\"{\", \"\"); } }")]
    [InlineData("ISession session = null; session.SetInt32(\"k\", session.GetInt32(\"k\" +")]
    [InlineData("namespace N; class Session : Session { Session Session => Session.Session; void Session() => Session(); }")]
    [InlineData("interface ISession : ISession { } class C<T> where T : T { T Session; void M() { Session.Set(Session.Get(Session)); } }")]
    [InlineData("#if Session\nclass C { }\n#else\nclass C { ISession Session\n")]
    public async Task Nothing_throws(string source)
    {
        var compilation = AllRules.Compile(AllRules.Parse(source));

        await AllRules.FindAsync(compilation, TestContext.Current.CancellationToken);
    }

    [Fact]
    public Task A_finding_survives_an_error_elsewhere() => AllRules.Verify(
        """
        public class VisitsController
        {
            public void Visit(ISession session)
            {
                {|SESS1002:session.SetInt32("visits", (session.GetInt32("visits") ?? 0) + 1)|};
            }

            public void Broken(ISession session)
            {
                session.SetInt32("visits", session.
            }
        }
        """,
        test => test.CompilerErrorsExpected = true);

    [Fact]
    public Task A_finding_survives_two_methods_of_one_signature() => AllRules.Verify(
        """
        public static class Duplicates
        {
            public static int Read(this ISession session, string key) => session.GetInt32(key) ?? 0;
            public static int Read(this ISession session, string key) => session.GetInt32(key) ?? 1;
            public static void Visit(ISession session) => {|SESS1002:session.SetInt32("visits", session.Read("visits") + 1)|};
        }
        """,
        test => test.CompilerErrorsExpected = true);
}
