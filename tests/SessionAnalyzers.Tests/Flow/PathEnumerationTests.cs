using SessionAnalyzers.Tests.Verification;
using Xunit;

namespace SessionAnalyzers.Tests.Flow;

/// <summary>The engine against walking all paths of generated programs.</summary>
public sealed class PathEnumerationTests
{
    private const int AmpleBudget = 1_000_000;

    [Fact]
    public void Engine_sees_what_any_path_sees() =>
        Properties.Hold(
            ProgramGenerator.Programs,
            ProgramGenerator.Shrink,
            program =>
            {
                Observation engine = StateMachineAnalysis.Observe(program.Graph(), AmpleBudget)!;
                Observation paths = PathEnumeration.Observe(program);
                Assert.True(paths.IsWithin(engine), $"paths:\n{paths}\nengine:\n{engine}");
            },
            count: 250);

    [Fact]
    public void Engine_sees_nothing_that_no_path_sees() =>
        Properties.Hold(
            ProgramGenerator.Programs,
            ProgramGenerator.Shrink,
            program =>
            {
                Observation engine = StateMachineAnalysis.Observe(program.Graph(), AmpleBudget)!;
                Observation paths = PathEnumeration.Observe(program);
                Assert.True(engine.IsWithin(paths), $"paths:\n{paths}\nengine:\n{engine}");
            },
            count: 250);
}
