using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SessionAnalyzers.Model;
using Xunit;

namespace SessionAnalyzers.Tests.Model;

public sealed class DevelopmentGuardTests
{
    [Theory]
    [InlineData("if (env.IsDevelopment()) Here();")]
    [InlineData("if (env.IsDevelopment()) { Here(); }")]
    [InlineData("if (env.IsDevelopment()) { if (more) Here(); }")]
    [InlineData("if (env.IsDevelopment()) { Run(() => Here()); }")]
    [InlineData("if (!env.IsDevelopment()) { } else { Here(); }")]
    [InlineData("if (env.IsDevelopment() && more) Here();")]
    [InlineData("if (more && env.IsDevelopment()) Here();")]
    [InlineData("if ((env.IsDevelopment())) Here();")]
    [InlineData("if (!!env.IsDevelopment()) Here();")]
    [InlineData("if (!env.IsDevelopment() || more) { } else Here();")]
    [InlineData("if (more || !env.IsDevelopment()) { } else Here();")]
    [InlineData("if (!(env.IsDevelopment() && more)) { } else Here();")]
    [InlineData("_ = env.IsDevelopment() ? Here() : 0;")]
    [InlineData("_ = !env.IsDevelopment() ? 0 : Here();")]
    public void Code_runs_in_development_alone(string statement) => Assert.True(Contains(statement));

    [Theory]
    [InlineData("Here();")]
    [InlineData("if (env.IsDevelopment()) { } Here();")]
    [InlineData("if (!env.IsDevelopment()) Here();")]
    [InlineData("if (env.IsDevelopment()) { } else Here();")]
    [InlineData("if (env.IsDevelopment() || more) Here();")]
    [InlineData("if (!(env.IsDevelopment() && more)) Here();")]
    [InlineData("if (!env.IsDevelopment() && more) { } else Here();")]
    [InlineData("if (!(env.IsDevelopment() || more)) { } else Here();")]
    [InlineData("if (env.IsProduction()) Here();")]
    [InlineData("if (more) Here();")]
    [InlineData("if (more && other) Here();")]
    [InlineData("if (env.IsDevelopment() && Here()) { }")]
    [InlineData("_ = env.IsDevelopment() ? 0 : Here();")]
    [InlineData("_ = !env.IsDevelopment() ? Here() : 0;")]
    [InlineData("_ = Here() ? env.IsDevelopment() : more;")]
    [InlineData("while (env.IsDevelopment()) Here();")]
    public void Code_may_run_elsewhere(string statement) => Assert.False(Contains(statement));

    private static bool Contains(string statement) => DevelopmentGuard.Contains(
        SyntaxFactory.ParseCompilationUnit(statement).DescendantNodes().OfType<InvocationExpressionSyntax>().Single(call => call.ToString() == "Here()"));
}
