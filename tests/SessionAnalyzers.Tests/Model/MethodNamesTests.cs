using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SessionAnalyzers.Model;
using Xunit;

namespace SessionAnalyzers.Tests.Model;

public sealed class MethodNamesTests
{
    [Theory]
    [InlineData("Save")]
    [InlineData("Shop.Save")]
    [InlineData("Store.Shop.Save")]
    [InlineData("Company.Store.Shop.Save")]
    [InlineData("Load, Save")]
    [InlineData(" , Shop.Save , ")]
    public void A_method_is_named_with_as_much_of_its_type_as_is_needed(string text)
    {
        var (call, semantics) = Call();

        Assert.True(Parse(text).Contains((IMethodSymbol)semantics.GetSymbolInfo(call, TestContext.Current.CancellationToken).Symbol!));
        Assert.True(Parse(text).Contains(call, semantics, TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("")]
    [InlineData(" , ")]
    [InlineData("Load")]
    [InlineData("save")]
    [InlineData("Market.Save")]
    [InlineData("Market.Shop.Save")]
    [InlineData("Shop.Load, Market.Save")]
    [InlineData("World.Company.Store.Shop.Save")]
    [InlineData("A.B.C.D.E.F.G.World.Company.Store.Shop.Save")]
    public void Another_method_is_not_named(string text)
    {
        var (call, semantics) = Call();

        Assert.False(Parse(text).Contains((IMethodSymbol)semantics.GetSymbolInfo(call, TestContext.Current.CancellationToken).Symbol!));
        Assert.False(Parse(text).Contains(call, semantics, TestContext.Current.CancellationToken));
    }

    [Fact]
    public void A_name_alone_needs_no_binding()
    {
        var (call, _) = Call();

        Assert.True(Parse("Save").Contains(call, semantics: null, TestContext.Current.CancellationToken));
        Assert.True(Parse("Market.Save, Save").Contains(call, semantics: null, TestContext.Current.CancellationToken));
        Assert.False(Parse("Shop.Save").Contains(call, semantics: null, TestContext.Current.CancellationToken));
    }

    [Fact]
    public void The_simple_names_are_those_of_the_methods() => Assert.Equal(["Load", "Save"], Parse("Shop.Save, Load, Market.Save").Simple.Order());

    [Theory]
    [InlineData("Save()", "Save()")]
    [InlineData("Load, Shop.", "Shop.")]
    [InlineData("Shop Save", "Shop Save")]
    [InlineData("Shop.2nd", "Shop.2nd")]
    public void What_cannot_be_a_method_is_said_to_be_none(string text, string name)
        => Assert.Equal($"names no method with '{name}': write Method, Type.Method or Namespace.Type.Method, without parentheses", MethodNames.Parse(text).Problem);

    private static MethodNames Parse(string text)
    {
        OptionValue<MethodNames> names = MethodNames.Parse(text);
        Assert.Null(names.Problem);
        return names.Value!;
    }

    private static (InvocationExpressionSyntax Call, SemanticModel Semantics) Call()
    {
        SyntaxTree tree = CSharpSyntaxTree.ParseText("namespace Company.Store { class Shop { static void Save() => Save(); } }");
        SemanticModel semantics = CSharpCompilation.Create("Web", [tree]).GetSemanticModel(tree);
        return (tree.GetRoot().DescendantNodes().OfType<InvocationExpressionSyntax>().Single(), semantics);
    }
}
