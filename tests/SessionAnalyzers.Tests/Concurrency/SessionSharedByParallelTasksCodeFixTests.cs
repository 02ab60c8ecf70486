using SessionAnalyzers.Concurrency;
using SessionAnalyzers.Tests.Verification;
using Xunit;

namespace SessionAnalyzers.Tests.Concurrency;

public sealed class SessionSharedByParallelTasksCodeFixTests
{
    [Fact]
    public Task What_other_tasks_read_is_read_before() => Fixes(
        """
            public async Task Index()
            {
                // Both at once.
                await Task.WhenAll(
                    Task.Run(() => Console.WriteLine(HttpContext.Session.GetString("name"))),
                    Task.Run(() => {|SESS1005:HttpContext.Session.SetString("seen", "yes")|}));
            }
        """,
        """
            public async Task Index()
            {
                var name = HttpContext.Session.GetString("name");
                // Both at once.
                await Task.WhenAll(
                    Task.Run(() => Console.WriteLine(name)),
                    Task.Run(() => HttpContext.Session.SetString("seen", "yes")));
            }
        """);

    [Fact]
    public Task What_a_task_reads_beside_a_write_is_read_before() => Fixes(
        """
            public async Task Index()
            {
                var work = Task.Run(() => Console.WriteLine(HttpContext.Session.GetInt32("visits")));
                {|SESS1005:HttpContext.Session.SetString("seen", "yes")|};
                await work;
            }
        """,
        """
            public async Task Index()
            {
                var visits = HttpContext.Session.GetInt32("visits");
                var work = Task.Run(() => Console.WriteLine(visits));
                HttpContext.Session.SetString("seen", "yes");
                await work;
            }
        """);

    [Fact]
    public Task Two_writes_are_left_to_the_developer() => NotFixed(
        """
            public async Task Index()
            {
                await Task.WhenAll(
                    Task.Run(() => {|SESS1005:HttpContext.Session.SetString("a", "1")|}),
                    Task.Run(() => HttpContext.Session.SetString("b", "2")));
            }
        """);

    [Fact]
    public Task A_parallel_loop_is_left_to_the_developer() => NotFixed(
        """
            public void Index(List<string> keys) => Parallel.ForEach(keys, key => {|SESS1005:HttpContext.Session.SetString(key, "yes")|});
        """);

    [Fact]
    public Task A_read_of_the_key_that_is_written_is_left_to_the_developer() => NotFixed(
        """
            public async Task Index()
            {
                await Task.WhenAll(
                    Task.Run(() => Console.WriteLine(HttpContext.Session.GetString("name"))),
                    Task.Run(() => {|SESS1005:HttpContext.Session.SetString("name", "ann")|}));
            }
        """);

    private static Task NotFixed(string source) => Verify.NoCodeFix<SessionSharedByParallelTasks, SessionSharedByParallelTasksCodeFix>(SessionSources.Controller(source));

    private static Task Fixes(string source, string fixedSource) =>
        Verify.CodeFix<SessionSharedByParallelTasks, SessionSharedByParallelTasksCodeFix>(SessionSources.Controller(source), SessionSources.Controller(fixedSource));
}
