using Microsoft.CodeAnalysis;
using SessionAnalyzers.Model;
using SessionAnalyzers.Tests.Robustness;
using Xunit;

namespace SessionAnalyzers.Tests.Model;

/// <summary>What code is said to do to the session.</summary>
public sealed class SessionAccessTests
{
    [Theory]
    [InlineData("Session.GetString(\"a\");", "Read 'a'")]
    [InlineData("Session.TryGetValue(\"a\", out _);", "Read 'a'")]
    [InlineData("Session.Keys.Contains(\"a\");", "Read 'a'")]
    [InlineData("_ = Session.Keys;", "Keys '?'")]
    [InlineData("Session.SetInt32(\"a\", 1);", "Write 'a'")]
    [InlineData("Session.Remove(\"a\");", "Remove 'a'")]
    [InlineData("Session.Clear();", "Clear '?'")]
    [InlineData("await Session.LoadAsync();", "Load '?'")]
    [InlineData("await Session.CommitAsync();", "Commit '?'")]
    [InlineData("_ = Session.Id;", "")]
    [InlineData("return; Session.Clear();", "")]
    [InlineData("Get(\"a\");", "Read 'a'")]
    [InlineData("Drop(\"a\");", "Remove 'a'")]
    [InlineData("await LoadAsync();", "Load '?'")]
    [InlineData("await CommitAsync();", "Commit '?'")]
    [InlineData("Reset();", "Clear '?'")]
    [InlineData("_ = All;", "Keys '?'")]
    public void An_access_is_told_by_its_member(string statements, string accesses)
        => Assert.Equal(accesses, string.Join(", ", AccessesOf(statements)));

    [Theory]
    [InlineData("Session.SetString(\"a\", null!);")]
    [InlineData("Session.SetString(\"a\", \"\");")]
    [InlineData("Session.SetString(\"a\", string.Empty);")]
    [InlineData("Session.SetString(\"a\", \"false\");")]
    [InlineData("Session.SetString(\"a\", \"False\");")]
    [InlineData("Session.SetString(\"a\", \"-1\");")]
    [InlineData("Session.SetInt32(\"a\", -1);")]
    [InlineData("Session.SetInt32(\"a\", 0);")]
    [InlineData("Put(\"a\", false);")]
    [InlineData("Put(\"a\", null);")]
    public void A_value_may_stand_for_none(string statements) => Assert.True(Assert.Single(AccessesOf(statements)).ResetsValue);

    [Theory]
    [InlineData("Session.SetString(\"a\", name);")]
    [InlineData("Session.SetString(\"a\", \"none\");")]
    [InlineData("Session.SetString(\"a\", \"true\");")]
    [InlineData("Session.SetString(\"a\", Shop.Name);")]
    [InlineData("Session.SetString(\"a\", this.Empty);")]
    [InlineData("Session.SetInt32(\"a\", 1);")]
    [InlineData("Put(\"a\", true);")]
    public void A_value_is_one(string statements) => Assert.False(Assert.Single(AccessesOf(statements)).ResetsValue);

    [Theory]
    [InlineData("Session.SetInt32(\"a\", 1);")]
    [InlineData("Session.SetString(\"a\", \"1\");")]
    [InlineData("Session.SetInt32(\"a\", done ? 1 : 0);")]
    [InlineData("Session.SetString(\"a\", Shop.Name);")]
    [InlineData("Session.SetString(\"a\", DateTime.Now.ToString());")]
    [InlineData("Session.SetString(\"a\", DateTime.UtcNow.ToString(\"o\"));")]
    [InlineData("Session.SetString(\"a\", DateTime.Today.ToString());")]
    [InlineData("Session.Set(\"a\", new byte[] { 1, 0 });")]
    [InlineData("Session.Set(\"a\", BitConverter.GetBytes(true));")]
    [InlineData("Put(\"a\", true);")]
    public void A_value_may_only_say_that_something_happened(string statements) => Assert.True(Assert.Single(AccessesOf(statements)).WritesConstant);

    [Theory]
    [InlineData("Session.SetInt32(\"a\", name.Length);")]
    [InlineData("Session.SetInt32(\"a\", done ? 1 : name.Length);")]
    [InlineData("Session.SetInt32(\"a\", done ? name.Length : 1);")]
    [InlineData("Session.SetString(\"a\", this.Empty);")]
    [InlineData("Session.SetString(\"a\", Shop.s_title);")]
    [InlineData("Session.SetString(\"a\", name.ToString());")]
    [InlineData("Session.SetString(\"a\", new Clock().Now);")]
    [InlineData("Session.SetString(\"a\", name.ToLower());")]
    [InlineData("Session.Set(\"a\", new byte[] { 1, part });")]
    [InlineData("Session.Set(\"a\", System.Text.Encoding.UTF8.GetBytes(name));")]
    [InlineData("Session.Set(\"a\", Shop.Encode(1));")]
    [InlineData("Put(\"a\", name);")]
    public void A_value_may_say_more(string statements) => Assert.False(Assert.Single(AccessesOf(statements)).WritesConstant);

    private static IEnumerable<SessionAccess> AccessesOf(string statements)
    {
        SyntaxTree tree = AllRules.Parse(
            $$"""
            public class Clock { public string Now => ""; }

            public class Shop : Microsoft.AspNetCore.Mvc.Controller
            {
                private static readonly string Name = Environment.MachineName;
                private static string s_title = Environment.MachineName;
                private readonly string Empty = Environment.MachineName;
                private ISession Session => HttpContext.Session;
                private IEnumerable<string> All => Session.Keys;
                private static byte[] Encode(int number) => [];
                private string? Get(string key) => Session.GetString(key);
                private void Put(string key, object? value) => Session.SetString(key, System.Text.Json.JsonSerializer.Serialize(value));
                private void Drop(string key) => Session.Remove(key);
                private void Reset() => Session.Clear();
                private Task LoadAsync() => Session.LoadAsync();
                private Task CommitAsync() => Session.CommitAsync();

                public async Task Run(string name, bool done, byte part)
                {
                    {{statements}}
                }
            }
            """);
        SessionModel model = SessionModel.For(AllRules.Compile(tree))!;
        return model.GetBodies(tree, TestContext.Current.CancellationToken)
            .Where(body => body.Syntax is Microsoft.CodeAnalysis.CSharp.Syntax.MethodDeclarationSyntax { Identifier.ValueText: "Run" })
            .SelectMany(body => body.Accesses);
    }
}
