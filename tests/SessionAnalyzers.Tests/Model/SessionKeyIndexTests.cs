using Microsoft.CodeAnalysis;
using SessionAnalyzers.Model;
using SessionAnalyzers.Tests.Robustness;
using Xunit;

namespace SessionAnalyzers.Tests.Model;

public sealed class SessionKeyIndexTests
{
    [Fact]
    public void The_uses_of_a_tree_are_in_source_order()
    {
        SessionKeyIndex index = IndexOf("""void Run() { Session.SetString("a", "1"); Session.SetString("b", "1"); Session.Remove("a"); Session.GetString("b"); }""", out Compilation compilation);

        Assert.Equal(["Write 'a'", "Write 'b'", "Remove 'a'", "Read 'b'"], index.UsesIn(compilation.SyntaxTrees.Last()).Select(use => use.Access.ToString()));
    }

    [Fact]
    public void The_uses_of_a_key_are_in_source_order()
    {
        SessionKeyIndex index = IndexOf("""void Run() { Session.SetString("a", "1"); Session.GetString("a"); Session.Remove("a"); } void Other() => Session.SetInt32("a", 1);""", out _);

        Assert.Equal(["Write 'a'", "Read 'a'", "Remove 'a'", "Write 'a'"], index.UsesOf(Pattern(index, "a")).Select(use => use.Access.ToString()));
    }

    [Fact]
    public void A_key_that_nothing_uses_has_no_uses()
    {
        SessionKeyIndex index = IndexOf("""void Run() => Session.SetString("a", "1");""", out _);

        Assert.Empty(index.UsesOf(KeyPattern.Of(SessionKey.Constant("b"))!));
    }

    [Fact]
    public void A_wrapper_that_reads_twice_is_one_use()
    {
        SessionKeyIndex index = IndexOf("""void Run() => Get("a"); string? Get(string key) => Session.GetString(key) ?? Session.GetString(key);""", out _);

        Assert.Single(index.UsesOf(Pattern(index, "a")));
    }

    [Theory]
    [InlineData("""void Run() => Get("a"); string? Get(string key) => Session.GetString("p_" + key);""", "p_a")]
    [InlineData("""void Run() => HttpContext.Get("a"); } public static class Wrappers { public static string? Get(this HttpContext context, string key) => context.Session.GetString("p_" + key);""", "p_a")]
    [InlineData("""string? Get(ISession session, string key) => session.GetString("p_" + key);""", "")]
    [InlineData("""string? Get(string key) => Session.GetString("p_" + key);""", "p_{}")]
    public void The_key_of_a_wrapper_is_left_to_its_callers(string members, string keys)
        => Assert.Equal(keys, string.Join(", ", IndexOf(members, out _).Patterns));

    [Theory]
    [InlineData("Session.SetString(Next(), \"1\");", "a", true)]
    [InlineData("Session.GetString(Next());", "a", false)]
    [InlineData("Session.SetString(\"a_\" + _id, \"1\");", "a_1", true)]
    [InlineData("Session.SetString(\"a_\" + _id, \"1\"); Session.GetString(\"a_\" + _id);", "a_1", true)]
    [InlineData("Session.GetString(\"a_\" + _id);", "a_1", false)]
    [InlineData("Session.SetString(\"a_\" + _id, \"1\");", "b", false)]
    [InlineData("Session.SetString(\"b\", \"1\");", "a", false)]
    [InlineData("Session.SetString(\"a_1\", \"1\");", "a_{}", true)]
    [InlineData("Session.SetString(\"a_\" + _id, \"1\");", "a_{}", false)]
    public void Another_key_may_be_this_one(string statements, string key, bool may)
    {
        SessionKeyIndex index = IndexOf($$"""void Run() { {{statements}} } void Read() { Session.GetString("a"); Session.GetString("b"); Session.GetString("a_1"); Session.GetString("a_" + _id); }""", out _);

        Assert.Equal(may, index.MayAlso(SessionAccessKind.Write, Pattern(index, key)));
    }

    [Theory]
    [InlineData("Session.SetString(\"a\", \"1\"); Session.Remove(\"a\");", true)]
    [InlineData("Session.SetString(\"a\", \"1\"); Session.SetString(\"b\", \"1\"); Session.Remove(\"a\"); Session.Remove(\"b\");", true)]
    [InlineData("Session.SetString(\"a\", \"1\"); Session.Remove(\"a\"); Session.GetString(\"b\");", true)]
    [InlineData("Session.SetString(\"a\", \"1\"); Session.Remove(\"a\"); Session.GetString(Next());", true)]
    [InlineData("Session.SetString(\"a\", \"1\"); Session.SetString(\"b\", \"1\"); Session.Remove(\"a\");", false)]
    [InlineData("Session.SetString(\"a\", \"1\"); Session.Remove(\"a\"); Session.SetString(Next(), \"1\");", false)]
    [InlineData("Session.SetString(\"a\", \"1\"); Session.Remove(\"a\"); Session.SetString(Next(), \"1\"); Session.GetString(Next());", false)]
    [InlineData("Session.SetString(Next(), \"1\"); Session.Remove(\"a\");", false)]
    [InlineData("Session.Remove(\"a\");", false)]
    public void All_keys_may_be_removed(string statements, bool all)
    {
        SessionKeyIndex index = IndexOf($$"""void Run() { {{statements}} }""", out _);

        Assert.Equal(all, index.WritesOnly([.. index.Patterns.SelectMany(pattern => index.UsesOf(pattern)).Select(use => use.Access).Where(access => access.Kind == SessionAccessKind.Remove)]));
    }

    [Theory]
    [InlineData("Use(\"a\");", true)]
    [InlineData("Use(FirstKey);", true)]
    [InlineData("Use(SecondKey);", true)]
    [InlineData("SecondKey.ToString();", true)]
    [InlineData("Use(\"b\");", false)]
    [InlineData("Use(OtherKey);", false)]
    [InlineData("Session.GetString(FirstKey);", false)]
    [InlineData("Session.GetString(\"a\");", false)]
    public void A_key_may_be_named_besides_its_uses(string statements, bool isNamed)
    {
        SessionKeyIndex index = IndexOf($$"""
            const string FirstKey = "a"; const string SecondKey = "a"; const string OtherKey = "b";
            void Run() { Session.GetString("a"); {{statements}} }
            void Use(string text) { }
            """, out Compilation compilation);

        Assert.Equal(isNamed, index.IsNamedBesides(Pattern(index, "a"), compilation, TestContext.Current.CancellationToken));
    }

    private static KeyPattern Pattern(SessionKeyIndex index, string text) => index.Patterns.Single(pattern => pattern.ToString() == text);

    private static SessionKeyIndex IndexOf(string members, out Compilation compilation)
    {
        compilation = AllRules.Compile(AllRules.Parse(
            $$"""
            public class Shop : Microsoft.AspNetCore.Mvc.Controller
            {
                private readonly int _id;
                private ISession Session => HttpContext.Session;
                private static string Next() { var next = Guid.NewGuid(); return next.ToString(); }
                {{members}}
            }
            """));
        return SessionModel.For(compilation)!.GetKeys(TestContext.Current.CancellationToken);
    }
}
