using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FlowAnalysis;

namespace SessionAnalyzers.Tests.Flow;

/// <summary>A method body, as C# and as the compiler's control-flow graph.</summary>
internal sealed class GeneratedProgram
{
    public const string StepMethod = "Step";
    public const string ConditionMethod = "Holds";
    public const string AdvancingConditionMethod = "Advances";

    private static readonly CSharpCompilation Empty = CSharpCompilation.Create(
        "Generated", references: [MetadataReference.CreateFromFile(typeof(object).Assembly.Location)], options: new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));

    private readonly Dictionary<Statement.Step, int> _numbers = new(ReferenceEqualityComparer.Instance);
    private readonly StringBuilder _text = new();

    public GeneratedProgram(Statement.Block body)
    {
        Body = body;
        _text.Append(
            $$"""
            using System;
            using System.Collections.Generic;
            static class Program
            {
                static readonly object Gate = new();
                static void {{StepMethod}}(int number, int function) { }
                static bool {{ConditionMethod}}(int mask) => false;
                static bool {{AdvancingConditionMethod}}(int function) => false;
                static int Next() => 0;
                static List<int> Items() => [];
                static IDisposable Open() => null;
                static void Run()

            """);
        Write(body, "    ");
        _text.Append("}\n");
    }

    public Statement.Block Body { get; }

    public string Source => _text.ToString();

    public int NumberOf(Statement.Step step) => _numbers[step];

    /// <exception cref="InvalidOperationException">The generator wrote something that is no C#.</exception>
    public ControlFlowGraph Graph()
    {
        SyntaxTree tree = CSharpSyntaxTree.ParseText(Source);
        CSharpCompilation compilation = Empty.AddSyntaxTrees(tree);
        SemanticModel model = compilation.GetSemanticModel(tree);
        ImmutableArray<Diagnostic> errors = [.. model.GetDiagnostics().Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)];
        if (!errors.IsEmpty)
        {
            throw new InvalidOperationException($"{string.Join('\n', errors)}\n{Source}");
        }

        MethodDeclarationSyntax method = tree.GetRoot().DescendantNodes().OfType<MethodDeclarationSyntax>().Single(method => method.Identifier.ValueText == "Run");
        return ControlFlowGraph.Create(method, model)!;
    }

    public override string ToString() => Source;

    private void Write(Statement statement, string indent)
    {
        switch (statement)
        {
            case Statement.Step step:
                _numbers.Add(step, _numbers.Count);
                Line($"{StepMethod}({_numbers[step]}, {step.Function});");
                break;
            case Statement.Block block:
                Line("{");
                foreach (Statement inner in block.Statements)
                {
                    Write(inner, indent + "    ");
                }

                Line("}");
                break;
            case Statement.If(var condition, var then, var otherwise):
                Line($"if ({Text(condition)})");
                Write(then, indent);
                if (otherwise is not null)
                {
                    Line("else");
                    Write(otherwise, indent);
                }

                break;
            case Statement.While(var condition, var body):
                Line($"while ({Text(condition)})");
                Write(body, indent);
                break;
            case Statement.DoWhile(var body, var condition):
                Line("do");
                Write(body, indent);
                Line($"while ({Text(condition)});");
                break;
            case Statement.ForEach(var body):
                Line($"foreach (int item{_text.Length} in Items())");
                Write(body, indent);
                break;
            case Statement.Switch(var sections):
                Line("switch (Next())");
                Line("{");
                for (int i = 0; i < sections.Length; i++)
                {
                    Line(i == 0 ? "default:" : $"case {i}:");
                    Write(sections[i], indent + "    ");
                    Line("    break;");
                }

                Line("}");
                break;
            case Statement.Try(var body, var catches, var @finally):
                Line("try");
                Write(body, indent);
                foreach (var (type, filter, handler) in catches)
                {
                    string declaration = type switch
                    {
                        Statement.CatchType.Some => "catch (InvalidOperationException)",
                        Statement.CatchType.Exception => "catch (Exception)",
                        _ => "catch",
                    };
                    Line(declaration + (filter is { } mask ? $" when ({ConditionMethod}({mask}))" : ""));
                    Write(handler, indent);
                }

                if (@finally is not null)
                {
                    Line("finally");
                    Write(@finally, indent);
                }

                break;
            case Statement.Lock(var body):
                Line("lock (Gate)");
                Write(body, indent);
                break;
            case Statement.Using(var body):
                Line("using (Open())");
                Write(body, indent);
                break;
            case Statement.Jump(var kind):
                Line(kind == Statement.JumpKind.Throw ? "throw new InvalidOperationException();" : kind.ToString().ToLowerInvariant() + ";");
                break;
            default:
                throw new SwitchExpressionException(statement);
        }

        void Line(string line) => _text.Append(indent).Append(line).Append('\n');
    }

    private static string Text(Condition condition) => condition switch
    {
        Condition.Holds(var mask) => $"{ConditionMethod}({mask})",
        Condition.Advances(var function) => $"{AdvancingConditionMethod}({function})",
        Condition.Not(var operand) => $"!{Text(operand)}",
        Condition.And(var left, var right) => $"({Text(left)} && {Text(right)})",
        Condition.Or(var left, var right) => $"({Text(left)} || {Text(right)})",
        _ => throw new SwitchExpressionException(condition),
    };
}
