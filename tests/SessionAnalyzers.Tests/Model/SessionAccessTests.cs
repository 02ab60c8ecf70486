using Microsoft.CodeAnalysis;
using SessionAnalyzers.Model;
using SessionAnalyzers.Tests.Robustness;
using Xunit;

namespace SessionAnalyzers.Tests.Model;

/// <summary>What code is said to do to the session.</summary>
public sealed class SessionAccessTests
{
    [Theory]
    [InlineData("Session.GetString(\"a\");", "Read 'a'")]
    [InlineData("Session.TryGetValue(\"a\", out _);", "Read 'a'")]
    [InlineData("Session.Keys.Contains(\"a\");", "Read 'a'")]
    [InlineData("_ = Session.Keys;", "Keys '?'")]
    [InlineData("Session.SetInt32(\"a\", 1);", "Write 'a'")]
    [InlineData("Session.Remove(\"a\");", "Remove 'a'")]
    [InlineData("Session.Clear();", "Clear '?'")]
    [InlineData("await Session.LoadAsync();", "Load '?'")]
    [InlineData("await Session.CommitAsync();", "Commit '?'")]
    [InlineData("_ = Session.Id;", "")]
    [InlineData("return; Session.Clear();", "")]
    [InlineData("Get(\"a\");", "Read 'a'")]
    [InlineData("Drop(\"a\");", "Remove 'a'")]
    [InlineData("await LoadAsync();", "Load '?'")]
    [InlineData("await CommitAsync();", "Commit '?'")]
    [InlineData("Reset();", "Clear '?'")]
    [InlineData("_ = All;", "Keys '?'")]
    public void An_access_is_told_by_its_member(string statements, string accesses)
        => Assert.Equal(accesses, string.Join(", ", AccessesOf(statements)));

    [Theory]
    [InlineData("Session.SetCart(\"a\", name);", "Write 'a'")]
    [InlineData("Session.GetCart<Cart>(\"a\");", "Read 'a'")]
    [InlineData("Session.TryGetCart(\"a\", out var cart);", "Read 'a'")]
    [InlineData("Session.RemoveCart(\"a\");", "Remove 'a'")]
    [InlineData("HttpContext?.Session.GetCart(\"a\");", "Read 'a'")]
    [InlineData("Session?.GetCart(\"a\");", "Read 'a'")]
    [InlineData("Missing.Set(Session, \"a\", name);", "Write 'a'")]
    [InlineData("Missing.Get(Session, \"a\");", "Read 'a'")]
    [InlineData("Missing.Touch(Session, \"a\");", "")]
    [InlineData("missing.Session.SetCart(\"a\", 1);", "Write 'a'")]
    [InlineData("missing.SetCart(\"a\", 1);", "")]
    [InlineData("missing.Store.SetCart(\"a\", 1);", "")]
    [InlineData("cartSession.Set(\"a\", 1);", "Write 'a'")]
    [InlineData("cartStore.Set(\"a\", 1);", "")]
    [InlineData("Session.Touch(\"a\");", "")]
    [InlineData("name.SetCart(\"a\", 1);", "")]
    [InlineData("Get(1);", "Read '1'")]
    [InlineData("Drop(key: 1);", "Remove '1'")]
    [InlineData("Put(value: name, key: 1);", "Write '1'")]
    [InlineData("Put(other: 1, key: 1);", "")]
    [InlineData("this.Get(1);", "Read '1'")]
    [InlineData("Session.Same(1);", "Read '1'")]
    public void A_call_that_does_not_bind_is_told_by_its_names(string statements, string accesses)
        => Assert.Equal(accesses, string.Join(", ", AccessesOf(statements)));

    [Theory]
    [InlineData("GetDefault();", "Read 'a'")]
    [InlineData("GetDefault(\"b\");", "Read 'b'")]
    [InlineData("GetTyped<Cart>();", "Read 'Cart'")]
    [InlineData("_prefixed.Get(\"a\");", "Read '{_prefixed._prefix}a'")]
    [InlineData("var prefixed = _prefixed; prefixed.Get(\"a\");", "Read '{_prefixed._prefix}a'")]
    [InlineData("new Prefixed(Session).Get(\"a\");", "Read '?'")]
    [InlineData("GetOf(new Cart());", "Read '?'")]
    [InlineData("GetOf(_cart);", "Read '{_cart.Name}'")]
    [InlineData("Deep6(\"a\");", "Read 'a'")]
    [InlineData("Deep7(\"a\");", "")]
    [InlineData("Again(\"a\");", "Read 'a', Read 'a'")]
    [InlineData("Session.Same(\"a\");", "Read 'a'")]
    [InlineData("Wrappers.Same(Session, \"a\");", "Read 'a'")]
    [InlineData("_ = nameof(All);", "")]
    [InlineData("_ = typeof(Cart);", "")]
    [InlineData("void F() => Session.Clear(); F();", "Clear '?'")]
    [InlineData("Action f = () => Session.Clear();", "Clear '?'")]
    [InlineData("void F() => Session.Clear(); Action f = F;", "Clear '?'")]
    [InlineData("void F() => Session.Clear();", "")]
    [InlineData("void F() => F(); F();", "")]
    [InlineData("void F() { Session.Clear(); F(); } F();", "Clear '?'")]
    [InlineData("var (a, b) = (Session.GetString(\"a\"), 1);", "Read 'a'")]
    [InlineData("_ = Session.Keys.Any(key => key == \"a\");", "Keys '?'")]
    [InlineData("System.Linq.Enumerable.Contains(Session.Keys, \"a\");", "Read 'a'")]
    [InlineData("_ = new Cart { Name = Session.GetString(\"a\") };", "Read 'a'")]
    [InlineData("_ = new[] { Session.GetString(\"a\") };", "Read 'a'")]
    [InlineData("Named = name;", "Write 'named'")]
    [InlineData("_ = Named;", "Read 'named'")]
    [InlineData("Named += name;", "Read 'named', Write 'named'")]
    [InlineData("Named ??= name;", "Read 'named', Write 'named'")]
    [InlineData("(Named, _) = (name, 1);", "Write 'named'")]
    [InlineData("Fill(out var text);", "Read 'a'")]
    [InlineData("foreach (var key in Session.Keys) { Session.Remove(key); }", "Keys '?', Remove '{key}'")]
    [InlineData("_service.Store(\"a\");", "Write 'a'")]
    [InlineData("_services.Store(\"a\");", "")]
    [InlineData("_base.Store(\"a\");", "Write 'a'")]
    [InlineData("_explicit.Store(\"a\");", "Write 'a'")]
    [InlineData("lock (_cart) { Session.Clear(); }", "Clear '?'")]
    [InlineData("using (_cart as IDisposable) { Session.Clear(); }", "Clear '?'")]
    [InlineData("if (done) { Session.Clear(); } else { Session.Remove(\"a\"); }", "Clear '?', Remove 'a'")]
    [InlineData("try { Session.Clear(); } finally { Session.Remove(\"a\"); }", "Clear '?', Remove 'a'")]
    public void What_is_called_does_what_its_body_does(string statements, string accesses)
        => Assert.Equal(accesses, string.Join(", ", AccessesOf(statements)));

    [Theory]
    [InlineData("Session.SetString(\"a\", null!);")]
    [InlineData("Session.SetString(\"a\", \"\");")]
    [InlineData("Session.SetString(\"a\", string.Empty);")]
    [InlineData("Session.SetString(\"a\", \"false\");")]
    [InlineData("Session.SetString(\"a\", \"False\");")]
    [InlineData("Session.SetString(\"a\", \"-1\");")]
    [InlineData("Session.SetInt32(\"a\", -1);")]
    [InlineData("Session.SetInt32(\"a\", 0);")]
    [InlineData("Put(\"a\", false);")]
    [InlineData("Put(\"a\", null);")]
    public void A_value_may_stand_for_none(string statements) => Assert.True(Assert.Single(AccessesOf(statements)).ResetsValue);

    [Theory]
    [InlineData("Session.SetString(\"a\", name);")]
    [InlineData("Session.SetString(\"a\", \"none\");")]
    [InlineData("Session.SetString(\"a\", \"true\");")]
    [InlineData("Session.SetString(\"a\", Shop.Name);")]
    [InlineData("Session.SetString(\"a\", this.Empty);")]
    [InlineData("Session.SetInt32(\"a\", 1);")]
    [InlineData("Put(\"a\", true);")]
    public void A_value_is_one(string statements) => Assert.False(Assert.Single(AccessesOf(statements)).ResetsValue);

    [Theory]
    [InlineData("Session.SetInt32(\"a\", 1);")]
    [InlineData("Session.SetString(\"a\", \"1\");")]
    [InlineData("Session.SetInt32(\"a\", done ? 1 : 0);")]
    [InlineData("Session.SetString(\"a\", Shop.Name);")]
    [InlineData("Session.SetString(\"a\", DateTime.Now.ToString());")]
    [InlineData("Session.SetString(\"a\", DateTime.UtcNow.ToString(\"o\"));")]
    [InlineData("Session.SetString(\"a\", DateTime.Today.ToString());")]
    [InlineData("Session.Set(\"a\", new byte[] { 1, 0 });")]
    [InlineData("Session.Set(\"a\", BitConverter.GetBytes(true));")]
    [InlineData("Put(\"a\", true);")]
    public void A_value_may_only_say_that_something_happened(string statements) => Assert.True(Assert.Single(AccessesOf(statements)).WritesConstant);

    [Theory]
    [InlineData("Session.SetInt32(\"a\", name.Length);")]
    [InlineData("Session.SetInt32(\"a\", done ? 1 : name.Length);")]
    [InlineData("Session.SetInt32(\"a\", done ? name.Length : 1);")]
    [InlineData("Session.SetString(\"a\", this.Empty);")]
    [InlineData("Session.SetString(\"a\", Shop.s_title);")]
    [InlineData("Session.SetString(\"a\", name.ToString());")]
    [InlineData("Session.SetString(\"a\", new Clock().Now);")]
    [InlineData("Session.SetString(\"a\", name.ToLower());")]
    [InlineData("Session.Set(\"a\", new byte[] { 1, part });")]
    [InlineData("Session.Set(\"a\", System.Text.Encoding.UTF8.GetBytes(name));")]
    [InlineData("Session.Set(\"a\", Shop.Encode(1));")]
    [InlineData("Put(\"a\", name);")]
    public void A_value_may_say_more(string statements) => Assert.False(Assert.Single(AccessesOf(statements)).WritesConstant);

    private static IEnumerable<SessionAccess> AccessesOf(string statements)
    {
        SyntaxTree tree = AllRules.Parse(
            $$"""
            public class Clock { public string Now => ""; }

            public class Cart { public string? Name { get; set; } }

            public static class Wrappers { public static string? Same(this ISession session, string key) => session.GetString(key); }

            public class Prefixed(ISession session)
            {
                private readonly string _prefix = Environment.MachineName;
                public string? Get(string key) => session.GetString(_prefix + key);
            }

            public interface IService { void Store(string key); }
            public class Service(ISession session) : IService { public void Store(string key) => session.SetString(key, ""); }

            public interface IServices { void Store(string key); }
            public class FirstService(ISession session) : IServices { public void Store(string key) => session.SetString(key, ""); }
            public class SecondService(ISession session) : IServices { public void Store(string key) => session.SetString(key, ""); }

            public interface IExplicit { void Store(string key); }
            public class Explicit(ISession session) : IExplicit { void IExplicit.Store(string key) => session.SetString(key, ""); }

            public abstract class Base { public abstract void Store(string key); }
            public class Derived(ISession session) : Base { public override void Store(string key) => session.SetString(key, ""); }

            public class Shop : Microsoft.AspNetCore.Mvc.Controller
            {
                private static readonly string Name = Environment.MachineName;
                private static string s_title = Environment.MachineName;
                private readonly string Empty = Environment.MachineName;
                private ISession Session => HttpContext.Session;
                private IEnumerable<string> All => Session.Keys;
                private static byte[] Encode(int number) => [];
                private string? Get(string key) => Session.GetString(key);
                private void Put(string key, object? value) => Session.SetString(key, System.Text.Json.JsonSerializer.Serialize(value));
                private void Drop(string key) => Session.Remove(key);
                private void Reset() => Session.Clear();
                private readonly Prefixed _prefixed;
                private readonly Cart _cart;
                private readonly IService _service;
                private readonly IServices _services;
                private readonly IExplicit _explicit;
                private readonly Base _base;
                private string? Named { get => Session.GetString("named"); set => Session.SetString("named", value!); }
                private string? GetDefault(string key = "a") => Session.GetString(key);
                private string? GetTyped<T>() => Session.GetString(typeof(T).Name);
                private string? GetOf(Cart cart) => Session.GetString(cart.Name!);
                private string? Again(string key) => Again(key) ?? Session.GetString(key);
                private string? Deep1(string key) => Session.GetString(key);
                private string? Deep2(string key) => Deep1(key);
                private string? Deep3(string key) => Deep2(key);
                private string? Deep4(string key) => Deep3(key);
                private string? Deep5(string key) => Deep4(key);
                private string? Deep6(string key) => Deep5(key);
                private string? Deep7(string key) => Deep6(key);
                private void Fill(out string? text) => text = Session.GetString("a");
                private Task LoadAsync() => Session.LoadAsync();
                private Task CommitAsync() => Session.CommitAsync();

                public async Task Run(string name, bool done, byte part, CartSession cartSession, CartStore cartStore)
                {
                    {{statements}}
                }
            }
            """);
        SessionModel model = SessionModel.For(AllRules.Compile(tree))!;
        return model.GetBodies(tree, TestContext.Current.CancellationToken)
            .Where(body => body.Syntax is Microsoft.CodeAnalysis.CSharp.Syntax.MethodDeclarationSyntax { Identifier.ValueText: "Run" })
            .SelectMany(body => body.Accesses);
    }
}
