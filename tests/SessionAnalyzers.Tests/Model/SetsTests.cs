using System.Collections.Immutable;
using SessionAnalyzers.Model;
using Xunit;

namespace SessionAnalyzers.Tests.Model;

public sealed class SetsTests
{
    private static readonly ImmutableHashSet<int> None = [];
    private static readonly ImmutableHashSet<int> One = [1];
    private static readonly ImmutableHashSet<int> Two = [2];
    private static readonly ImmutableHashSet<int> Both = [1, 2];

    [Fact]
    public void Sets_are_equal_where_their_items_are()
    {
        Assert.True(Sets.AreEqual(Both, Both));
        Assert.True(Sets.AreEqual(Both, [2, 1]));
        Assert.True(Sets.AreEqual(None, ImmutableHashSet<int>.Empty));
        Assert.False(Sets.AreEqual(One, Two));
        Assert.False(Sets.AreEqual(One, Both));
        Assert.False(Sets.AreEqual(Both, One));
    }

    [Fact]
    public void An_intersection_has_what_both_have()
    {
        Assert.Equal([1], Sets.Intersect(Both, One));
        Assert.Equal([1], Sets.Intersect(One, Both));
        Assert.Empty(Sets.Intersect(One, Two));
        Assert.Empty(Sets.Intersect(One, None));
        Assert.Empty(Sets.Intersect(None, One));
    }

    [Fact]
    public void A_union_has_what_either_has()
    {
        Assert.Equal([1, 2], Sets.Union(One, Two).Order());
        Assert.Equal([1], Sets.Union(One, None));
        Assert.Equal([1], Sets.Union(None, One));
        Assert.Equal([1, 2], Sets.Union(Both, One).Order());
    }

    [Fact]
    public void What_adds_nothing_is_not_copied()
    {
        Assert.Same(Both, Sets.Intersect(Both, [1, 2]));
        Assert.Same(None, Sets.Intersect(None, One));
        Assert.Same(One, Sets.Union(One, None));
        Assert.Same(One, Sets.Union(None, One));
        Assert.Same(Both, Sets.Union(Both, One));
    }
}
