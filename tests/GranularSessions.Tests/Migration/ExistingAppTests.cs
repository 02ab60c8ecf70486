using System.Text;
using System.Text.Json;
using GranularSessions.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace GranularSessions.Tests.Migration;

/// <summary>What apps do with <see cref="HttpContext.Session"/>, on the framework's session and on ours, with the same answers.</summary>
public sealed class ExistingAppTests
{
    /// <summary>The requests of one browser, one after the other, by what they show.</summary>
    private static readonly Dictionary<string, Func<HttpContext, Task<string>>[]> Visits = new()
    {
        ["texts and numbers are read back"] =
        [
            Say(session =>
            {
                session.SetString("name", "Ada");
                session.SetInt32("age", 36);
            }),
            Ask(session => $"{session.GetString("name")} {session.GetInt32("age")}"),
        ],
        ["absent keys are null"] =
        [
            Ask(session => $"{session.GetString("no") is null} {session.GetInt32("no") is null} {session.Get("no") is null} {session.TryGetValue("no", out _)}"),
        ],
        ["bytes are read back"] =
        [
            Say(session => session.Set("bytes", [0, 1, 255])),
            Ask(session => session.TryGetValue("bytes", out var bytes) ? Convert.ToHexString(bytes) + Convert.ToHexString(session.Get("bytes")!) : "none"),
        ],
        ["empty texts, empty bytes and text of every script are values"] =
        [
            Say(session =>
            {
                session.SetString("empty", "");
                session.Set("nothing", []);
                session.SetString("ключ", "żółć 🙂");
            }),
            Ask(session => $"{session.GetString("empty")!.Length} {session.Get("nothing")!.Length} {session.GetString("ключ")}"),
        ],
        ["keys differ by case"] =
        [
            Say(session => session.SetString("Key", "upper")),
            Ask(session => $"{session.GetString("key") ?? "none"} {session.GetString("Key")}"),
        ],
        ["keys are listed with what the request has changed"] =
        [
            Say(session =>
            {
                session.SetString("a", "1");
                session.SetString("b", "2");
            }),
            Ask(session =>
            {
                session.SetString("c", "3");
                session.Remove("a");
                return string.Join(',', session.Keys.Order());
            }),
            Ask(session => string.Join(',', session.Keys.Order())),
        ],
        ["removed keys are gone, absent ones may be removed"] =
        [
            Say(session => session.SetString("a", "1")),
            Ask(session =>
            {
                session.Remove("a");
                session.Remove("never");
                return session.GetString("a") ?? "gone";
            }),
            Ask(session => session.GetString("a") ?? "gone"),
        ],
        ["clearing leaves what is written afterwards"] =
        [
            Say(session => session.SetString("a", "1")),
            Ask(session =>
            {
                session.Clear();
                session.SetString("b", "2");
                return string.Join(',', session.Keys);
            }),
            Ask(session => $"{session.GetString("a") ?? "gone"} {session.GetString("b")}"),
        ],
        ["a request reads what it has written"] =
        [
            Ask(session =>
            {
                session.SetInt32("n", 1);
                session.SetInt32("n", session.GetInt32("n")!.Value + 1);
                return $"{session.GetInt32("n")}";
            }),
            Ask(session => $"{session.GetInt32("n")}"),
        ],
        ["objects are kept as JSON by an extension"] =
        [
            Say(session => session.SetObject("cart", new Cart("tea", [1, 2]))),
            Ask(session =>
            {
                var cart = session.GetObject<Cart>("cart")!;
                cart.Articles.Add(3);
                session.SetObject("cart", cart);
                return "added";
            }),
            Ask(session => $"{session.GetObject<Cart>("cart")!.Name} {string.Join(',', session.GetObject<Cart>("cart")!.Articles)} {session.GetObject<Cart>("other") is null}"),
        ],
        ["a date is kept in the extension's format"] =
        [
            Say(session => session.SetObject("since", new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero))),
            Ask(session => $"{session.GetObject<DateTimeOffset>("since"):O}"),
        ],
        ["the session is available and keeps its id"] =
        [
            Say(session => session.SetString("id", session.Id)),
            Ask(session => $"{session.IsAvailable} {session.Id.Length > 0} {session.GetString("id") == session.Id}"),
        ],
        ["loading and committing by hand"] =
        [
            async context =>
            {
                await context.Session.LoadAsync();
                context.Session.SetString("a", "1");
                await context.Session.CommitAsync();
                context.Session.SetString("b", "2");
                return "";
            },
            async context =>
            {
                await context.Session.LoadAsync();
                return context.Session.GetString("a") + context.Session.GetString("b");
            },
        ],
        ["the stored bytes of a number and a text"] =
        [
            Say(session =>
            {
                session.SetInt32("n", 258);
                session.SetString("s", "é");
            }),
            Ask(session => Convert.ToHexString(session.Get("n")!) + Convert.ToHexString(session.Get("s")!) + Encoding.UTF8.GetString(session.Get("s")!)),
        ],
        ["a changed argument does not change the session"] =
        [
            Say(session =>
            {
                byte[] mine = [1];
                session.Set("a", mine);
                mine[0] = 2;
            }),
            Ask(session => $"{session.Get("a")![0]}"),
        ],
        ["null values are refused"] = [Ask(session => TypeOfFailure(() => session.Set("a", null!)))],
        ["a redirect finds what was written before it"] =
        [
            context =>
            {
                context.Session.SetString("message", "saved");
                context.Response.Redirect("/elsewhere");
                return Task.FromResult("");
            },
            Ask(session => session.GetString("message") ?? "lost"),
        ],
        ["the first write after the response's start is refused"] =
        [
            async context =>
            {
                await context.Response.StartAsync();
                return TypeOfFailure(() => context.Session.SetString("a", "1"));
            },
        ],
    };

    public static TheoryData<string> Names => [.. Visits.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Existing_code_gets_the_same_answers(string visit)
    {
        await using var stock = await SessionHost.StartOnStockAsync(app => Map(app, Visits[visit]));
        await using var ours = await SessionHost.StartOnOursAsync(app => Map(app, Visits[visit]));

        var expected = await AnswersAsync(stock.NewBrowser(), Visits[visit].Length);
        var answers = await AnswersAsync(ours.NewBrowser(), Visits[visit].Length);

        Assert.Equal(expected, answers);
        Assert.NotEmpty(string.Concat(expected));
    }

    private static void Map(WebApplication app, Func<HttpContext, Task<string>>[] requests)
    {
        foreach (var (n, request) in requests.Index())
        {
            app.MapGet($"/{n}", new RequestDelegate(async context =>
            {
                var answer = await request(context);
                if (answer.Length > 0)
                {
                    await context.Response.WriteAsync(answer);
                }
            }));
        }
    }

    private static async Task<List<string>> AnswersAsync(Browser browser, int requests)
    {
        var answers = new List<string>();
        for (var n = 0; n < requests; n++)
        {
            using var response = await browser.GetAsync($"/{n}");
            Assert.True((int)response.StatusCode < 400, await response.Content.ReadAsStringAsync());
            answers.Add(await response.Content.ReadAsStringAsync());
        }

        return answers;
    }

    private static Func<HttpContext, Task<string>> Say(Action<ISession> write) => context =>
    {
        write(context.Session);
        return Task.FromResult("");
    };

    private static Func<HttpContext, Task<string>> Ask(Func<ISession, string> read) => context => Task.FromResult(read(context.Session));

    private static string TypeOfFailure(Action action) => Record.Exception(action)?.GetType().Name ?? "accepted";

    private sealed record Cart(string Name, List<int> Articles);
}

/// <summary>The extension that most apps have.</summary>
file static class SessionObjects
{
    public static void SetObject<T>(this ISession session, string key, T value) => session.SetString(key, JsonSerializer.Serialize(value));

    public static T? GetObject<T>(this ISession session, string key)
        => session.GetString(key) is { } json ? JsonSerializer.Deserialize<T>(json) : default;
}
