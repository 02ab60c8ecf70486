using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace SessionAnalyzers.Tests.Verification;

/// <summary>
/// Rules do not know each other, yet a place must not be reported twice for one mistake. Every test source, and what every fix
/// makes of it, is analyzed by all rules together, which must not throw either.
/// </summary>
internal static class OneFindingASite
{
    // In each group the first rule that applies has the word.
    private static readonly ImmutableArray<ImmutableArray<string>> Groups =
    [
        ["SESS1004", "SESS1001", "SESS1002", "SESS1003"],
        ["SESS1001", "SESS3001"],
        ["SESS1002", "SESS3001"],
        ["SESS2003", "SESS2004"],
        ["SESS2003", "SESS2005"],
        ["SESS2003", "SESS2006"],
        ["SESS3002", "SESS1005"],
        ["SESS3008", "SESS3005"],
        ["SESS3015", "SESS2003"],
    ];

    /// <exception cref="VerificationException">A rule threw, or two rules of a group report one place.</exception>
    public static async Task VerifyAsync(Solution solution, ImmutableArray<DiagnosticAnalyzer> rules, CancellationToken cancellationToken)
    {
        foreach (Project project in solution.Projects)
        {
            Verify(await SolutionAnalysis.DiagnosticsAsync(project, rules, cancellationToken));
        }
    }

    /// <inheritdoc cref="VerifyAsync"/>
    public static void Verify(IEnumerable<Diagnostic> diagnostics)
    {
        foreach (IGrouping<(SyntaxTree?, TextSpan), Diagnostic> site in diagnostics.GroupBy(diagnostic => (diagnostic.Location.SourceTree, diagnostic.Location.SourceSpan)))
        {
            ImmutableHashSet<string> ids = [.. site.Select(diagnostic => diagnostic.Id)];
            if (Groups.FirstOrDefault(group => group.Count(ids.Contains) > 1) is { IsDefault: false } both)
            {
                throw new VerificationException($"{string.Join(" and ", both.Where(ids.Contains))} report one place:\n{string.Join('\n', site)}");
            }
        }
    }
}
