using System.Text;
using Xunit;

namespace SessionAnalyzers.Tests.Robustness;

/// <summary>Source of a size or depth that only generators write.</summary>
public sealed class LargeSourceTests
{
    [Fact]
    public async Task A_method_of_ten_thousand_lines_is_analysed()
    {
        var body = new StringBuilder();
        for (int i = 0; i < 2_500; i++)
        {
            body.Append($"        var value{i} = session.GetInt32(\"key{i}\") ?? 0;\n");
            body.Append($"        if (value{i} > {i})\n");
            body.Append($"            value{i}++;\n");
            body.Append($"        session.SetString(\"other{i}\", \"{i}\");\n");
        }

        await Analyze(Method(body.ToString()));
    }

    [Fact]
    public async Task A_flat_method_of_ten_thousand_lines_keeps_its_finding()
    {
        var body = new StringBuilder();
        for (int i = 0; i < 10_000; i++)
        {
            body.Append($"        Console.WriteLine({i});\n");
        }

        body.Append("        session.SetInt32(\"visits\", (session.GetInt32(\"visits\") ?? 0) + 1);\n");

        Assert.Single(await Analyze(Method(body.ToString())));
    }

    [Fact]
    public async Task Ten_thousand_reads_and_writes_in_one_try_end()
    {
        var body = new StringBuilder("        try\n        {\n");
        for (int i = 0; i < 2_500; i++)
        {
            body.Append($"            var a{i} = session.GetString(\"a{i}\");\n            await Task.Yield();\n            session.SetString(\"a{i}\", a{i} + \"x\");\n            lock (this) {{ }}\n");
        }

        body.Append("        }\n        catch (Exception)\n        {\n            session.Clear();\n        }\n");

        await Analyze(Method(body.ToString()));
    }

    [Fact]
    public Task Four_thousand_operands_in_one_sum_do_not_overflow() =>
        Analyze(Method($"        session.SetString(\"text\", session.GetString(\"text\") + {string.Join(" + ", Enumerable.Range(0, 4_000).Select(i => $"Text({i})"))});\n"));

    [Fact]
    public Task A_key_of_four_thousand_operands_does_not_overflow() =>
        Analyze(Method($"        session.SetString({string.Join(" + ", Enumerable.Range(0, 4_000).Select(i => $"Text({i})"))}, \"\");\n"));

    [Fact]
    public Task Calls_chained_a_thousand_times_do_not_overflow() =>
        Analyze(Method($"        session.SetString(\"text\", session.GetString(\"text\"){string.Concat(Enumerable.Repeat(".Trim()", 1_000))});\n"));

    [Fact]
    public Task Calls_nested_three_hundred_deep_are_each_seen_once() =>
        Analyze(Method($"        session.SetString(\"text\", {string.Concat(Enumerable.Repeat("Echo(", 300))}session.GetString(\"text\"){new string(')', 300)});\n"));

    [Fact]
    public Task A_fluent_chain_of_a_hundred_calls_is_seen_once() =>
        Analyze(Method($"        session.SetString(\"text\", session.GetString(\"text\"){string.Concat(Enumerable.Repeat(".Also()", 100))});\n") + "public static class Fluent { public static string Also(this string? text) => text ?? \"\"; }");

    [Fact]
    public Task Conditions_nested_two_hundred_deep_do_not_overflow() =>
        Analyze(Method(string.Concat(Enumerable.Range(0, 200).Select(i => $"if (session.GetInt32(\"k{i}\") == null) {{ ")) + "session.SetInt32(\"k0\", 1);" + new string('}', 200) + "\n"));

    [Fact]
    public Task Lambdas_nested_thirty_deep_end() =>
        Analyze(Method(string.Concat(Enumerable.Range(0, 30).Select(i => $"Action a{i} = () => {{ session.SetInt32(\"k{i}\", session.GetInt32(\"k{i}\") ?? 0); ")) + string.Concat(Enumerable.Repeat("};\n", 30))));

    [Fact]
    public Task Local_functions_that_double_their_calls_end() =>
        Analyze(Method(string.Concat(Enumerable.Range(0, 30).Select(i => $"        void F{i}() {{ F{i + 1}(); F{i + 1}(); }}\n")) + "        void F30() => session.SetInt32(\"n\", (session.GetInt32(\"n\") ?? 0) + 1);\n        F0();\n"));

    [Fact]
    public Task Loops_nested_forty_deep_end() =>
        Analyze(Method(string.Concat(Enumerable.Range(0, 40).Select(i => $"for (var i{i} = session.GetInt32(\"k{i}\") ?? 0; i{i} < 3; i{i}++) {{ ")) + "session.SetInt32(\"k0\", i0 + i39);" + new string('}', 40) + "\n"));

    [Fact]
    public Task Try_blocks_nested_sixty_deep_end() =>
        Analyze(Method(string.Concat(Enumerable.Repeat("try { ", 60)) + "session.SetInt32(\"n\", (session.GetInt32(\"n\") ?? 0) + 1); " + string.Concat(Enumerable.Range(0, 60).Select(i => $"}} finally {{ session.SetInt32(\"f{i}\", {i}); }} ")) + "\n"));

    [Fact]
    public async Task A_call_tree_that_doubles_at_every_level_ends()
    {
        string wrappers = string.Concat(Enumerable.Range(0, 24).Select(i => $"    public static int Get{i}(ISession session) => Get{i + 1}(session) + Get{i + 1}(session);\n"));
        await Analyze($"public static class Doubling\n{{\n{wrappers}    public static int Get24(ISession session) => session.GetInt32(\"n\") ?? 0;\n    public static void Visit(ISession session) => session.SetInt32(\"n\", Get0(session));\n}}\n");
    }

    private static string Method(string body) =>
        $$"""
        public class Generated
        {
            public async Task Run(ISession session)
            {
                await Task.Yield();
        {{body}}
            }

            private static string Text(int i) => Convert.ToString(i);

            private static string Echo(string? text) => text ?? "";
        }
        """;

    private static async Task<System.Collections.Immutable.ImmutableArray<string>> Analyze(string source) =>
        await AllRules.FindAsync(AllRules.Compile(AllRules.Parse(source)), TestContext.Current.CancellationToken);
}
