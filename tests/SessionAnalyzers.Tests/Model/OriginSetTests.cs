using Microsoft.CodeAnalysis;
using SessionAnalyzers.Model;
using SessionAnalyzers.Tests.Robustness;
using Xunit;

namespace SessionAnalyzers.Tests.Model;

public sealed class OriginSetTests
{
    private static readonly OriginSet First = OriginSet.Of(new Origin.Parameter(0));
    private static readonly OriginSet Second = OriginSet.Of(new Origin.Parameter(1));

    [Fact]
    public void A_union_has_the_origins_of_both()
    {
        OriginSet union = First.Union(Second);

        Assert.Equal(2, union.Count);
        Assert.Equal([new Origin.Parameter(0), new Origin.Parameter(1)], union.Cast<Origin.Parameter>().OrderBy(origin => origin.Ordinal));
        Assert.Equal(2, ((System.Collections.IEnumerable)union).Cast<object>().Count());
    }

    [Fact]
    public void A_union_that_adds_nothing_is_the_same_set()
    {
        OriginSet both = First.Union(Second);

        Assert.Same(First, First.Union(OriginSet.Empty));
        Assert.Same(First, OriginSet.Empty.Union(First));
        Assert.Same(both, both.Union(Second));
        Assert.Same(both, both.Union(both));
    }

    [Fact]
    public void Sets_are_equal_by_what_they_hold()
    {
        Assert.Equal(First.Union(Second), Second.Union(First));
        Assert.Equal(First.Union(Second).GetHashCode(), Second.Union(First).GetHashCode());
        Assert.True(First.Equals((object)OriginSet.Of(new Origin.Parameter(0))));
        Assert.False(First.Equals((object)Second));
        Assert.False(First.Equals(First.Union(Second)));
        Assert.False(First.Equals((OriginSet?)null));
        Assert.False(First.Equals("a"));
    }

    [Fact]
    public void Only_the_empty_set_is_empty()
    {
        Assert.True(OriginSet.Empty.IsEmpty);
        Assert.False(First.IsEmpty);
    }

    [Fact]
    public void Reads_are_told_from_other_origins()
    {
        SyntaxTree tree = AllRules.Parse("public class Cart { public string? Show(ISession session) => session.GetString(\"cart\"); }");
        SessionAccess read = SessionModel.For(AllRules.Compile(tree))!.GetBodies(tree, TestContext.Current.CancellationToken).SelectMany(body => body.Accesses).Single();

        OriginSet set = First.Union(OriginSet.Of(new Origin.Read(read)));

        Assert.True(set.HasReads);
        Assert.Equal([read], set.Reads);
        Assert.False(First.HasReads);
        Assert.Empty(First.Reads);
        Assert.Equal(new Origin.Read(read), new Origin.Read(read));
    }

    [Fact]
    public void Members_are_equal_by_their_symbols()
    {
        ITypeSymbol type = AllRules.Compile(AllRules.Parse("public class Cart { public int One; public int Two; }")).GetTypeByMetadataName("Cart")!;
        var one = new Origin.Member(type.GetMembers("One")[0]);

        Assert.Equal(one, new Origin.Member(type.GetMembers("One")[0]));
        Assert.Equal(one.GetHashCode(), new Origin.Member(type.GetMembers("One")[0]).GetHashCode());
        Assert.NotEqual(one, new Origin.Member(type.GetMembers("Two")[0]));
        Assert.False(one.Equals(null));
        Assert.Equal(new Origin.This(), new Origin.This());
    }
}
