using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SessionAnalyzers.Model;
using SessionAnalyzers.Tests.Robustness;
using Xunit;

namespace SessionAnalyzers.Tests.Model;

/// <summary>What a class answers where the value that <c>Show</c> reads is absent, as its other functions show.</summary>
public sealed class NoSessionAnswerTests
{
    [Theory]
    [InlineData("if (HttpContext.Session.GetString(\"user\") == null) return Unauthorized();")]
    [InlineData("if (HttpContext.Session.GetString(\"user\") is null) return Unauthorized();")]
    [InlineData("if (HttpContext.Session.GetString(\"user\") is not { }) return Unauthorized();")]
    [InlineData("if (!HttpContext.Session.GetInt32(\"user\").HasValue) return Unauthorized();")]
    [InlineData("if (!int.TryParse(HttpContext.Session.GetString(\"user\"), out _)) return Unauthorized();")]
    [InlineData("if (string.IsNullOrEmpty(HttpContext.Session.GetString(\"user\"))) return Unauthorized();")]
    [InlineData("if (string.IsNullOrWhiteSpace(HttpContext.Session.GetString(\"user\"))) return Unauthorized();")]
    [InlineData("if (HttpContext.Session.GetString(\"user\") == null) { return Unauthorized(); }")]
    [InlineData("var user = HttpContext.Session.GetString(\"user\"); Console.WriteLine(); if (user == null) return Unauthorized();")]
    public void A_condition_says_that_the_value_is_absent(string statements) => Assert.Equal("Unauthorized()", AnswerOf(statements));

    [Theory]
    [InlineData("if (HttpContext.Session.GetString(\"user\") != null) return Unauthorized();")]
    [InlineData("if (HttpContext.Session.GetString(\"user\") is not null) return Unauthorized();")]
    [InlineData("if (HttpContext.Session.GetString(\"user\") is { }) return Unauthorized();")]
    [InlineData("if (HttpContext.Session.GetString(\"user\") == \"\") return Unauthorized();")]
    [InlineData("if (HttpContext.Session.GetInt32(\"user\").HasValue) return Unauthorized();")]
    [InlineData("if (int.TryParse(HttpContext.Session.GetString(\"user\"), out _)) return Unauthorized();")]
    [InlineData("if (!string.IsNullOrEmpty(HttpContext.Session.GetString(\"user\"))) return Unauthorized();")]
    [InlineData("if (HttpContext.Session.GetString(\"other\") == null) return Unauthorized();")]
    [InlineData("if (HttpContext.Session.GetString(\"user\") == null) { Console.WriteLine(); return Unauthorized(); }")]
    [InlineData("if (id == null) { HttpContext.Session.GetString(\"user\"); return Unauthorized(); }")]
    [InlineData("if (id == null) { return Ok(HttpContext.Session.GetString(\"user\")); }")]
    [InlineData("if (id == null) return Unauthorized(); var user = HttpContext.Session.GetString(\"user\");")]
    [InlineData("var found = HttpContext.Session.GetString(\"user\"); if (id == null) return Unauthorized();")]
    [InlineData("if (user == null) return Unauthorized(); user = HttpContext.Session.GetString(\"user\");")]
    [InlineData("HttpContext.Session.SetString(\"user\", \"\"); if (id == null) return Unauthorized();")]
    [InlineData("if (HttpContext.Session.GetString(\"user\") == null) return null!;")]
    public void A_condition_says_something_else(string statements) => Assert.Null(AnswerOf(statements));

    [Theory]
    [InlineData("RedirectToAction(\"Login\", \"Account\")")]
    [InlineData("RedirectToAction(nameof(Show))")]
    [InlineData("Redirect(\"/login\")")]
    [InlineData("Challenge()")]
    [InlineData("Forbid()")]
    [InlineData("NotFound()")]
    [InlineData("BadRequest(\"no user\")")]
    [InlineData("Page()")]
    public void An_answer_depends_on_nothing(string answer) => Assert.Equal(answer, AnswerOf($"if (HttpContext.Session.GetString(\"user\") == null) return {answer};"));

    [Theory]
    [InlineData("View()")]
    [InlineData("Ok()")]
    [InlineData("BadRequest(id)")]
    [InlineData("RedirectToAction(\"Login\", new { id })")]
    [InlineData("RedirectToAction(Describe(id))")]
    [InlineData("new UnauthorizedResult()")]
    public void Another_result_is_no_answer(string result) => Assert.Null(AnswerOf($"if (HttpContext.Session.GetString(\"user\") == null) return {result};"));

    [Fact]
    public void The_answer_given_most_often_is_the_one() => Assert.Equal(
        "Unauthorized()",
        AnswerOf(
            """
            if (HttpContext.Session.GetString("user") == null) return Challenge();
            if (HttpContext.Session.GetString("user") is null) return Unauthorized();
            if (string.IsNullOrEmpty(HttpContext.Session.GetString("user"))) return Unauthorized();
            """));

    [Fact]
    public void Of_answers_given_as_often_the_first_by_name_is_the_one() => Assert.Equal(
        "Challenge()",
        AnswerOf("if (HttpContext.Session.GetString(\"user\") == null) return Unauthorized(); if (HttpContext.Session.GetString(\"user\") is null) return Challenge();"));

    [Fact]
    public void The_answer_of_another_class_is_none() => Assert.Null(AnswerOf(
        "",
        "public class OtherController : Controller { public IActionResult Index() { if (HttpContext.Session.GetString(\"user\") == null) return Unauthorized(); return Ok(); } }"));

    private static string? AnswerOf(string statements, string others = "")
    {
        SyntaxTree tree = AllRules.Parse(
            $$"""
            using Microsoft.AspNetCore.Mvc;

            public class HomeController : Controller
            {
                public IActionResult Check(string? id, string? user)
                {
                    {{statements}}
                    return Ok();
                }

                public IActionResult Show() => Ok(HttpContext.Session.GetString("user"));

                private IActionResult Page() => Ok();

                private static string Describe(string? id) => id + "";
            }

            {{others}}
            """,
            "Test.cs");
        SessionModel model = SessionModel.For(AllRules.Compile(tree))!;
        SessionAccess read = model.GetBodies(tree, TestContext.Current.CancellationToken)
            .SelectMany(body => body.Accesses)
            .Single(access => access.Syntax.FirstAncestorOrSelf<MethodDeclarationSyntax>()!.Identifier.ValueText == "Show");
        return NoSessionAnswer.For(read, model, TestContext.Current.CancellationToken)?.ToString();
    }
}
