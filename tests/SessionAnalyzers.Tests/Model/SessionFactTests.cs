using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using SessionAnalyzers.Model;
using Xunit;

namespace SessionAnalyzers.Tests.Model;

public sealed class SessionFactTests
{
    private static readonly SyntaxTree Tree = CSharpSyntaxTree.ParseText("class C { object a, b; }");
    private static readonly ISymbol[] Fields = [.. CSharpCompilation.Create("Fields", [Tree]).GetTypeByMetadataName("C")!.GetMembers().OfType<IFieldSymbol>()];
    private static readonly OriginSet Value = OriginSet.Of(new Origin.Parameter(0));
    private static readonly OriginSet OtherValue = OriginSet.Of(new Origin.Parameter(1));
    private static readonly StorageLocation Variable = new(Fields[0], null);
    private static readonly StorageLocation Member = new(Fields[0], Fields[1]);
    private static readonly SessionAccess Access = new(SessionAccessKind.Write, SessionKey.Constant("a"), Tree.GetRoot(), inner: null, wrapper: null);
    private static readonly ReadWindow Window = new(Awaited: false, [], []);

    [Fact]
    public void A_body_begins_with_nothing_known()
    {
        Assert.True(SessionFact.Entry.IsReachable);
        Assert.False(SessionFact.Entry.IsTouched);
        Assert.False(SessionFact.Unreachable.IsReachable);
        Assert.True(SessionFact.Entry[Variable].IsEmpty);
        Assert.True(SessionFact.Entry[Member].IsEmpty);
        Assert.Equal(OriginSet.Of(new Origin.Member(Fields[0])), SessionFact.Entry[new StorageLocation(StorageLocation.This, Fields[0])]);
        Assert.True(SessionFact.Entry[new StorageLocation(StorageLocation.This, null)].IsEmpty);
    }

    [Fact]
    public void Facts_are_equal_where_all_they_hold_is()
    {
        Assert.Equal(Full(), Full());
        Assert.Equal(Full().GetHashCode(), Full().GetHashCode());
    }

    [Fact]
    public void Facts_that_differ_in_one_thing_are_not_equal()
    {
        SessionFact full = Full();

        Assert.All(
            [
                SessionFact.Entry,
                full with { IsReachable = false },
                full with { IsTouched = false },
                full with { HeldLocks = [] },
                full with { LoadedWhileHeld = [] },
                full with { UncommittedWrites = [] },
                full with { Reads = full.Reads.Clear() },
                full with { Reads = full.Reads.SetItem(Access, Window with { Awaited = true }) },
                full.Set(Variable, OtherValue),
                full.Set(Member, OtherValue),
                full.Forget(Fields[0]),
            ],
            other =>
            {
                Assert.NotEqual(full, other);
                Assert.NotEqual(other, full);
            });
        Assert.False(full.Equals(null));
    }

    [Fact]
    public void A_variable_holds_what_its_members_hold_too()
    {
        SessionFact fact = SessionFact.Entry.Set(Variable, Value).Set(Member, OtherValue).Set(new StorageLocation(Fields[1], Fields[0]), OriginSet.Of(new Origin.This()));

        Assert.Equal(Value.Union(OtherValue), fact.Whole(Fields[0]));
        Assert.Equal(Value, fact[Variable]);
        Assert.Equal(OtherValue, fact[Member]);
        Assert.Equal(Value, SessionFact.Entry.Set(Variable, Value).Whole(Fields[0]));
    }

    [Fact]
    public void Nothing_is_kept_of_a_variable_without_a_value()
    {
        Assert.Empty(SessionFact.Entry.Set(Variable, Value).Set(Variable, OriginSet.Empty).Values);
        Assert.Empty(SessionFact.Entry.Set(Member, OriginSet.Empty).Members);
        Assert.Same(SessionFact.Entry, SessionFact.Entry.Set(Variable, OriginSet.Empty));
        Assert.Same(SessionFact.Entry, SessionFact.Entry.Add(Variable, OriginSet.Empty));
    }

    [Fact]
    public void A_member_of_the_object_that_is_set_to_nothing_no_longer_holds_what_it_held()
    {
        var member = new StorageLocation(StorageLocation.This, Fields[0]);

        Assert.True(SessionFact.Entry.Set(member, OriginSet.Empty)[member].IsEmpty);
    }

    [Fact]
    public void What_is_added_joins_what_is_there()
        => Assert.Equal(Value.Union(OtherValue), SessionFact.Entry.Set(Member, Value).Add(Member, OtherValue)[Member]);

    [Fact]
    public void A_variable_is_forgotten_with_its_members()
    {
        var other = new StorageLocation(Fields[1], Fields[0]);
        SessionFact fact = SessionFact.Entry.Set(Variable, Value).Set(Member, Value).Set(other, Value);

        SessionFact forgotten = fact.Forget(Fields[0]);

        Assert.True(forgotten.Whole(Fields[0]).IsEmpty);
        Assert.Equal(Value, forgotten[other]);
        Assert.Same(SessionFact.Entry, SessionFact.Entry.Forget(Fields[0]));
        Assert.Equal(SessionFact.Entry, SessionFact.Entry.Set(Member, Value).Forget(Fields[0]));
        Assert.Equal(SessionFact.Entry, SessionFact.Entry.Set(Variable, Value).Forget(Fields[0]));
    }

    [Fact]
    public void Two_ways_that_meet_have_written_what_either_has()
        => Assert.Equal([Access], SessionLattice.Instance.Join(SessionFact.Entry, SessionFact.Entry with { UncommittedWrites = [Access] }).UncommittedWrites);

    [Fact]
    public void Two_ways_that_meet_have_touched_the_session_where_either_has()
    {
        SessionFact touched = SessionFact.Entry with { IsTouched = true };

        Assert.True(SessionLattice.Instance.Join(SessionFact.Entry, touched).IsTouched);
        Assert.True(SessionLattice.Instance.Join(touched, SessionFact.Entry).IsTouched);
    }

    private static SessionFact Full() => (SessionFact.Entry with
    {
        IsTouched = true,
        HeldLocks = [Tree.GetRoot()],
        LoadedWhileHeld = [Tree.GetRoot()],
        UncommittedWrites = [Access],
        Reads = SessionFact.Entry.Reads.Add(Access, Window),
    }).Set(Variable, Value).Set(Member, Value);
}
