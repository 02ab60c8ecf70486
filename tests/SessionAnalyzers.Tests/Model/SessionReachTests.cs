using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SessionAnalyzers.Model;
using SessionAnalyzers.Tests.Robustness;
using Xunit;

namespace SessionAnalyzers.Tests.Model;

/// <summary>A body is analysed when something that it names is of the session, not when it only has the same name.</summary>
public sealed class SessionReachTests
{
    private const string Cart =
        """
        public class Cart(IHttpContextAccessor accessor)
        {
            private ISession Store => accessor.HttpContext!.Session;
            public void Add(string key) => Store.SetString(key, "1");
            public void Dispose() => Store.Clear();
        }

        """;

    [Fact]
    public void The_caller_of_a_member_that_uses_the_session_may_use_it() => Assert.Contains("Buy", Candidates("public class Shop(Cart cart) { public void Buy() => cart.Add(\"a\"); }"));

    [Fact]
    public void The_caller_of_a_callers_caller_may_use_it() => Assert.Contains(
        "Order",
        Candidates("public class Shop(Cart cart) { private void Buy() => cart.Add(\"a\"); private void Pay() => Buy(); public void Order() => Pay(); }"));

    [Fact]
    public void The_caller_of_a_lists_member_of_the_same_name_does_not() => Assert.DoesNotContain(
        "Buy",
        Candidates("public class Shop(List<string> names) { public void Buy() => names.Add(\"a\"); }"));

    [Fact]
    public void The_caller_of_such_a_caller_does_not() => Assert.DoesNotContain(
        "Order",
        Candidates("public class Shop(List<string> names) { private void Buy() => names.Add(\"a\"); public void Order() => Buy(); }"));

    [Fact]
    public void A_call_through_the_interface_may_use_it() => Assert.Contains(
        "Buy",
        Candidates("public interface IBasket { void Put(string key); } public class Basket(Cart cart) : IBasket { public void Put(string key) => cart.Add(key); } public class Shop(IBasket basket) { public void Buy() => basket.Put(\"a\"); }"));

    [Fact]
    public void A_field_that_holds_the_session_is_a_use() => Assert.Contains(
        "Buy",
        Candidates("public class Shop { private readonly ISession _kept; public Shop(ISession session) => _kept = session; public void Buy() => _kept.Clear(); }"));

    [Fact]
    public void A_call_that_does_not_bind_may_be_a_use() => Assert.Contains("Buy", Candidates("public class Shop(Missing cart) { public void Buy() => cart.Add(\"a\"); }"));

    [Fact]
    public void A_using_statement_disposes_unseen() => Assert.Contains(
        "Buy",
        Candidates("public class Shop(Func<System.IO.Stream> open, List<string> names) { public void Buy() { using var stream = open(); names.Add(\"a\"); } }"));

    [Fact]
    public void Members_that_call_each_other_are_left_to_the_analysis() => Assert.Contains(
        "Ping",
        Candidates("public class Shop(List<string> names) { public void Ping(int n) { names.Add(\"a\"); Pong(n); } public void Pong(int n) { if (n > 0) Ping(n - 1); } }"));

    [Fact]
    public void A_body_without_an_access_is_not_returned()
    {
        SessionModel model = SessionModel.For(AllRules.Compile(AllRules.Parse(Cart + "public class Shop { public string Name(ISession session) => nameof(session); }")))!;

        IEnumerable<string> bodies = model.GetAllBodies(TestContext.Current.CancellationToken).Select(body => NameOf(body.Syntax));

        Assert.Equal(["Add", "Dispose"], bodies);
    }

    private static IReadOnlyList<string> Candidates(string source)
    {
        SyntaxTree tree = AllRules.Parse(Cart + source);
        SessionModel model = SessionModel.For(AllRules.Compile(tree))!;
        return [.. model.GetCandidates(tree, TestContext.Current.CancellationToken).Select(NameOf)];
    }

    private static string NameOf(SyntaxNode body) => body.FirstAncestorOrSelf<MethodDeclarationSyntax>()?.Identifier.ValueText ?? body.ToString();
}
