using System.Collections.Immutable;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FlowAnalysis;
using SessionAnalyzers.Flow;
using SessionAnalyzers.Model;
using SessionAnalyzers.Tests.Verification;
using Xunit;

namespace SessionAnalyzers.Tests.Model;

/// <summary>
/// The engine reaches a fixpoint because transfer is monotone. It is shown for whole bodies: to know less before one
/// never is to know more after it.
/// </summary>
public sealed class SessionFlowTests
{
    private static readonly Compilation References = CSharpCompilation.Create(
        "Generated",
        references: [.. ReferenceAssemblies.NetCore, .. ReferenceAssemblies.AspNetCore],
        options: new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));

    [Fact]
    public void Bodies_are_monotone() => Properties.Hold(
        from depth in Gen.Choose(0, 4)
        from statements in Statements(depth)
        let body = new Body(statements)
        from less in body.Facts
        from more in body.Facts
        select (body, less, more),
        input =>
        {
            var (body, less, more) = input;

            var (exitOfLess, returnedByLess) = body.Run(less);
            var (exitOfBoth, returnedByBoth) = body.Run(SessionLattice.Instance.Join(less, more));

            string before = $"{body}\nless: {Describe(less)}\nmore: {Describe(more)}\n";
            Assert.True(
                SessionLattice.Instance.Join(exitOfLess, exitOfBoth).Equals(exitOfBoth),
                $"{before}exit of less: {Describe(exitOfLess)}\nexit of both: {Describe(exitOfBoth)}");
            Assert.True(returnedByLess.Union(returnedByBoth).Equals(returnedByBoth), $"{before}returned differs");
        },
        count: 100);

    private static Gen<string> Statements(int depth)
    {
        Gen<string> variables = Gen.Elements("a", "b", "c");
        Gen<string> keys = Gen.Elements("\"x\"", "\"y\"", "key");
        Gen<string> simple = Gen.OneOf(
            from variable in variables from key in keys select $"{variable} = session.GetInt32({key}) ?? 0;",
            from key in keys from variable in variables select $"session.SetInt32({key}, {variable});",
            from target in variables from source in variables select $"{target} = {source} + 1;",
            from target in variables select $"{target} = 0;",
            from key in keys select $"session.Remove({key});",
            Gen.Elements("await Task.Yield();", "await session.LoadAsync();", "await session.CommitAsync();", "semaphore.Wait();", "semaphore.Release();", "session.Clear();", "if (a > b) return c;"));
        if (depth == 0)
        {
            return simple;
        }

        Gen<string> inner = Gen.Choose(1, 3).SelectMany(count => Gen.CollectToArray(Enumerable.Repeat(Statements(depth - 1), count))).Select(lines => string.Join('\n', lines));
        return Gen.Frequency(
            (3, simple),
            (2, inner),
            (2, from condition in variables from then in inner from otherwise in inner select $"if ({condition} > 0) {{ {then} }} else {{ {otherwise} }}"),
            (1, from condition in variables from body in inner select $"while ({condition} < 9) {{ {body} }}"),
            (1, from body in inner from handler in inner select $"try {{ {body} }} catch (System.IO.IOException) {{ {handler} }}"),
            (1, from body in inner from last in simple select $"try {{ {body} }} finally {{ {(last.StartsWith("if", StringComparison.Ordinal) ? "" : last)} }}"));
    }

    private static string Describe(SessionFact fact) =>
        $"reachable {fact.IsReachable}, touched {fact.IsTouched}, locks {string.Join(", ", fact.HeldLocks)}; loaded {string.Join(", ", fact.LoadedWhileHeld)}; writes {string.Join(", ", fact.UncommittedWrites)}; "
        + $"values {string.Join(", ", fact.Values.Select(value => $"{value.Key.Root} = {string.Join("+", value.Value)}"))}; "
        + $"reads {string.Join(", ", fact.Reads.Select(read => $"{read.Key}@{read.Key.Syntax} {read.Value.Awaited} [{string.Join(", ", read.Value.HeldAtRead)}] [{string.Join(", ", read.Value.LoadedWhileHeld)}]"))}";

    private sealed class Body
    {
        private readonly MethodDeclarationSyntax _method;
        private readonly SessionModel _model;
        private readonly IMethodSymbol _symbol;
        private readonly ControlFlowGraph _graph;

        public Body(string statements)
        {
            SyntaxTree tree = CSharpSyntaxTree.ParseText(
                $$"""
                using System.Threading;
                using System.Threading.Tasks;
                using Microsoft.AspNetCore.Http;
                class C
                {
                    async Task<int> Run(ISession session, SemaphoreSlim semaphore, string key, int a, int b, int c)
                    {
                {{statements}}
                        return a;
                    }
                }
                """);
            Compilation compilation = References.AddSyntaxTrees(tree);
            SemanticModel semantics = compilation.GetSemanticModel(tree);
            if (semantics.GetDiagnostics().FirstOrDefault(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error) is { } error)
            {
                throw new InvalidOperationException($"{error}\n{tree}");
            }

            _method = tree.GetRoot().DescendantNodes().OfType<MethodDeclarationSyntax>().Single();
            _model = SessionModel.For(compilation)!;
            _symbol = semantics.GetDeclaredSymbol(_method)!;
            _graph = ControlFlowGraph.Create(_method, semantics)!;
            SyntaxNode[] calls = [.. _method.DescendantNodes().OfType<InvocationExpressionSyntax>().Take(4)];
            SessionAccess[] accesses =
                [.. calls.Select((call, i) => new SessionAccess(i % 2 == 0 ? SessionAccessKind.Read : SessionAccessKind.Write, SessionKey.Constant(i < 2 ? "x" : "y"), call, inner: null, wrapper: null))];
            Facts = SessionFactGenerator.Reachable(
                [.. _symbol.Parameters.Select(parameter => new StorageLocation(parameter, null))],
                [.. accesses.Select(access => new Origin.Read(access)), .. _symbol.Parameters.Select(parameter => new Origin.Parameter(parameter.Ordinal))],
                accesses,
                calls);
        }

        public Gen<SessionFact> Facts { get; }

        public (SessionFact Exit, OriginSet Returned) Run(SessionFact entry)
        {
            var context = new SessionFlowContext(_model, _method, _symbol, _ => BodySummary.Bottom, new StepBudget(100_000), TestContext.Current.CancellationToken);
            Assert.NotNull(new SessionFlow(context, _graph).Run(entry, out var result));
            return result;
        }

        public override string ToString() => _method.ToString();
    }
}
