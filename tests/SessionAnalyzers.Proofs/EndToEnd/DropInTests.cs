using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace SessionAnalyzers.Proofs.EndToEnd;

/// <summary>GranularSessions under LeakyShop with nothing changed but the registration.</summary>
public sealed class DropInTests
{
    [Fact]
    public async Task Every_endpoint_answers_as_on_the_stock_session()
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        var solution = LeakyShopSolution.Load();
        await using var stock = await Shop.StartAsync(await CompiledShop.CompileAsync(solution, cancellationToken), cancellationToken);
        await using var granular = await Shop.StartAsync(
            await CompiledShop.CompileAsync(await OnGranularSessionsAsync(solution, cancellationToken), cancellationToken), cancellationToken);
        using var stockVisitor = stock.NewVisitor();
        using var granularVisitor = granular.NewVisitor();

        var expected = await Walk.RecordAsync(stockVisitor);
        var actual = await Walk.RecordAsync(granularVisitor);

        Assert.Equal(expected, actual);
    }

    private static async Task<Solution> OnGranularSessionsAsync(Solution solution, CancellationToken cancellationToken)
    {
        var program = solution.Projects.Single().Documents.Single(document => document.Name == "Program.cs");
        var text = (await program.GetTextAsync(cancellationToken)).ToString()
            .Replace("AddSession", "AddGranularSessions", StringComparison.Ordinal)
            .Replace("UseSession", "UseGranularSessions", StringComparison.Ordinal);
        return solution.WithDocumentText(program.Id, SourceText.From(text, Encoding.UTF8));
    }
}
