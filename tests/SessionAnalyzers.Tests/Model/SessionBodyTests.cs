using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SessionAnalyzers.Model;
using Xunit;

namespace SessionAnalyzers.Tests.Model;

/// <summary>What is recorded of a body, and what its callers see of it.</summary>
public sealed class SessionBodyTests
{
    private static readonly SyntaxTree Tree = CSharpSyntaxTree.ParseText("class C { int a, b, c, d; }");
    private static readonly SyntaxNode[] Places = [.. Tree.GetRoot().DescendantNodes().OfType<VariableDeclaratorSyntax>()];
    private static readonly ISymbol Field = CSharpCompilation.Create("Fields", [Tree]).GetTypeByMetadataName("C")!.GetMembers("a").Single();
    private static readonly SessionAccess FirstRead = AccessAt(0, SessionAccessKind.Read);
    private static readonly SessionAccess SecondRead = AccessAt(1, SessionAccessKind.Read);
    private static readonly SessionAccess FirstWrite = AccessAt(2, SessionAccessKind.Write);
    private static readonly SessionAccess SecondWrite = AccessAt(3, SessionAccessKind.Write);
    private static readonly OriginSet Value = OriginSet.Of(new Origin.Parameter(0));
    private static readonly OriginSet OtherValue = OriginSet.Of(new Origin.Parameter(1));

    [Fact]
    public void Accesses_are_once_and_in_source_order()
    {
        var recorder = new BodyRecorder();

        recorder.Access(SecondWrite);
        recorder.Access(FirstRead);
        recorder.Access(SecondWrite);

        Assert.Equal([FirstRead, SecondWrite], recorder.Accesses);
    }

    [Fact]
    public void A_write_that_is_passed_twice_has_both_values()
    {
        var recorder = new BodyRecorder();
        recorder.Access(FirstWrite);
        recorder.Access(FirstRead);

        recorder.Write(FirstWrite, Value);
        recorder.Write(FirstWrite, OtherValue);

        SessionFact exit = SessionFact.Entry with { Reads = SessionFact.Entry.Reads.Add(FirstRead, new ReadWindow(Awaited: true, [], [])) };
        Assert.Equal([new SessionEffect(FirstRead, OriginSet.Empty, AwaitedAfter: true), new SessionEffect(FirstWrite, Value.Union(OtherValue), AwaitedAfter: false)], recorder.Effects(exit));
        Assert.All(recorder.Effects(SessionFact.Entry), effect => Assert.False(effect.AwaitedAfter));
    }

    [Fact]
    public void The_reads_of_a_write_are_one_relation()
    {
        var recorder = new BodyRecorder();

        recorder.ReadModifyWrite(SecondWrite, FirstRead, awaited: false, LockUse.None);
        recorder.ReadModifyWrite(FirstWrite, SecondRead, awaited: false, LockUse.Exclusive);
        recorder.ReadModifyWrite(FirstWrite, FirstRead, awaited: true, LockUse.Ineffective);
        recorder.CommitWhileHeld([FirstWrite]);

        Assert.Equal([FirstWrite, SecondWrite], recorder.ReadModifyWrites.Select(relation => relation.Write));
        ReadModifyWriteRelation relation = recorder.ReadModifyWrites[0];
        Assert.Equal([FirstRead, SecondRead], relation.Reads);
        Assert.True(relation.AwaitBetween);
        Assert.Equal(LockUse.Ineffective, relation.Lock);
        Assert.False(recorder.ReadModifyWrites[1].AwaitBetween);
        Assert.Equal(LockUse.None, recorder.ReadModifyWrites[1].Lock);
    }

    [Theory]
    [InlineData("None", "Exclusive", "None")]
    [InlineData("Exclusive", "None", "None")]
    [InlineData("Exclusive", "Exclusive", "Exclusive")]
    [InlineData("Ineffective", "Exclusive", "Ineffective")]
    public void A_lock_protects_where_it_protects_from_every_read(string first, string second, string lockUse)
    {
        var recorder = new BodyRecorder();
        recorder.ReadModifyWrite(FirstWrite, FirstRead, awaited: true, Enum.Parse<LockUse>(first));
        recorder.ReadModifyWrite(FirstWrite, SecondRead, awaited: false, Enum.Parse<LockUse>(second));
        recorder.CommitWhileHeld([FirstWrite]);

        ReadModifyWriteRelation relation = Assert.Single(recorder.ReadModifyWrites);

        Assert.Equal(Enum.Parse<LockUse>(lockUse), relation.Lock);
        Assert.True(relation.AwaitBetween);
    }

    [Fact]
    public void A_lock_without_a_commit_under_it_does_not_protect()
    {
        var recorder = new BodyRecorder();
        recorder.ReadModifyWrite(FirstWrite, FirstRead, awaited: false, LockUse.Exclusive);
        recorder.CommitWhileHeld([SecondWrite]);

        Assert.Equal(LockUse.Ineffective, Assert.Single(recorder.ReadModifyWrites).Lock);
        Assert.True(recorder.IsCommittedWhileHeld(SecondWrite));
        Assert.False(recorder.IsCommittedWhileHeld(FirstWrite));
    }

    [Fact]
    public void Claims_are_once_and_in_source_order()
    {
        var recorder = new BodyRecorder();
        var first = new CheckThenActRelation(FirstRead, FirstWrite, CheckThenActKind.ClaimOnce);
        var second = new CheckThenActRelation(FirstRead, SecondWrite, CheckThenActKind.ClaimOnce);

        recorder.CheckThenAct(second);
        recorder.CheckThenAct(first);
        recorder.CheckThenAct(new CheckThenActRelation(FirstRead, FirstWrite, CheckThenActKind.ClaimOnce));

        Assert.Equal([first, second], recorder.CheckThenActs);
    }

    [Fact]
    public void Summaries_are_equal_where_all_they_hold_is()
    {
        BodySummary full = Full();

        Assert.Equal(full, Full());
        Assert.Equal(full.GetHashCode(), Full().GetHashCode());
        Assert.False(full.Equals(null));
        Assert.All(
            [
                BodySummary.Bottom,
                full with { Effects = [] },
                full with { Effects = [new SessionEffect(FirstWrite, OtherValue, AwaitedAfter: false)] },
                full with { Returned = OtherValue },
                full with { Outs = full.Outs.Clear() },
                full with { Outs = full.Outs.SetItem(1, OtherValue) },
                full with { Outs = full.Outs.Clear().Add(2, Value) },
                full with { Members = full.Members.Clear() },
                full with { Members = full.Members.SetItem(Field, OtherValue) },
            ],
            other =>
            {
                Assert.NotEqual(full, other);
                Assert.NotEqual(other, full);
            });
    }

    [Fact]
    public void An_access_is_the_same_where_its_code_kind_key_and_inner_access_are()
    {
        Assert.Equal(FirstRead, AccessAt(0, SessionAccessKind.Read));
        Assert.Equal(FirstRead.GetHashCode(), AccessAt(0, SessionAccessKind.Read).GetHashCode());
        Assert.NotEqual(FirstRead, SecondRead);
        Assert.NotEqual(FirstRead, AccessAt(0, SessionAccessKind.Write));
        Assert.NotEqual(FirstRead, AccessAt(0, SessionAccessKind.Read, "b"));
        Assert.NotEqual(FirstRead, AccessAt(0, SessionAccessKind.Read, inner: SecondRead));
        Assert.NotEqual(AccessAt(0, SessionAccessKind.Read, inner: SecondRead), FirstRead);
        Assert.NotEqual(AccessAt(0, SessionAccessKind.Read, inner: FirstWrite), AccessAt(0, SessionAccessKind.Read, inner: SecondRead));
        Assert.Equal(AccessAt(0, SessionAccessKind.Read, inner: SecondRead), AccessAt(0, SessionAccessKind.Read, inner: AccessAt(1, SessionAccessKind.Read)));
        Assert.False(FirstRead.Equals(null));
    }

    [Fact]
    public void The_key_of_a_wrapper_that_has_it_is_named_inside()
    {
        SessionAccess outer = AccessAt(0, SessionAccessKind.Read, inner: SecondRead);
        SessionAccess twice = AccessAt(2, SessionAccessKind.Read, inner: outer);

        Assert.True(SecondRead.IsKeySite);
        Assert.False(outer.IsKeySite);
        Assert.Same(SecondRead, twice.KeySite);
        Assert.Same(FirstRead, FirstRead.KeySite);
    }

    private static BodySummary Full() => new(
        [new SessionEffect(FirstWrite, Value, AwaitedAfter: false)],
        Value,
        ImmutableDictionary<int, OriginSet>.Empty.Add(1, Value),
        BodySummary.Bottom.Members.Add(Field, Value));

    private static SessionAccess AccessAt(int place, SessionAccessKind kind, string key = "a", SessionAccess? inner = null) => new(kind, SessionKey.Constant(key), Places[place], inner, wrapper: null);
}
