using FsCheck;
using FsCheck.Fluent;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SessionAnalyzers.Model;
using SessionAnalyzers.Tests.Flow;
using Xunit;

namespace SessionAnalyzers.Tests.Model;

public sealed class ResponseLatticeTests
{
    /// <summary>Two of the calls begin at one place.</summary>
    private static readonly ResponseStart[] Starts =
    [
        .. CSharpSyntaxTree.ParseText("class C { void M() { Begin().End(); Write(); } }").GetRoot()
            .DescendantNodes()
            .OfType<InvocationExpressionSyntax>()
            .Select(call => new ResponseStart(call, call.ToString(), IsPipeline: false)),
    ];

    private static readonly Gen<ResponseFact> Facts = Gen.Frequency(
        (1, Gen.Constant(ResponseFact.Unreachable)),
        (1, Gen.Constant(ResponseFact.Entry)),
        (8, from start in Gen.Elements<ResponseStart?>([null, .. Starts])
            from hasSession in Gen.Elements(false, true)
            select new ResponseFact(start, hasSession, IsReachable: true)));

    [Fact]
    public void Join_is_idempotent() => LatticeLaws.JoinIsIdempotent(ResponseLattice.Instance, Facts);

    [Fact]
    public void Join_is_commutative() => LatticeLaws.JoinIsCommutative(ResponseLattice.Instance, Facts);

    [Fact]
    public void Join_is_associative() => LatticeLaws.JoinIsAssociative(ResponseLattice.Instance, Facts);

    [Fact]
    public void Bottom_is_neutral() => LatticeLaws.BottomIsNeutral(ResponseLattice.Instance, Facts);
}
