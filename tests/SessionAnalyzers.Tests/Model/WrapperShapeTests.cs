using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SessionAnalyzers.Model;
using SessionAnalyzers.Tests.Robustness;
using Xunit;

namespace SessionAnalyzers.Tests.Model;

/// <summary>What a wrapper without a body does, with the ordinals of its key and value.</summary>
public sealed class WrapperShapeTests
{
    [Theory]
    [InlineData("void SetCart(ISession session, string key, Cart value)", "Write 1 2")]
    [InlineData("Task SetAsync(ISession session, string key, Cart value)", "Write 1 2")]
    [InlineData("ValueTask Any(ISession session, string key, Cart value)", "Write 1 2")]
    [InlineData("bool TrySet(ISession session, string key, Cart value)", "Write 1 2")]
    [InlineData("Task<bool> SetAsync(ISession session, string key, Cart value)", "Write 1 2")]
    [InlineData("ValueTask<bool> SetAsync(ISession session, string key, Cart value)", "Write 1 2")]
    [InlineData("Cart GetCart(ISession session, string key)", "Read 1 -1")]
    [InlineData("Cart Any(ISession session, string key)", "Read 1 -1")]
    [InlineData("Cart Any(ISession session, string key, int depth = 0)", "Read 1 -1")]
    [InlineData("Task<Cart> Any(ISession session, string key)", "Read 1 -1")]
    [InlineData("bool TryGet(ISession session, string key, out Cart value)", "Read 1 2")]
    [InlineData("bool Any(ISession session, string key, out Cart value)", "Read 1 2")]
    [InlineData("bool HasCart(ISession session, string key)", "Read 1 -1")]
    [InlineData("void RemoveCart(ISession session, string key)", "Remove 1 -1")]
    [InlineData("Task RemoveAsync(ISession session, string key)", "Remove 1 -1")]
    [InlineData("ValueTask RemoveAsync(ISession session, string key)", "Remove 1 -1")]
    [InlineData("bool TryRemove(ISession session, string key)", "Remove 1 -1")]
    public void An_extension_of_the_session_is_told_by_its_signature(string signature, string shape) => Assert.Equal(shape, Described(OfMethod("public static class Extensions", "static " + signature)));

    [Theory]
    [InlineData("void Touch(ISession session, string key)")]
    [InlineData("bool Check(ISession session, string key)")]
    [InlineData("Task<bool> Check(ISession session, string key)")]
    [InlineData("bool TrySet(ISession session, string key, out Cart value)")]
    [InlineData("bool Compare(ISession session, string key, Cart value)")]
    [InlineData("int Count(ISession session, string key, Cart value)")]
    [InlineData("void Set(ISession session, string key, Func<Cart> make)")]
    [InlineData("void Set(ISession session)")]
    [InlineData("string Set(string key)")]
    [InlineData("void Set(Cart session, string key, Cart value)")]
    [InlineData("void Set(ISession session, int key, Cart value)")]
    [InlineData("Cart Get(ISession session, int key)")]
    public void A_static_method_may_do_anything(string signature) => Assert.Null(OfMethod("public static class Extensions", "static " + signature));

    [Theory]
    [InlineData("void Put(string key, Cart value)", "Write 0 1")]
    [InlineData("Cart Update(string cartName, Cart value)", "Write 0 1")]
    [InlineData("Cart Load(string name)", "Read 0 -1")]
    [InlineData("bool Has(string key)", "Read 0 -1")]
    [InlineData("bool TryGet(string key, out Cart value)", "Read 0 1")]
    [InlineData("void Delete(string key)", "Remove 0 -1")]
    [InlineData("bool TryRemove(string key)", "Remove 0 -1")]
    public void A_method_of_a_session_service_is_told_by_its_name(string signature, string shape) => Assert.Equal(shape, Described(OfMethod("public abstract class CartSession", Members + "abstract " + signature)));

    [Theory]
    [InlineData("Cart Find(string key)")]
    [InlineData("void Put(string title, Cart value)")]
    [InlineData("void Put(int key, Cart value)")]
    [InlineData("void Clear()")]
    [InlineData("Cart Compute(string key, Cart value)")]
    [InlineData("void Touch(string key, Cart value)")]
    [InlineData("void Put(string key, Action value)")]
    public void A_method_of_a_session_service_may_do_anything(string signature) => Assert.Null(OfMethod("public abstract class CartSession", Members + "abstract " + signature));

    [Theory]
    [InlineData("CartSession", true)]
    [InlineData("ISessionStore", true)]
    [InlineData("sessionservice", true)]
    [InlineData("ISession", false)]
    [InlineData("Session", false)]
    [InlineData("SessionFactory", false)]
    [InlineData("SessionOptions", false)]
    [InlineData("CartStore", false)]
    public void A_service_over_the_session_is_told_by_its_name(string type, bool isService)
    {
        Assert.Equal(isService, WrapperShape.IsSessionServiceName(type));
        Assert.Equal(isService, OfMethod("public abstract class " + type, Members + "abstract Cart Load(string key)") is not null);
    }

    [Theory]
    [InlineData("public abstract Cart Get(string key); ")]
    [InlineData("public abstract void Set(string key, Cart value); ")]
    [InlineData("public abstract Cart Get(int key); public abstract void Set(string key, Cart value); ")]
    [InlineData("public abstract Cart Get(string key); public abstract void Set(int key, Cart value); ")]
    [InlineData("public abstract Cart Get(string key); public abstract void Set(string key); ")]
    public void A_service_that_does_not_both_read_and_write_is_none(string members) => Assert.Null(OfMethod("public abstract class CartSession", members + "public abstract void Delete(string key)"));

    [Theory]
    [InlineData("SetCart", "\"a\", cart", true, "Write 0 1")]
    [InlineData("TrySetCart", "\"a\", cart", true, "Write 0 1")]
    [InlineData("PutCart", "\"a\", cart", true, "Write 0 1")]
    [InlineData("SaveCart", "\"a\", cart", true, "Write 0 1")]
    [InlineData("StoreCart", "\"a\", cart", true, "Write 0 1")]
    [InlineData("WriteCart", "\"a\", cart", true, "Write 0 1")]
    [InlineData("AddCart", "\"a\", cart", true, "Write 0 1")]
    [InlineData("UpdateCart", "\"a\", cart", true, "Write 0 1")]
    [InlineData("setCart", "\"a\", cart", true, "Write 0 1")]
    [InlineData("GetCart", "\"a\"", true, "Read 0 -1")]
    [InlineData("TryGetCart", "\"a\"", true, "Read 0 -1")]
    [InlineData("ReadCart", "\"a\"", true, "Read 0 -1")]
    [InlineData("LoadCart", "\"a\"", true, "Read 0 -1")]
    [InlineData("FetchCart", "\"a\"", true, "Read 0 -1")]
    [InlineData("RetrieveCart", "\"a\"", true, "Read 0 -1")]
    [InlineData("PeekCart", "\"a\"", true, "Read 0 -1")]
    [InlineData("ContainsCart", "\"a\"", true, "Read 0 -1")]
    [InlineData("HasCart", "\"a\"", true, "Read 0 -1")]
    [InlineData("ExistsCart", "\"a\"", true, "Read 0 -1")]
    [InlineData("getCart", "\"a\"", true, "Read 0 -1")]
    [InlineData("RemoveCart", "\"a\"", true, "Remove 0 -1")]
    [InlineData("TryRemoveCart", "\"a\"", true, "Remove 0 -1")]
    [InlineData("DeleteCart", "\"a\"", true, "Remove 0 -1")]
    [InlineData("ClearCart", "\"a\"", true, "Remove 0 -1")]
    [InlineData("SetCart", "session, \"a\", cart", false, "Write 1 2")]
    [InlineData("GetCart", "session, \"a\"", false, "Read 1 -1")]
    [InlineData("RemoveCart", "session, \"a\"", false, "Remove 1 -1")]
    [InlineData("TryGetCart", "\"a\", out cart", true, "Read 0 1")]
    [InlineData("TryGetCart", "session, \"a\", out cart", false, "Read 1 2")]
    [InlineData("SetCart", "\"a\", cart, 5", true, "Write 0 1")]
    public void A_call_that_does_not_bind_is_told_by_its_name(string name, string arguments, bool keyIsFirst, string shape) => Assert.Equal(shape, Described(OfCall(name, arguments, keyIsFirst)));

    [Theory]
    [InlineData("SetCart", "\"a\"", true)]
    [InlineData("SetCart", "\"a\", out cart", true)]
    [InlineData("GetCart", "\"a\", cart", true)]
    [InlineData("RemoveCart", "\"a\", cart", true)]
    [InlineData("Touch", "\"a\"", true)]
    [InlineData("Touch", "\"a\", cart", true)]
    [InlineData("GetCart", "", true)]
    [InlineData("GetCart", "session", false)]
    [InlineData("RemoveCart", "session", false)]
    public void A_call_that_does_not_bind_may_do_anything(string name, string arguments, bool keyIsFirst) => Assert.Null(OfCall(name, arguments, keyIsFirst));

    [Theory]
    [InlineData("void Any(string key, Cart value)", "Write", "Write 0 1")]
    [InlineData("void Any(int id, string key, Cart value)", "Write", "Write 1 2")]
    [InlineData("Cart Any(string key)", "Read", "Read 0 -1")]
    [InlineData("bool Any(string key, out Cart value)", "Read", "Read 0 1")]
    [InlineData("Cart Any(string key, int depth)", "Read", "Read 0 -1")]
    [InlineData("void Any(string key)", "Write", null)]
    [InlineData("void Any(int key, Cart value)", "Write", null)]
    [InlineData("Cart Any()", "Read", null)]
    public void A_method_that_is_listed_has_its_key_first(string signature, string kind, string? shape)
        => Assert.Equal(shape, Described(WrapperShape.OfListed(Method("public abstract class Store", "abstract " + signature, out _), Enum.Parse<SessionAccessKind>(kind))));

    private const string Members = "public abstract void Set(string key, Cart value); public abstract Cart Get(string key); public ";

    private static string? Described(WrapperShape? shape) => shape is { } known ? $"{known.Kind} {known.Key} {known.Value}" : null;

    private static WrapperShape? OfCall(string name, string arguments, bool keyIsFirst)
        => WrapperShape.OfUnresolved(name, ((InvocationExpressionSyntax)SyntaxFactory.ParseExpression($"x.M({arguments})")).ArgumentList.Arguments, keyIsFirst);

    private static WrapperShape? OfMethod(string type, string member)
    {
        IMethodSymbol method = Method(type, member, out SessionSymbols symbols);
        return WrapperShape.Of(method, symbols);
    }

    private static IMethodSymbol Method(string type, string member, out SessionSymbols symbols)
    {
        SyntaxTree tree = AllRules.Parse($$"""
            public class Cart { }

            {{type}}
            {
                {{member}};
            }
            """);
        Compilation compilation = AllRules.Compile(tree);
        symbols = SessionModel.For(compilation)!.Symbols;
        return compilation.GetSemanticModel(tree).GetDeclaredSymbol(tree.GetRoot(TestContext.Current.CancellationToken).DescendantNodes().OfType<MethodDeclarationSyntax>().Last())!;
    }
}
