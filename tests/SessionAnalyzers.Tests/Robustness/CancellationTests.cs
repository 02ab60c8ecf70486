using Microsoft.CodeAnalysis.CSharp;
using SessionAnalyzers.Model;
using Xunit;

namespace SessionAnalyzers.Tests.Robustness;

/// <summary>The model outlives a cancelled question: what an IDE asks next must not see half an answer.</summary>
public sealed class CancellationTests
{
    private const string Source =
        """
        public static class Visits
        {
            public static int Read(this ISession session, string key) => session.GetInt32(key) ?? 0;
            public static void Visit(ISession session) => session.SetInt32("visits", session.Read("visits") + 1);
            public static void Again(ISession session) => Visit(session);
        }
        """;

    [Fact]
    public void A_cancelled_token_is_honoured()
    {
        CSharpCompilation compilation = AllRules.Compile(AllRules.Parse(Source));
        SessionModel model = SessionModel.For(compilation)!;

        Assert.ThrowsAny<OperationCanceledException>(() => model.GetAllBodies(new CancellationToken(canceled: true)).ToList());
    }

    [Fact]
    public void A_cancelled_question_leaves_nothing_behind()
    {
        CSharpCompilation compilation = AllRules.Compile(AllRules.Parse(Source));
        SessionModel model = SessionModel.For(compilation)!;
        Assert.ThrowsAny<OperationCanceledException>(() => model.GetAllBodies(new CancellationToken(canceled: true)).ToList());

        SessionBody[] bodies = [.. model.GetAllBodies(TestContext.Current.CancellationToken)];

        Assert.Equal(3, bodies.Length);
        Assert.Single(bodies.SelectMany(body => body.ReadModifyWrites));
        Assert.Equal(2, bodies.Single(body => body.Syntax.ToString().Contains("Again", StringComparison.Ordinal)).Accesses.Length);
    }

    [Fact]
    public async Task Questions_cancelled_while_others_run_do_not_change_the_answer()
    {
        for (int seed = 0; seed < 20; seed++)
        {
            SessionModel model = SessionModel.For(AllRules.Compile(AllRules.Parse(Source)))!;
            using var cancellation = new CancellationTokenSource();
            Task cancelled = Task.Run(() =>
            {
                try
                {
                    _ = model.GetAllBodies(cancellation.Token).ToList();
                }
                catch (OperationCanceledException)
                {
                    // Where the token is seen depends on the race, which is the point.
                }
            });
            Task<int> answered = Task.Run(() => model.GetAllBodies(CancellationToken.None).Sum(body => body.ReadModifyWrites.Length));
            await cancellation.CancelAsync();

            await cancelled;
            Assert.Equal(1, await answered);
        }
    }
}
