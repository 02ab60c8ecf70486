namespace SessionAnalyzers.Tests.Robustness;

/// <summary>Sources that use the session in most of the ways the model knows, spread over files that call each other.</summary>
internal static class MixedSources
{
    public static IReadOnlyList<(string Path, string Text)> All { get; } =
    [
        ("Extensions.cs",
            """
            using System.Text.Json;

            public static class SessionExtensions2
            {
                public static void SetJson<T>(this ISession session, string key, T value) => session.SetString(key, JsonSerializer.Serialize(value));

                public static T? GetJson<T>(this ISession session, string key)
                {
                    var text = session.GetString(key);
                    return string.IsNullOrEmpty(text) ? default : JsonSerializer.Deserialize<T>(text);
                }

                public static bool TryGetJson<T>(this ISession session, string key, out T? value)
                {
                    value = session.GetJson<T>(key);
                    return value is not null;
                }
            }
            """),
        ("Cart.cs",
            """
            public sealed class Cart
            {
                public List<string> Lines { get; set; } = [];

                public int Total { get; set; }

                public void Add(string line)
                {
                    Lines.Add(line);
                    Total++;
                }
            }
            """),
        ("CartService.cs",
            """
            public interface ICartService
            {
                Cart Get();

                void Save(Cart cart);
            }

            public sealed class CartService(IHttpContextAccessor accessor) : ICartService
            {
                private const string Key = "cart";

                private ISession Session => accessor.HttpContext!.Session;

                public Cart Get() => Session.GetJson<Cart>(Key) ?? new Cart();

                public void Save(Cart cart) => Session.SetJson(Key, cart);

                public async Task AddAsync(string line)
                {
                    var cart = Get();
                    cart.Add(line);
                    await Task.Yield();
                    Save(cart);
                }
            }
            """),
        ("CartController.cs",
            """
            using Microsoft.AspNetCore.Mvc;

            public partial class CartController(ICartService carts) : Controller
            {
                private readonly object _gate = new();

                private int Visits
                {
                    get => HttpContext.Session.GetInt32("visits") ?? 0;
                    set => HttpContext.Session.SetInt32("visits", value);
                }

                public IActionResult Add(string line)
                {
                    Visits++;
                    var cart = carts.Get();
                    cart.Add(line);
                    carts.Save(cart);
                    return View(cart);
                }

                public async Task<IActionResult> Coupon(string code)
                {
                    if (HttpContext.Session.GetString("coupon") != code)
                    {
                        return BadRequest();
                    }

                    await ApplyAsync(code);
                    HttpContext.Session.Remove("coupon");
                    return Ok();
                }

                public void Locked()
                {
                    lock (_gate)
                    {
                        var recent = HttpContext.Session.GetJson<List<int>>("recent") ?? [];
                        recent.Insert(0, recent.Count);
                        HttpContext.Session.SetJson("recent", recent);
                    }
                }
            }
            """),
        ("CartController.Vote.cs",
            """
            using Microsoft.AspNetCore.Mvc;

            public partial class CartController
            {
                public IActionResult Vote(int poll, [FromServices] Dictionary<int, int> votes)
                {
                    if (HttpContext.Session.GetString("voted" + poll) is null)
                    {
                        votes[poll] += 1;
                        HttpContext.Session.SetString($"voted{poll}", "yes");
                    }

                    return RedirectToAction("Index");
                }

                private static Task ApplyAsync(string code) => Task.Delay(code.Length);
            }
            """),
        ("Endpoints.cs",
            """
            public static class Endpoints
            {
                public static void Map(WebApplication app)
                {
                    app.MapGet("/wizard/{step}", async (HttpContext context, int step) =>
                    {
                        var session = context.Session;
                        if (!session.TryGetJson<Dictionary<string, int>>("wizard", out var wizard))
                        {
                            wizard = new();
                        }

                        (wizard!["step"], var before) = (step, wizard.Count);
                        await context.Response.WriteAsync(before.ToString());
                        session.SetJson("wizard", wizard);

                        void Log(string text) => session.SetString("log", session.GetString("log") + text);
                        Log("wizard");
                        foreach (var key in session.Keys.ToArray())
                        {
                            try
                            {
                                session.SetString(key, session.GetString(key) switch { null or "" => "x", var text => text + "x" });
                            }
                            finally
                            {
                                session.Remove(key + "?");
                            }
                        }
                    });
                }
            }
            """),
    ];
}
