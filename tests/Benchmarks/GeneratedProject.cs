using System.Globalization;

namespace SessionAnalyzers.Benchmarks;

/// <summary>Web projects of any size, the same text for the same size.</summary>
internal static class GeneratedProject
{
    private const string Usings =
        """
        global using System;
        global using System.Collections.Generic;
        global using System.Linq;
        global using System.Threading;
        global using System.Threading.Tasks;
        global using Microsoft.AspNetCore.Http;
        global using Microsoft.AspNetCore.Mvc;

        """;

    private const string Extensions =
        """
        using System.Text.Json;

        namespace Generated;

        public static class SessionJson
        {
            public static void SetJson<T>(this ISession session, string key, T value) => session.SetString(key, JsonSerializer.Serialize(value));

            public static T? GetJson<T>(this ISession session, string key)
            {
                var text = session.GetString(key);
                return string.IsNullOrEmpty(text) ? default : JsonSerializer.Deserialize<T>(text);
            }
        }

        """;

    /// <summary>Code of an ordinary web app: about 110 lines that never touch a session.</summary>
    private const string Plain =
        """
        namespace Generated.Area#;

        public sealed record Product#(int Id, string Name, decimal Price, IReadOnlyList<string> Tags);

        public interface IProducts#
        {
            Task<Product#?> FindAsync(int id, CancellationToken cancellationToken);

            Task<IReadOnlyList<Product#>> SearchAsync(string? text, int page, CancellationToken cancellationToken);

            Task SaveAsync(Product# product, CancellationToken cancellationToken);
        }

        public sealed class Products# : IProducts#
        {
            private readonly Dictionary<int, Product#> _products = new();
            private readonly object _gate = new();

            public Task<Product#?> FindAsync(int id, CancellationToken cancellationToken)
            {
                cancellationToken.ThrowIfCancellationRequested();
                lock (_gate)
                {
                    return Task.FromResult(_products.TryGetValue(id, out var product) ? product : null);
                }
            }

            public async Task<IReadOnlyList<Product#>> SearchAsync(string? text, int page, CancellationToken cancellationToken)
            {
                await Task.Yield();
                var found = new List<Product#>();
                lock (_gate)
                {
                    foreach (var product in _products.Values.OrderBy(product => product.Price))
                    {
                        if (text is null || product.Name.Contains(text, StringComparison.OrdinalIgnoreCase) || product.Tags.Contains(text))
                        {
                            found.Add(product);
                        }
                    }
                }

                return found.Skip(page * 20).Take(20).ToList();
            }

            public Task SaveAsync(Product# product, CancellationToken cancellationToken)
            {
                if (product.Price < 0 || string.IsNullOrWhiteSpace(product.Name))
                {
                    throw new ArgumentException($"Product {product.Id} has no name or a negative price.", nameof(product));
                }

                lock (_gate)
                {
                    _products[product.Id] = product;
                }

                return Task.CompletedTask;
            }
        }

        public sealed class Products#Controller(IProducts# products) : Controller
        {
            [HttpGet]
            public async Task<IActionResult> Index(string? text, int page, CancellationToken cancellationToken)
            {
                var found = await products.SearchAsync(text, page, cancellationToken);
                ViewData["count"] = found.Count;
                return found.Count switch
                {
                    0 => NotFound(),
                    1 => RedirectToAction(nameof(Details), new { id = found[0].Id }),
                    _ => View(found),
                };
            }

            [HttpGet]
            public async Task<IActionResult> Details(int id, CancellationToken cancellationToken)
                => await products.FindAsync(id, cancellationToken) is { } product ? View(product) : NotFound();

            [HttpPost]
            public async Task<IActionResult> Rename(int id, string name, CancellationToken cancellationToken)
            {
                if (!ModelState.IsValid)
                {
                    return BadRequest(ModelState);
                }

                try
                {
                    var product = await products.FindAsync(id, cancellationToken) ?? throw new KeyNotFoundException();
                    await products.SaveAsync(product with { Name = name.Trim() }, cancellationToken);
                }
                catch (KeyNotFoundException)
                {
                    return NotFound();
                }

                return RedirectToAction(nameof(Index));
            }
        }

        """;

    /// <summary>Code that works on the session, directly and through wrappers: about 90 lines.</summary>
    private const string Session =
        """
        namespace Generated.Area#;

        public sealed class Cart#
        {
            public List<int> Lines { get; set; } = [];

            public int Total { get; set; }

            public void Add(int id)
            {
                Lines.Add(id);
                Total++;
            }
        }

        public sealed class CartService#(IHttpContextAccessor accessor)
        {
            private const string Key = "cart#";

            private ISession Session => accessor.HttpContext!.Session;

            public Cart# Get() => Session.GetJson<Cart#>(Key) ?? new Cart#();

            public void Save(Cart# cart) => Session.SetJson(Key, cart);
        }

        public sealed class Cart#Controller(CartService# carts, IProducts# products) : Controller
        {
            private static readonly object Gate = new();

            public IActionResult Index()
            {
                HttpContext.Session.SetInt32("visits#", (HttpContext.Session.GetInt32("visits#") ?? 0) + 1);
                return View(carts.Get());
            }

            public async Task<IActionResult> Add(int id, CancellationToken cancellationToken)
            {
                var cart = carts.Get();
                if (await products.FindAsync(id, cancellationToken) is null)
                {
                    return NotFound();
                }

                cart.Add(id);
                carts.Save(cart);
                return RedirectToAction(nameof(Index));
            }

            public async Task<IActionResult> Vote(int id, CancellationToken cancellationToken)
            {
                if (HttpContext.Session.GetString("voted#") is null)
                {
                    var product = await products.FindAsync(id, cancellationToken);
                    await products.SaveAsync(product!, cancellationToken);
                    HttpContext.Session.SetString("voted#", "yes");
                }

                return RedirectToAction(nameof(Index));
            }

            public IActionResult Recent(int id)
            {
                lock (Gate)
                {
                    var recent = HttpContext.Session.GetJson<List<int>>("recent#") ?? [];
                    recent.Remove(id);
                    recent.Insert(0, id);
                    HttpContext.Session.SetJson("recent#", recent);
                }

                return Ok();
            }

            public IActionResult Preferences(string theme, string? language)
            {
                HttpContext.Session.SetString("theme#", theme);
                HttpContext.Session.SetString("language#", language ?? "en");
                return View(HttpContext.Session.GetString("theme#"));
            }
        }

        """;

    /// <summary>Two files in three are ordinary code, one works on the session.</summary>
    public static IReadOnlyList<(string Path, string Text)> WithSession(int lines) => Generate(lines, [("GlobalUsings.cs", Usings), ("SessionJson.cs", Extensions)], session: true);

    /// <summary>No file so much as names a session.</summary>
    public static IReadOnlyList<(string Path, string Text)> WithoutSession(int lines) => Generate(lines, [("GlobalUsings.cs", Usings)], session: false);

    private static List<(string Path, string Text)> Generate(int lines, List<(string Path, string Text)> sources, bool session)
    {
        for (int i = 0, written = 0; written < lines; i++)
        {
            Add($"Products{i}.cs", Plain, i);
            if (session && i % 2 == 0)
            {
                Add($"Cart{i}.cs", Session, i);
            }

            void Add(string path, string template, int number)
            {
                string text = template.Replace("#", number.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);
                sources.Add((path, text));
                written += text.Count(character => character == '\n');
            }
        }

        return sources;
    }
}
