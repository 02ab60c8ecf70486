using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using SessionAnalyzers.Rewriting;
using Xunit;

namespace SessionAnalyzers.Tests.Rewriting;

public sealed class DocumentEditsTests
{
    [Fact]
    public async Task Lines_that_do_not_change_keep_their_line_breaks() => Assert.Equal(
        "class Home\r\n{\r\n    string Text() => @\"a\nb\";\n\r\n    void Visit()\r\n    {\r\n        Count();\r\n        Show();\r\n    }\n}\n",
        await InsertBeforeShowAsync("class Home\r\n{\r\n    string Text() => @\"a\nb\";\n\r\n    void Visit()\r\n    {\r\n        Show();\r\n    }\n}\n"));

    [Fact]
    public async Task New_lines_break_as_most_others_do() => Assert.Equal(
        "// Home.\r\nclass Home\n{\n    void Visit()\n    {\n        Count();\n        Show();\n    }\n}\n",
        await InsertBeforeShowAsync("// Home.\r\nclass Home\n{\n    void Visit()\n    {\n        Show();\n    }\n}\n"));

    private static async Task<string> InsertBeforeShowAsync(string source)
    {
        using var workspace = new AdhocWorkspace();
        Document document = workspace.AddProject("Shop", LanguageNames.CSharp).AddDocument("Home.cs", SourceText.From(source));
        SyntaxNode root = (await document.GetSyntaxRootAsync(TestContext.Current.CancellationToken))!;
        var edits = new DocumentEdits();

        Assert.Null(NewStatement.Before(edits, root.DescendantNodes().OfType<ExpressionStatementSyntax>().Single(), "Count();"));

        return (await edits.ApplyAsync(document, TestContext.Current.CancellationToken)).ToString();
    }
}
