using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using SessionAnalyzers.Model;
using SessionAnalyzers.Tests.Robustness;
using Xunit;

namespace SessionAnalyzers.Tests.Model;

/// <summary>What a file's members are called, name and contain, by their syntax alone.</summary>
public sealed class SyntaxUnitTests
{
    [Theory]
    [InlineData("void Run() { }", "Run", true, 1)]
    [InlineData("void Run() => Stop();", "Run", true, 1)]
    [InlineData("abstract void Run();", "Run", true, 0)]
    [InlineData("Shop() { }", "", true, 1)]
    [InlineData("int Size => 1;", "Size", false, 1)]
    [InlineData("int Size { get; set; }", "Size", false, 0)]
    [InlineData("int Size { get; } = 1;", "Size", false, 1)]
    [InlineData("int Size { get => 1; set { } }", "Size", false, 2)]
    [InlineData("int Size { get { return 1; } set; }", "Size", false, 1)]
    [InlineData("int this[int i] { get => 1; }", "this", false, 1)]
    [InlineData("event Action Done { add { } remove { } }", "this", false, 2)]
    [InlineData("int _a = 1, _b;", "_a,_b", false, 1)]
    [InlineData("const int A = 1;", "A", false, 0)]
    [InlineData("event Action Done;", "Done", false, 0)]
    public void A_member_has_names_and_bodies(string member, string names, bool isInvoked, int bodies)
    {
        SyntaxUnit unit = UnitOf(member);

        Assert.Equal(names, string.Join(',', unit.Names));
        Assert.Equal(isInvoked, unit.IsInvoked);
        Assert.Equal(bodies, unit.Bodies.Length);
    }

    [Fact]
    public void The_parameters_of_a_type_and_the_arguments_of_its_base_are_units()
    {
        SyntaxUnit[] units = UnitsOf("class Shop(Cart cart, int size) : Base(Make(cart)) { int Size => 1; } class Box : Base { } class Bag : Base(Make(1)) { }");

        Assert.Equal(["cart", "size", "", "Size"], units.Select(unit => string.Join(',', unit.Names)));
        Assert.True(units[2].Calls("Make"));
        Assert.All(units.Take(3), unit => Assert.False(unit.IsInvoked));
        Assert.All(units.Take(3), unit => Assert.Empty(unit.Bodies));
    }

    [Fact]
    public void Top_level_statements_are_a_unit()
    {
        SyntaxUnit[] units = UnitsOf("Run(1); class Shop { void Run() => Stop(); }");

        Assert.Equal(2, units.Length);
        Assert.True(units[0].Calls("Run"));
        Assert.Equal(SyntaxKind.CompilationUnit, Assert.Single(units[0].Bodies).Kind());
        Assert.DoesNotContain(units[0].Nodes(), node => node.ToString() == "Stop()");
        Assert.Contains(units[0].Nodes(), node => node.ToString() == "Run(1)");
    }

    [Fact]
    public void Types_in_types_and_namespaces_have_units()
        => Assert.Equal(["A", "B", "C"], UnitsOf("namespace N { class Outer { int A; class Inner { int B; } } struct S { int C; } enum E { D } }").SelectMany(unit => unit.Names));

    [Fact]
    public void A_call_is_told_from_a_use()
    {
        SyntaxUnit unit = UnitOf("void Run() { Stop(); _ = Size; Make<int>(); _ = Map<int>.Empty; new Cart(); last }");

        Assert.All(["Stop", "Make", "Cart"], name => Assert.True(unit.Calls(name)));
        Assert.All(["Size", "Map", "Empty", "last"], name => Assert.True(unit.Uses(name)));
        Assert.All(["Size", "Map", "Empty", "last", "Other"], name => Assert.False(unit.Calls(name)));
        Assert.All(["Stop", "Make", "Cart", "Other"], name => Assert.False(unit.Uses(name)));
    }

    [Theory]
    [InlineData("Cart Run() => new();", true)]
    [InlineData("Cart Run() => new Cart();", false)]
    [InlineData("int[] Run() => new[] { (1) };", false)]
    public void A_creation_may_not_name_its_type(string member, bool isImplicit) => Assert.Equal(isImplicit, UnitOf(member).Used.HasImplicitCreation);

    [Theory]
    [InlineData("void Run() => HttpContext.Session.Clear();", true)]
    [InlineData("void Run(ISessionFeature feature) { }", true)]
    [InlineData("string Run() => \"Session\";", false)]
    [InlineData("void Run() => Stop(); // Session", false)]
    [InlineData("void Run(int session) { }", false)]
    public void A_member_may_name_the_session(string member, bool names) => Assert.Equal(names, UnitOf(member).NamesSession);

    [Fact]
    public void A_member_quotes_its_texts()
    {
        SyntaxUnit unit = UnitOf("string Run() => \"cart\" + Cart;");

        Assert.True(unit.Quotes("cart"));
        Assert.False(unit.Quotes("Cart"));
        Assert.False(UnitOf("void Run() { }").Quotes("cart"));
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(32 * 1024 - 7, true)]
    [InlineData(32 * 1024 - 3, true)]
    [InlineData(32 * 1024, true)]
    [InlineData(100_000, true)]
    [InlineData(-1, false)]
    public void The_text_of_a_file_may_mention_the_session(int position, bool mentions)
        => Assert.Equal(mentions, SyntaxUnit.MentionsSession(AllRules.Parse(position < 0 ? new string(' ', 100_000) + "session" : new string(' ', position) + "Session")));

    [Fact]
    public void The_names_of_a_file_are_those_of_its_members()
    {
        UsedNames names = SyntaxUnit.NamesIn(AllRules.Parse("class Shop { void Run() => Stop(); int Size => Width; Cart Make() => new(); }"));

        Assert.True(names.Calls("Stop"));
        Assert.False(names.Calls("Width"));
        Assert.True(names.Uses("Width"));
        Assert.False(names.Uses("Stop"));
        Assert.True(names.HasImplicitCreation);
        Assert.True(names.Contains("Stop") && names.Contains("Width") && !names.Contains("Other"));
        Assert.True(names.CallsAny(["Other", "Stop"]));
        Assert.False(names.CallsAny(["Other", "Width"]));
        Assert.True(names.ContainsAny(["Other", "Width"]));
        Assert.False(names.ContainsAny(["Other"]));
        Assert.True(names.Any(name => name == "Stop") && names.Any(name => name == "Width") && !names.Any(name => name == "Other"));
        Assert.False(new UsedNames().CallsAny(["Stop"]));
    }

    private static SyntaxUnit UnitOf(string member) => Assert.Single(UnitsOf($"abstract class Shop {{ {member} }}"));

    private static SyntaxUnit[] UnitsOf(string source) => SyntaxUnit.In(AllRules.Parse(source));
}
