using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Xunit;

namespace SessionAnalyzers.Tests.Verification;

public sealed class RoslynVersionTests
{
    [Fact]
    public void Tests_run_on_the_Roslyn_of_their_project()
    {
        Version expected = typeof(RoslynVersionTests).Assembly.GetName().Name == "SessionAnalyzers.Tests.Roslyn414" ? new(4, 14) : new(5, 12);

        foreach (Type roslyn in new[] { typeof(Compilation), typeof(CSharpCompilation), typeof(Workspace) })
        {
            Version actual = roslyn.Assembly.GetName().Version!;
            Assert.Equal(expected, new Version(actual.Major, actual.Minor));
        }
    }
}
