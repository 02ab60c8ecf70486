using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using SessionAnalyzers.Proofs.Harness;

namespace SessionAnalyzers.Proofs.Concurrency;

/// <summary>SESS1005: a session is a dictionary without a lock, and tasks of one request that write to it break it.</summary>
public sealed class SessionSharedByParallelTasks
{
    private const int Tasks = 8;
    private const int KeysOfEach = 2000;
    private const int Attempts = 500;

    [Theory]
    [InlineData("/when-all")]
    [InlineData("/parallel-for")]
    public async Task Parallel_writes_lose_keys_or_throw(string path)
    {
        await using SessionApp app = await SessionApp.StockAsync(Map);

        // The tasks begin together, each on a thread of its own; where in the dictionary they meet is chance.
        ThreadPool.GetMinThreads(out int workers, out int completions);
        ThreadPool.SetMinThreads(Math.Max(workers, 2 * Tasks), completions);
        int attempts = 0;
        string? harm = null;
        while (harm is null && ++attempts <= Attempts)
        {
            using Browser browser = await app.EstablishedBrowserAsync();
            using var request = new HttpRequestMessage(HttpMethod.Post, path);
            using HttpResponseMessage response = await browser.SendAsync(request);
            string outcome = $"{(int)response.StatusCode} {await response.Content.ReadAsStringAsync()}";
            harm = outcome == $"200 {Tasks * KeysOfEach}" ? null : outcome;
        }

        Assert.NotNull(harm);
    }

    [Fact]
    public async Task Writes_when_all_tasks_are_done_keep_every_key()
    {
        await using SessionApp app = await SessionApp.StockAsync(Map);
        using Browser browser = await app.EstablishedBrowserAsync();

        Assert.Equal((Tasks * KeysOfEach).ToString(CultureInfo.InvariantCulture), await browser.PostAsync("/afterwards"));
    }

    private static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/when-all", (HttpContext context, CancellationToken _) => OutcomeAsync(context.Session, async () =>
        {
            using var start = new Barrier(Tasks);
            await Task.WhenAll(Enumerable.Range(0, Tasks).Select(task => Task.Factory.StartNew(() => WriteKeys(context.Session, task, start), TaskCreationOptions.LongRunning)));
        }));
        routes.MapPost("/parallel-for", (HttpContext context, CancellationToken _) => OutcomeAsync(context.Session, () =>
        {
            using var start = new Barrier(Tasks);
            Parallel.For(0, Tasks, new ParallelOptions { MaxDegreeOfParallelism = Tasks }, task => WriteKeys(context.Session, task, start));
            return Task.CompletedTask;
        }));
        routes.MapPost("/afterwards", (HttpContext context, CancellationToken _) => OutcomeAsync(context.Session, async () =>
        {
            int[] done = await Task.WhenAll(Enumerable.Range(0, Tasks).Select(task => Task.Run(() => task)));
            foreach (int task in done)
            {
                WriteKeys(context.Session, task);
            }
        }));
    }

    /// <returns>How many keys the session has, or the exception's type.</returns>
    private static async Task<string> OutcomeAsync(ISession session, Func<Task> write)
    {
        session.Remove("started");
        try
        {
            await write();

            // A dictionary that was broken before may throw here.
            return session.Keys.Distinct().Count().ToString(CultureInfo.InvariantCulture);
        }
        catch (Exception exception)
        {
            return exception.GetType().Name;
        }
        finally
        {
            session.Clear();
        }
    }

    private static void WriteKeys(ISession session, int task, Barrier start)
    {
        start.SignalAndWait();
        WriteKeys(session, task);
    }

    private static void WriteKeys(ISession session, int task)
    {
        for (int i = 0; i < KeysOfEach; i++)
        {
            session.SetInt32($"{task}-{i}", i);
        }
    }
}
