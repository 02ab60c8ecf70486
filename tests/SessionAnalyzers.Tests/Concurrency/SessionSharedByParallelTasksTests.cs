using SessionAnalyzers.Concurrency;
using SessionAnalyzers.Tests.Verification;
using Xunit;

namespace SessionAnalyzers.Tests.Concurrency;

public sealed class SessionSharedByParallelTasksTests
{
    [Fact]
    public Task Tasks_that_run_side_by_side_are_reported_at_the_first_write() => Verify.Analyzer<SessionSharedByParallelTasks>(
        SessionSources.Controller(
            """
                public async Task Index()
                {
                    await Task.WhenAll(
                        Task.Run(() => HttpContext.Session.GetString("name")),
                        Task.Run(() => {|#0:HttpContext.Session.SetString("seen", "yes")|}));
                }
            """),
        Verify.Diagnostic("SESS1005").WithLocation(0).WithArguments("seen", "the tasks of Task.WhenAll"));

    [Fact]
    public Task Asynchronous_methods_that_use_the_session_after_an_await_are_reported() => Verified(
        """
            public async Task Index()
            {
                await Task.WhenAll([|LoadNewsAsync()|], LoadOffersAsync());
            }

            private async Task LoadNewsAsync()
            {
                await Task.Delay(10);
                HttpContext.Session.SetString("news", "yes");
            }

            private async Task LoadOffersAsync()
            {
                await Task.Delay(10);
                HttpContext.Session.SetString("offers", "yes");
            }
        """);

    [Fact]
    public Task An_asynchronous_lambda_over_elements_is_reported() => Verified(
        """
            public async Task Index(List<string> keys)
            {
                var tasks = keys.Select(async key =>
                {
                    await Task.Delay(10);
                    [|HttpContext.Session.SetString(key, "yes")|];
                });
                await Task.WhenAll(tasks);
            }
        """);

    [Fact]
    public Task Tasks_added_to_a_list_in_a_loop_are_reported() => Verified(
        """
            public async Task Index(List<string> keys)
            {
                var tasks = new List<Task>();
                foreach (var key in keys)
                {
                    tasks.Add(Task.Run(() => [|HttpContext.Session.Remove(key)|]));
                }

                await Task.WhenAll(tasks);
            }
        """);

    [Fact]
    public Task Parallel_loops_are_reported() => Verified(
        """
            public void Each(List<string> keys) => Parallel.ForEach(keys, key => [|HttpContext.Session.SetString(key, "yes")|]);

            public void For() => Parallel.For(0, 10, i => [|HttpContext.Session.SetInt32("key" + i, i)|]);

            public Task EachAsync(List<string> keys) => Parallel.ForEachAsync(keys, (key, _) =>
            {
                [|HttpContext.Session.SetString(key, "yes")|];
                return ValueTask.CompletedTask;
            });
        """);

    [Fact]
    public Task Parallel_actions_are_reported() => Verified(
        """
            public void Index() => Parallel.Invoke(
                () => HttpContext.Session.GetString("name"),
                () => [|HttpContext.Session.SetString("seen", "yes")|]);
        """);

    [Fact]
    public Task A_parallel_query_is_reported() => Verified(
        """
            public void Index(List<string> keys) => keys.AsParallel().Where(key => key.Length > 0).ForAll(key => [|HttpContext.Session.SetString(key, "yes")|]);
        """);

    [Fact]
    public Task A_wrapper_in_a_parallel_loop_is_reported() => Verified(
        """
            private Cart Cart
            {
                get => HttpContext.Session.GetObjectFromJson<Cart>("cart") ?? new Cart();
                set => HttpContext.Session.SetObjectAsJson("cart", value);
            }

            public void Index(List<Cart> carts) => Parallel.ForEach(carts, cart => [|Cart|] = cart);
        """);

    [Fact]
    public Task A_task_and_the_code_beside_it_are_reported() => Verified(
        """
            public async Task Index()
            {
                var work = Task.Run(() => HttpContext.Session.GetString("name"));
                [|HttpContext.Session.SetString("seen", "yes")|];
                await work;
            }
        """);

    [Fact]
    public Task A_page_handler_is_reported() => Verify.Analyzer<SessionSharedByParallelTasks>(
        """
        using Microsoft.AspNetCore.Mvc.RazorPages;

        public class HomeModel : PageModel
        {
            public async Task OnGetAsync(ISession session)
            {
                Task[] tasks = [Task.Run(() => [|session.SetString("a", "1")|]), Task.Run(() => session.SetString("b", "2"))];
                await Task.WhenAll(tasks);
            }
        }
        """);

    [Fact]
    public Task Tasks_awaited_one_after_the_other_are_not_reported() => Verified(
        """
            public async Task Index()
            {
                await Task.Run(() => HttpContext.Session.SetString("a", "1"));
                await Task.Run(() => HttpContext.Session.SetString("b", "2"));
            }
        """);

    [Fact]
    public Task One_task_that_uses_the_session_is_not_reported() => Verified(
        """
            public async Task Index()
            {
                await Task.WhenAll(
                    Task.Run(() => HttpContext.Session.SetString("seen", "yes")),
                    Task.Delay(10));
            }
        """);

    [Fact]
    public Task Methods_that_use_the_session_before_their_first_await_are_not_reported() => Verified(
        """
            public async Task Index()
            {
                await Task.WhenAll(LoadNewsAsync(), LoadOffersAsync());
            }

            private async Task LoadNewsAsync()
            {
                HttpContext.Session.SetString("news", "yes");
                await Task.Delay(10);
            }

            private async Task LoadOffersAsync()
            {
                HttpContext.Session.SetString("offers", "yes");
                await Task.Delay(10);
            }
        """);

    [Fact]
    public Task A_write_beside_a_task_that_used_the_session_first_is_not_reported() => Verified(
        """
            public async Task Index()
            {
                await Task.Delay(1);
                var news = LoadNewsAsync();
                HttpContext.Session.SetString("seen", "yes");
                await news;
            }

            private async Task LoadNewsAsync()
            {
                HttpContext.Session.SetString("news", "yes");
                await Task.Delay(10);
            }
        """);

    [Fact]
    public Task A_list_of_tasks_that_holds_itself_ends() => Verify.Analyzer<SessionSharedByParallelTasks>(
        SessionSources.Controller(
            """
                public async Task Index()
                {
                    var tasks = new List<object>();
                    tasks.Add(tasks);
                    HttpContext.Session.SetString("seen", "yes");
                    await Task.WhenAll({|CS1503:tasks|});
                }
            """));

    [Fact]
    public Task Results_written_when_all_tasks_are_done_are_not_reported() => Verified(
        """
            public async Task Index(List<string> keys)
            {
                var values = await Task.WhenAll(keys.Select(async key =>
                {
                    await Task.Delay(10);
                    return key;
                }));
                foreach (var value in values)
                {
                    HttpContext.Session.SetString(value, "yes");
                }
            }
        """);

    [Fact]
    public Task Values_read_before_the_tasks_are_not_reported() => Verified(
        """
            public async Task Index()
            {
                var name = HttpContext.Session.GetString("name");
                await Task.WhenAll(Task.Run(() => Console.WriteLine(name)), Task.Run(() => HttpContext.Session.SetString("seen", "yes")));
            }
        """);

    [Fact]
    public Task Reads_alone_are_not_reported() => Verified(
        """
            public async Task Index()
            {
                await HttpContext.Session.LoadAsync();
                await Task.WhenAll(Task.Run(() => HttpContext.Session.GetString("a")), Task.Run(() => HttpContext.Session.GetString("b")));
            }
        """);

    [Fact]
    public Task Writes_under_one_lock_are_not_reported() => Verified(
        """
            private readonly object _lock = new();

            public void Index(List<string> keys) => Parallel.ForEach(keys, key =>
            {
                lock (_lock)
                {
                    HttpContext.Session.SetString(key, "yes");
                }
            });
        """);

    [Fact]
    public Task Code_that_runs_after_the_request_is_another_rules() => Verified(
        """
            public void Index()
            {
                _ = Task.Run(() => HttpContext.Session.SetString("a", "1"));
                _ = Task.Run(() => HttpContext.Session.SetString("b", "2"));
            }
        """);

    [Fact]
    public Task A_query_that_is_not_parallel_is_not_reported() => Verified(
        """
            public void Index(List<string> keys)
            {
                keys.ForEach(key => HttpContext.Session.SetString(key, "yes"));
                keys.AsParallel().Where(key => key.Length > 0).ToList().ForEach(key => HttpContext.Session.SetString(key, "yes"));
            }
        """);

    [Theory]
    [InlineData("Task.WaitAll(Task.Run(() => {|#0:HttpContext.Session.SetString(\"a\", \"1\")|}), Task.Run(() => HttpContext.Session.GetString(\"b\")));", "the tasks of Task.WaitAll")]
    [InlineData("Parallel.For(0, 9, i => {|#0:HttpContext.Session.SetInt32(\"a\", i)|});", "the iterations of Parallel.For")]
    [InlineData("Parallel.Invoke(() => {|#0:HttpContext.Session.Remove(\"a\")|}, () => HttpContext.Session.GetString(\"b\"));", "the actions of Parallel.Invoke")]
    [InlineData("keys.AsParallel().ForAll(key => {|#0:HttpContext.Session.SetString(\"a\", key)|});", "a parallel query")]
    [InlineData("var work = Task.Run(() => HttpContext.Session.GetString(\"b\")); {|#0:HttpContext.Session.SetString(\"a\", \"1\")|}; work.Wait();", "a task and the code beside it")]
    public Task What_runs_side_by_side_is_named(string statements, string name) => Verify.Analyzer<SessionSharedByParallelTasks>(
        SessionSources.Controller(
            $$"""
                public void Index(List<string> keys)
                {
                    {{statements}}
                }
            """),
        Verify.Diagnostic("SESS1005").WithLocation(0).WithArguments("a", name));

    [Theory]
    [InlineData("await Task.WhenAll(new[] { Task.Run(() => [|HttpContext.Session.SetString(\"a\", \"1\")|]), Task.Run(() => HttpContext.Session.GetString(\"b\")) });")]
    [InlineData("await Task.WhenAll(new Task[] { Task.Run(() => [|HttpContext.Session.SetString(\"a\", \"1\")|]), Task.Run(() => HttpContext.Session.GetString(\"b\")) });")]
    [InlineData("await Task.WhenAll(new List<Task> { Task.Run(() => [|HttpContext.Session.SetString(\"a\", \"1\")|]), Task.Run(() => HttpContext.Session.GetString(\"b\")) });")]
    [InlineData("await Task.WhenAll(Task.Factory.StartNew(() => [|HttpContext.Session.SetString(\"a\", \"1\")|]), Task.Factory.StartNew(() => HttpContext.Session.GetString(\"b\")));")]
    [InlineData("await Task.WhenAll(Task.Delay(1).ContinueWith(_ => [|HttpContext.Session.SetString(\"a\", \"1\")|]), Task.Run(() => HttpContext.Session.GetString(\"b\")));")]
    [InlineData("await Task.WhenAll(keys.Select(async key => { await Task.Delay(1); [|HttpContext.Session.SetString(key, \"1\")|]; }).ToList());")]
    [InlineData("await Task.WhenAll(keys.Select(async key => { await Task.Delay(1); [|HttpContext.Session.SetString(key, \"1\")|]; }).ToArray());")]
    [InlineData("await Task.WhenAll(keys.Select(key => Task.Run(() => [|HttpContext.Session.SetString(key, \"1\")|])));")]
    [InlineData("await Task.WhenAll(keys.Select(key => Task.Factory.StartNew(() => [|HttpContext.Session.SetString(key, \"1\")|])));")]
    [InlineData("await Task.WhenAll(keys.Select(key => Task.Delay(1).ContinueWith(_ => [|HttpContext.Session.SetString(key, \"1\")|])));")]
    [InlineData("await Task.WhenAll(keys.Select(async key => { await Save(); async Task Save() { await Task.Delay(1); [|HttpContext.Session.SetString(key, \"1\")|]; } }));")]
    [InlineData("var tasks = new List<Task>(); tasks.Add(Task.Run(() => [|HttpContext.Session.SetString(\"a\", \"1\")|])); tasks.Add(Task.Run(() => HttpContext.Session.GetString(\"b\"))); await Task.WhenAll(tasks);")]
    [InlineData("var tasks = new List<Task>(); for (var i = 0; i < 3; i++) { tasks.Add(Task.Run(() => [|HttpContext.Session.SetInt32(\"a\", 1)|])); } await Task.WhenAll(tasks);")]
    [InlineData("ValueTask work = LoadAsync(); [|HttpContext.Session.SetString(\"a\", \"1\")|]; await work;")]
    public Task Tasks_are_found_however_they_are_gathered(string statements) => Verified(
        $$"""
            public async Task Index(List<string> keys)
            {
                await Task.Yield();
                {{statements}}
            }

            private async ValueTask LoadAsync()
            {
                await Task.Delay(1);
                HttpContext.Session.GetString("b");
            }
        """);

    [Theory]
    [InlineData("await Task.WhenAll(keys.Select(async key => { HttpContext.Session.SetString(key, \"1\"); await Task.Delay(1); }));")]
    [InlineData("var tasks = new List<Task>(); tasks.Add(Task.Run(() => HttpContext.Session.SetString(\"a\", \"1\"))); await Task.WhenAll(tasks);")]
    [InlineData("foreach (var key in keys) { var tasks = new List<Task>(); tasks.Add(Task.Run(() => HttpContext.Session.SetString(key, \"1\"))); await Task.WhenAll(tasks); }")]
    [InlineData("var other = new List<Task>(); var tasks = new List<Task>(); foreach (var key in keys) { other.Add(Task.Run(() => HttpContext.Session.SetString(key, \"1\"))); } await Task.WhenAll(tasks);")]
    [InlineData("var work = Task.Run(() => HttpContext.Session.GetString(\"b\")); await work; HttpContext.Session.SetString(\"a\", \"1\");")]
    [InlineData("var work = Task.Run(() => Console.WriteLine()); HttpContext.Session.SetString(\"a\", \"1\"); await work;")]
    [InlineData("var text = Compute(() => HttpContext.Session.GetString(\"b\")); HttpContext.Session.SetString(\"a\", \"1\"); Console.WriteLine(text);")]
    [InlineData("await Task.WhenAll(keys.Select(key => InTurn(() => HttpContext.Session.SetString(key, \"1\"))));")]
    [InlineData("await Task.WhenAll(keys.Select(async key => { await Save(); async Task Save() { HttpContext.Session.SetString(key, \"1\"); await Task.Delay(1); } }));")]
    [InlineData("await Task.WhenAll(InTurn(() => HttpContext.Session.SetString(\"a\", \"1\")), InTurn(() => HttpContext.Session.GetString(\"b\")));")]
    [InlineData("Invoke(() => HttpContext.Session.SetString(\"a\", \"1\"), () => HttpContext.Session.GetString(\"b\"));")]
    [InlineData("keys.AsParallel().AsSequential().ToList().ForEach(key => HttpContext.Session.SetString(key, \"1\"));")]
    [InlineData("foreach (var key in keys.AsParallel().AsSequential().Select(key => Save(key))) { Console.WriteLine(key); }")]
    [InlineData("Array.ForEach(keys.AsParallel().ToArray(), key => HttpContext.Session.SetString(key, \"1\"));")]
    [InlineData("foreach (var key in keys.AsParallel().ToArray().Select(key => Save(key))) { Console.WriteLine(key); }")]
    [InlineData("var work = Task.Run(() => HttpContext.Session.SetString(\"a\", \"1\")); Console.WriteLine(); await work;")]
    [InlineData("Parallel.Invoke(() => HttpContext.Session.SetString(\"a\", \"1\"), () => Console.WriteLine());")]
    [InlineData("Task[] tasks = new Task[2]; HttpContext.Session.SetString(\"a\", \"1\"); await Task.WhenAll(tasks);")]
    public Task Code_that_does_not_run_side_by_side_is_not_reported(string statements) => Verified(
        $$"""
            public async Task Index(List<string> keys)
            {
                await Task.Yield();
                {{statements}}
            }

            private static string? Compute(Func<string?> read) => read();

            private static Task InTurn(Action action)
            {
                action();
                return Task.CompletedTask;
            }

            private static void Invoke(params Action[] actions)
            {
                foreach (var action in actions)
                {
                    action();
                }
            }

            private string Save(string key)
            {
                HttpContext.Session.SetString(key, "1");
                return key;
            }
        """);

    private static Task Verified(string members) => Verify.Analyzer<SessionSharedByParallelTasks>(SessionSources.Controller(members));
}
