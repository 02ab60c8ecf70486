using FsCheck;
using FsCheck.Fluent;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SessionAnalyzers.Model;
using SessionAnalyzers.Tests.Flow;
using Xunit;

namespace SessionAnalyzers.Tests.Model;

public sealed class SessionLatticeTests
{
    private static readonly SyntaxTree Tree = CSharpSyntaxTree.ParseText("class C { object a, b, c; void M() { lock (a) { } lock (b) { } lock (c) { } } }");

    private static readonly SyntaxNode[] Locks = [.. Tree.GetRoot().DescendantNodes().OfType<LockStatementSyntax>()];

    private static readonly ISymbol[] Fields =
        [.. CSharpCompilation.Create("Fields", [Tree]).GetTypeByMetadataName("C")!.GetMembers().OfType<IFieldSymbol>()];

    private static readonly SessionAccess[] Accesses =
    [
        .. from key in new[] { "a", "b" }
           from node in Locks
           select new SessionAccess(SessionAccessKind.Read, SessionKey.Constant(key), node, inner: null, wrapper: null),
    ];

    private static readonly StorageLocation[] Locations =
        [.. Fields.Select(field => new StorageLocation(field, null)), .. Fields.Select(field => new StorageLocation(StorageLocation.This, field))];

    private static readonly Gen<SessionFact> Facts = Gen.Frequency(
        (1, Gen.Constant(SessionFact.Unreachable)),
        (1, Gen.Constant(SessionFact.Entry)),
        (8, SessionFactGenerator.Reachable(
            Locations,
            [new Origin.This(), new Origin.Parameter(0), new Origin.Parameter(1), .. Accesses.Select(access => new Origin.Read(access)), .. Fields.Select(field => new Origin.Member(field))],
            Accesses,
            Locks)));

    [Fact]
    public void Join_is_idempotent() => LatticeLaws.JoinIsIdempotent(SessionLattice.Instance, Facts);

    [Fact]
    public void Join_is_commutative() => LatticeLaws.JoinIsCommutative(SessionLattice.Instance, Facts);

    [Fact]
    public void Join_is_associative() => LatticeLaws.JoinIsAssociative(SessionLattice.Instance, Facts);

    [Fact]
    public void Bottom_is_neutral() => LatticeLaws.BottomIsNeutral(SessionLattice.Instance, Facts);

    [Fact]
    public void Equal_facts_hash_alike() => LatticeLaws.EqualFactsHashAlike(SessionLattice.Instance, Facts);
}
