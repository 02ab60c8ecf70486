using SessionAnalyzers.Concurrency;
using SessionAnalyzers.Tests.Verification;
using Xunit;

namespace SessionAnalyzers.Tests.Concurrency;

public sealed class ReadModifyWriteTests
{
    [Fact]
    public Task A_counter_is_reported_at_its_write_and_points_to_its_read() => Verify.Analyzer<ReadModifyWrite>(
        SessionSources.Controller(
            """
                public IActionResult Index()
                {
                    var visits = {|#1:HttpContext.Session.GetInt32("visits")|} ?? 0;
                    visits++;
                    {|#0:HttpContext.Session.SetInt32("visits", visits)|};
                    return View();
                }
            """),
        Verify.Diagnostic("SESS1002").WithLocation(0).WithAdditionalLocation(1).WithArguments("visits"));

    [Fact]
    public Task A_read_nested_in_the_write_is_reported() => Reported(
        """
            public void Index()
            {
                [|HttpContext.Session.SetInt32("score", (int)HttpContext.Session.GetInt32("score")! + 1)|];
            }
        """);

    [Fact]
    public Task An_object_changed_in_place_is_reported() => Reported(
        """
            public void Add(int id)
            {
                var cart = HttpContext.Session.GetObjectFromJson<Cart>("cart") ?? new Cart();
                cart.Lines.Add(new CartLine { Id = id });
                [|HttpContext.Session.SetObjectAsJson("cart", cart)|];
            }
        """);

    [Fact]
    public Task An_element_changed_in_place_is_reported() => Reported(
        """
            public void Change(int id)
            {
                var cart = HttpContext.Session.GetObjectFromJson<Cart>("cart");
                var line = cart!.Lines.FirstOrDefault(l => l.Id == id);
                if (line != null)
                {
                    line.Quantity += 1;
                    [|HttpContext.Session.SetObjectAsJson("cart", cart)|];
                }
            }
        """);

    [Fact]
    public Task A_serialise_and_deserialise_round_trip_is_followed() => Reported(
        """
            public void Add(int id)
            {
                var json = HttpContext.Session.GetString("cart");
                var ids = string.IsNullOrEmpty(json) ? new List<int>() : System.Text.Json.JsonSerializer.Deserialize<List<int>>(json) ?? new List<int>();
                ids.Add(id);
                var text = System.Text.Json.JsonSerializer.Serialize(ids);
                [|HttpContext.Session.SetString("cart", text)|];
            }
        """);

    [Fact]
    public Task An_out_variable_is_followed() => Reported(
        """
            public void Rename(string name)
            {
                if (!HttpContext.Session.TryGetObject<Cart>("cart", out var cart) || cart == null)
                {
                    cart = new Cart();
                }

                cart.Name = name;
                [|HttpContext.Session.SetObjectAsJson("cart", cart)|];
            }
        """);

    [Fact]
    public Task Raw_bytes_are_followed_through_TryGetValue() => Reported(
        """
            public void Index()
            {
                HttpContext.Session.TryGetValue("bits", out var bits);
                bits![0] |= 1;
                [|HttpContext.Session.Set("bits", bits)|];
            }
        """);

    [Fact]
    public Task A_get_only_property_is_a_read() => Reported(
        """
            private const string CartKey = "cart";
            private List<CartLine> Lines => HttpContext.Session.GetObjectFromJson<List<CartLine>>(CartKey) ?? new List<CartLine>();

            public void Add(int id)
            {
                var lines = Lines;
                lines.Add(new CartLine { Id = id });
                [|HttpContext.Session.SetObjectAsJson("cart", lines)|];
            }
        """);

    [Fact]
    public Task A_property_with_a_setter_is_read_and_written() => Reported(
        """
            private int Visits
            {
                get { return HttpContext.Session.GetInt32("visits") ?? 0; }
                set { HttpContext.Session.SetInt32("visits", value); }
            }

            public void Index()
            {
                [|Visits|] = Visits + 1;
            }

            public void Increment()
            {
                [|Visits|]++;
            }
        """);

    [Fact]
    public Task Private_helpers_are_read_and_written_through() => Reported(
        """
            public void Add(int id)
            {
                var cart = GetCart();
                cart.Lines.Add(new CartLine { Id = id });
                [|SaveCart(cart)|];
            }

            private Cart GetCart()
            {
                var json = HttpContext.Session.GetString("cart");
                return json == null ? new Cart() : System.Text.Json.JsonSerializer.Deserialize<Cart>(json)!;
            }

            private void SaveCart(Cart cart) => HttpContext.Session.SetString("cart", System.Text.Json.JsonSerializer.Serialize(cart));
        """);

    [Fact]
    public Task A_helper_that_takes_the_value_and_saves_a_change_of_it_is_reported_where_it_is_called() => Reported(
        """
            public void Add(int id)
            {
                var cart = HttpContext.Session.GetObjectFromJson<Cart>("cart") ?? new Cart();
                [|AddAndSave(cart, id)|];
            }

            private void AddAndSave(Cart cart, int id)
            {
                cart.Lines.Add(new CartLine { Id = id });
                HttpContext.Session.SetObjectAsJson("cart", cart);
            }
        """);

    [Fact]
    public Task A_service_over_the_accessor_is_followed_through_its_interface() => Verify.Analyzer<ReadModifyWrite>(
        """
        using Microsoft.AspNetCore.Mvc;

        public interface ICartStore
        {
            Cart Load();
            void Save(Cart cart);
        }

        public class SessionCartStore(IHttpContextAccessor accessor) : ICartStore
        {
            private ISession Session => accessor.HttpContext!.Session;

            public Cart Load() => Session.GetObjectFromJson<Cart>("cart") ?? new Cart();

            public void Save(Cart cart) => Session.SetObjectAsJson("cart", cart);
        }

        public class CartController(ICartStore store) : Controller
        {
            public void Add(int id)
            {
                var cart = store.Load();
                cart.Lines.Add(new CartLine { Id = id });
                [|store.Save(cart)|];
            }
        }

        """ + SessionSources.Wrappers);

    [Fact]
    public Task A_field_read_in_the_constructor_is_followed() => Verify.Analyzer<ReadModifyWrite>(
        """
        public class CartService
        {
            private readonly ISession _session;
            private readonly Cart _cart;

            public CartService(IHttpContextAccessor accessor)
            {
                _session = accessor.HttpContext!.Session;
                _cart = _session.GetObjectFromJson<Cart>("cart") ?? new Cart();
            }

            public void Add(int id)
            {
                _cart.Lines.Add(new CartLine { Id = id });
                [|_session.SetObjectAsJson("cart", _cart)|];
            }
        }

        """ + SessionSources.Wrappers);

    [Fact]
    public Task A_field_filled_by_a_helper_is_followed() => Reported(
        """
            private Cart _cart = new();

            public void Add(int id)
            {
                LoadCart();
                _cart.Lines.Add(new CartLine { Id = id });
                [|SaveCart()|];
            }

            private void LoadCart() => _cart = HttpContext.Session.GetObjectFromJson<Cart>("cart") ?? new Cart();

            private void SaveCart() => HttpContext.Session.SetObjectAsJson("cart", _cart);
        """);

    [Fact]
    public Task A_cart_made_by_a_factory_that_stores_itself_is_reported() => Verify.Analyzer<ReadModifyWrite>(
        """
        public class SessionCart : Cart
        {
            private ISession? _session;

            public static Cart GetCart(IServiceProvider services)
            {
                var session = services.GetRequiredService<IHttpContextAccessor>().HttpContext?.Session;
                var cart = session?.GetObjectFromJson<SessionCart>("cart") ?? new SessionCart();
                cart._session = session;
                return cart;
            }

            public void Add(int id)
            {
                Lines.Add(new CartLine { Id = id });
                [|_session?.SetObjectAsJson("cart", this)|];
            }
        }

        """ + SessionSources.Wrappers);

    [Fact]
    public Task A_prefixed_key_of_a_holder_class_is_the_same_key() => Verify.Analyzer<ReadModifyWrite>(
        """
        public class PrefixedSession(ISession session, string prefix)
        {
            private readonly string _prefix = prefix;

            public int Get(string key) => session.GetInt32(_prefix + key) ?? 0;

            public void Set(string key, int value) => session.SetInt32(_prefix + key, value);

            public void Increment(string key) => [|Set(key, Get(key) + 1)|];
        }

        public class Visits(PrefixedSession session)
        {
            public void Add() => [|session.Set("visits", session.Get("visits") + 1)|];
        }
        """);

    [Fact]
    public Task Keys_composed_of_the_same_parts_are_the_same_key() => Reported(
        """
            public void Vote(int poll)
            {
                var votes = HttpContext.Session.GetInt32($"votes_{poll}") ?? 0;
                [|HttpContext.Session.SetInt32("votes_" + poll, votes + 1)|];
            }
        """);

    [Fact]
    public Task A_minimal_API_lambda_is_analysed() => Verify.Analyzer<ReadModifyWrite>(
        """
        var app = WebApplication.Create(args);
        app.MapPost("/visits", (HttpContext context) =>
        {
            var session = context.Session;
            var visits = session.GetInt32("visits") ?? 0;
            [|session.SetInt32("visits", visits + 1)|];
            return visits;
        });
        app.Run();
        """);

    [Fact]
    public Task A_middleware_lambda_through_the_session_feature_is_analysed() => Verify.Analyzer<ReadModifyWrite>(
        """
        using Microsoft.AspNetCore.Http.Features;

        var app = WebApplication.Create(args);
        app.Use(async (context, next) =>
        {
            await next();
            var session = context.Features.Get<ISessionFeature>()!.Session;
            [|session.SetInt32("hits", (session.GetInt32("hits") ?? 0) + 1)|];
        });
        app.Run();
        """);

    [Fact]
    public Task A_Razor_Page_is_analysed() => Verify.Analyzer<ReadModifyWrite>(
        """
        using Microsoft.AspNetCore.Mvc.RazorPages;

        public class IndexModel : PageModel
        {
            public int Visits { get; set; }

            public void OnGet()
            {
                Visits = HttpContext.Session.GetInt32("visits") ?? 0;
                Visits++;
                [|HttpContext.Session.SetInt32("visits", Visits)|];
            }
        }
        """);

    [Fact]
    public Task A_local_function_is_followed() => Reported(
        """
            public void Index()
            {
                int Read() => HttpContext.Session.GetInt32("n") ?? 0;
                void Write(int n) => HttpContext.Session.SetInt32("n", n);

                [|Write(Read() + 1)|];
            }
        """.Replace("[|Write(Read() + 1)|]", "Write(Read() + 1)").Replace("HttpContext.Session.SetInt32(\"n\", n)", "[|HttpContext.Session.SetInt32(\"n\", n)|]"));

    [Fact]
    public Task A_captured_variable_is_followed_into_a_lambda() => Reported(
        """
            public void Add(int id)
            {
                var cart = HttpContext.Session.GetObjectFromJson<Cart>("cart") ?? new Cart();
                Retry(() =>
                {
                    cart.Lines.Add(new CartLine { Id = id });
                    [|HttpContext.Session.SetObjectAsJson("cart", cart)|];
                });
            }

            private static void Retry(Action action) => action();
        """);

    [Fact]
    public Task Tuples_and_patterns_are_followed() => Reported(
        """
            public void Add(int id)
            {
                var (cart, now) = (HttpContext.Session.GetObjectFromJson<Cart>("cart"), DateTime.Now);
                if (cart is { } found)
                {
                    found.Lines.Add(new CartLine { Id = id });
                    [|HttpContext.Session.SetObjectAsJson("cart", found)|];
                }
            }
        """);

    [Fact]
    public Task The_static_call_form_of_an_extension_is_the_same() => Reported(
        """
            public void Index()
            {
                var n = Microsoft.AspNetCore.Http.SessionExtensions.GetInt32(HttpContext.Session, "n");
                [|Microsoft.AspNetCore.Http.SessionExtensions.SetInt32(HttpContext.Session, "n", (n ?? 0) + 1)|];
            }
        """);

    [Fact]
    public Task Switches_loops_and_try_blocks_are_followed() => Reported(
        """
            public void Index(string op, int[] amounts)
            {
                var total = HttpContext.Session.GetInt32("total") ?? 0;
                try
                {
                    foreach (var amount in amounts)
                    {
                        total = op switch { "add" => total + amount, "sub" => total - amount, _ => total };
                    }
                }
                finally
                {
                    [|HttpContext.Session.SetInt32("total", total)|];
                }
            }
        """);

    [Fact]
    public Task Branches_of_the_same_condition_are_correlated() => Reported(
        """
            public void Add(bool guest, string message)
            {
                var history = new List<string>();
                if (guest)
                {
                    history = HttpContext.Session.GetObjectFromJson<List<string>>("history") ?? new List<string>();
                }

                history.Add(message);
                if (guest)
                {
                    [|HttpContext.Session.SetObjectAsJson("history", history)|];
                }
            }
        """);

    [Fact]
    public Task A_read_modify_write_in_a_view_is_reported() => Verify.Analyzer<ReadModifyWrite>(test =>
        test.AddRazor(
            "Views/Home/Index.cshtml",
            """
            var session = Context.Session;
            [|session.SetInt32("views", (session.GetInt32("views") ?? 0) + 1)|];
            """));

    [Fact]
    public Task A_wrapper_in_a_referenced_project_is_known_by_its_shape() => Verify.Analyzer<ReadModifyWrite>(test =>
    {
        test.AddProject("Shared").AddDocument("Wrappers.cs", SessionSources.Wrappers);
        test.Project.References("Shared");
        test.AddDocument(
            "CartController.cs",
            """
            using Microsoft.AspNetCore.Mvc;

            public class CartController : Controller
            {
                public void Add(int id)
                {
                    var cart = HttpContext.Session.GetObjectFromJson<Cart>("cart") ?? new Cart();
                    cart.Lines.Add(new CartLine { Id = id });
                    [|HttpContext.Session.SetObjectAsJson("cart", cart)|];
                }
            }
            """);
    });

    [Fact]
    public Task A_wrapper_that_only_the_project_knows_is_configured() => Verify.Analyzer<ReadModifyWrite>(test =>
    {
        test.AddProject("Shared").AddDocument(
            "Visit.cs",
            """
            public sealed class Visit
            {
                public int Peek(string what) => 0;

                public void Keep(string what, int amount) { }
            }
            """);
        test.Project.References("Shared");
        test.Project.EditorConfig = "root = true\n[*.cs]\nsessionanalyzers.general.read_methods = Visit.Peek\nsessionanalyzers.general.write_methods = Visit.Keep";
        test.AddDocument(
            "Counter.cs",
            """
            public class Counter(Visit visit)
            {
                public void Increment() => [|visit.Keep("n", visit.Peek("n") + 1)|];
            }
            """);
    });

    [Fact]
    public Task Another_key_is_not_reported() => NotReported(
        """
            public void Index()
            {
                var user = HttpContext.Session.GetString("user");
                HttpContext.Session.SetString("greeting", "Hello " + user);
            }
        """);

    [Fact]
    public Task Keys_of_different_parts_are_not_reported() => NotReported(
        """
            public void Copy(int from, int to)
            {
                HttpContext.Session.SetInt32("n" + to, HttpContext.Session.GetInt32("n" + from) ?? 0);
            }
        """);

    [Fact]
    public Task A_value_from_the_form_is_not_reported() => NotReported(
        """
            public void Save(string name)
            {
                ViewBag.Before = HttpContext.Session.GetString("name");
                HttpContext.Session.SetString("name", name);
            }
        """);

    [Fact]
    public Task A_value_set_after_use_of_the_old_one_for_a_lookup_is_not_reported() => Verify.Analyzer<ReadModifyWrite>(
        """
        using Microsoft.AspNetCore.Mvc;

        public class User { public string Name { get; set; } = ""; }

        public interface IUsers { User Find(string name); }

        public class ProfileController(IUsers users) : Controller
        {
            public void Refresh()
            {
                var name = HttpContext.Session.GetString("name");
                var user = users.Find(name!);
                HttpContext.Session.SetString("name", user.Name);
            }
        }
        """);

    [Fact]
    public Task A_cache_aside_is_not_reported() => NotReported(
        """
            public string Token()
            {
                var token = HttpContext.Session.GetString("token");
                if (token == null)
                {
                    token = Guid.NewGuid().ToString();
                    HttpContext.Session.SetString("token", token);
                }

                return token;
            }
        """);

    [Fact]
    public Task A_reset_after_a_read_is_not_reported() => NotReported(
        """
            public void Checkout()
            {
                var cart = HttpContext.Session.GetObjectFromJson<Cart>("cart");
                ViewBag.Count = cart!.Lines.Count;
                HttpContext.Session.SetObjectAsJson("cart", new Cart());
            }
        """);

    [Fact]
    public Task A_read_then_a_removal_is_not_reported() => NotReported(
        """
            public void Index()
            {
                ViewBag.Message = HttpContext.Session.GetString("message");
                HttpContext.Session.Remove("message");
            }
        """);

    [Fact]
    public Task Exclusive_branches_are_not_reported() => NotReported(
        """
            public void Save(bool posted, string text)
            {
                var draft = text;
                if (!posted)
                {
                    draft = HttpContext.Session.GetString("draft") ?? "";
                }

                if (posted)
                {
                    HttpContext.Session.SetString("draft", draft);
                }
            }
        """);

    [Fact]
    public Task A_variable_assigned_anew_is_not_reported() => NotReported(
        """
            public void Save(bool big)
            {
                var size = HttpContext.Session.GetInt32("size") ?? 0;
                ViewBag.Before = size;
                size = big ? 20 : 10;
                HttpContext.Session.SetInt32("size", size);
            }
        """);

    [Fact]
    public Task A_variable_assigned_anew_inside_using_is_not_reported() => NotReported(
        """
            public void Save(IDisposable scope, int chosen)
            {
                int size;
                using (scope)
                {
                    size = HttpContext.Session.GetInt32("size") ?? 0;
                    ViewBag.Before = size;
                    size = chosen;
                }

                HttpContext.Session.SetInt32("size", size);
            }
        """);

    [Fact]
    public Task A_posted_property_of_a_page_is_not_what_the_last_request_read() => Verify.Analyzer<ReadModifyWrite>(
        """
        using Microsoft.AspNetCore.Mvc;
        using Microsoft.AspNetCore.Mvc.RazorPages;

        public class ThemeModel : PageModel
        {
            [BindProperty]
            public string Theme { get; set; } = "light";

            public void OnGet() => Theme = HttpContext.Session.GetString("theme") ?? "light";

            public void OnPost() => HttpContext.Session.SetString("theme", Theme);
        }
        """);

    [Fact]
    public Task A_member_of_a_view_model_beside_the_one_read_is_not_reported() => NotReported(
        """
            public void Index(int chosen)
            {
                var model = new CartLine();
                model.Id = HttpContext.Session.GetInt32("size") ?? 0;
                model.Quantity = chosen;
                HttpContext.Session.SetInt32("size", model.Quantity);
            }
        """);

    [Fact]
    public Task The_session_of_another_library_is_not_reported() => Verify.Analyzer<ReadModifyWrite>(
        """
        public interface ISession
        {
            int? GetInt32(string key);
            void SetInt32(string key, int value);
        }

        public class C(ISession session)
        {
            public void M() => session.SetInt32("n", (session.GetInt32("n") ?? 0) + 1);
        }
        """);

    [Fact]
    public Task An_await_between_is_left_to_SESS1001() => NotReported(
        """
            public async Task Index()
            {
                var n = HttpContext.Session.GetInt32("n") ?? 0;
                await Task.Yield();
                HttpContext.Session.SetInt32("n", n + 1);
            }
        """);

    [Fact]
    public Task A_key_that_is_the_name_of_a_type_argument_is_known_through_an_interface() => Reported(
        """
            public IActionResult Rename([FromServices] ITypedSession session, string name)
            {
                var cart = session.Get<Cart>();
                cart!.Name = name;
                [|session.Set(cart)|];
                return View();
            }

            public interface ITypedSession
            {
                T? Get<T>();
                void Set<T>(T value);
            }

            public class TypedSession(IHttpContextAccessor accessor) : ITypedSession
            {
                public T? Get<T>() => accessor.HttpContext!.Session.GetObjectFromJson<T>(typeof(T).Name);
                public void Set<T>(T value) => accessor.HttpContext?.Session.SetObjectAsJson(typeof(T).Name, value!);
            }
        """);

    [Fact]
    public Task The_names_of_two_type_arguments_are_two_keys() => NotReported(
        """
            public void Copy([FromServices] ITypedSession session)
            {
                var cart = session.Get<Cart>();
                session.Set(cart!.Lines[0]);
            }

            public interface ITypedSession
            {
                T? Get<T>();
                void Set<T>(T value);
            }

            public class TypedSession(IHttpContextAccessor accessor) : ITypedSession
            {
                public T? Get<T>() => accessor.HttpContext!.Session.GetObjectFromJson<T>(typeof(T).Name);
                public void Set<T>(T value) => accessor.HttpContext!.Session.SetObjectAsJson(typeof(T).Name, value!);
            }
        """);

    [Fact]
    public Task A_key_that_a_wrapper_prefixes_in_place_is_known() => Reported(
        """
            private readonly string _prefix = Environment.MachineName;

            public void Rename(string name)
            {
                var cart = Get<Cart>("cart");
                cart!.Name = name;
                [|Set("cart", cart)|];
            }

            private T? Get<T>(string key)
            {
                key = _prefix + "_" + key;
                return HttpContext.Session.Keys.All(k => k != key) ? default : HttpContext.Session.GetObjectFromJson<T>(key);
            }

            private void Set(string key, object value) => HttpContext.Session.SetObjectAsJson(_prefix + "_" + key, value);
        """);

    [Fact]
    public Task A_key_that_is_prefixed_on_some_way_is_not_known() => NotReported(
        """
            public void Rename(string name, bool draft)
            {
                var cart = Get<Cart>("cart", draft);
                cart!.Name = name;
                HttpContext.Session.SetObjectAsJson("cart", cart);
            }

            private T? Get<T>(string key, bool draft)
            {
                if (draft)
                {
                    key = "draft_" + key;
                }

                return HttpContext.Session.GetObjectFromJson<T>(key);
            }
        """);

    [Fact]
    public Task A_key_that_is_replaced_between_is_another() => NotReported(
        """
            public void Archive(string key)
            {
                var cart = HttpContext.Session.GetObjectFromJson<Cart>(key);
                key = "old_" + key;
                HttpContext.Session.SetObjectAsJson(key, cart!);
            }
        """);

    [Fact]
    public Task A_value_is_followed_through_an_encoding() => Reported(
        """
            public void Visit()
            {
                var bytes = HttpContext.Session.Get("visits");
                var visits = bytes == null ? "" : System.Text.Encoding.UTF8.GetString(bytes);
                [|HttpContext.Session.Set("visits", System.Text.Encoding.UTF8.GetBytes(visits + "x"))|];
            }
        """);

    [Fact]
    public Task A_lookup_by_what_was_read_is_another_value() => NotReported(
        """
            public void Refresh([FromServices] Names names)
            {
                var name = HttpContext.Session.GetString("name");
                HttpContext.Session.SetString("name", names.Lookup(name!));
            }

            public abstract class Names
            {
                public abstract string Lookup(string name);
            }
        """);

    [Fact]
    public Task A_state_that_is_loaded_into_members_and_saved_from_them_is_reported() => Reported(
        """
            private string? _name;

            public void Shout()
            {
                LoadState();
                _name += "!";
                [|SaveState()|];
            }

            private void LoadState() => _name = HttpContext.Session.GetString("name");

            private void SaveState() => HttpContext.Session.SetString("name", _name ?? "");
        """);

    [Fact]
    public Task Members_that_are_all_set_anew_are_not_what_was_read() => NotReported(
        """
            private string? _name;

            public void Start()
            {
                LoadState();
                Reset();
            }

            private void Reset()
            {
                _name = "new";
                SaveState();
            }

            private void LoadState() => _name = HttpContext.Session.GetString("name");

            private void SaveState() => HttpContext.Session.SetString("name", _name ?? "");
        """);

    [Fact]
    public Task A_member_that_is_set_anew_on_some_way_still_may_be_what_was_read() => Reported(
        """
            private string? _name;

            public void Start(bool again)
            {
                LoadState();
                [|Reset(again)|];
            }

            private void Reset(bool again)
            {
                if (again)
                {
                    _name = "new";
                }

                SaveState();
            }

            private void LoadState() => _name = HttpContext.Session.GetString("name");

            private void SaveState() => HttpContext.Session.SetString("name", _name + ".");
        """);

    [Theory]
    [InlineData("guest", "!guest")]
    [InlineData("!guest", "guest")]
    [InlineData("(guest)", "!(guest)")]
    [InlineData("!!guest", "!guest")]
    [InlineData("mode == 1", "mode != 1")]
    [InlineData("mode != 1", "mode == 1")]
    [InlineData("!(mode != 1)", "mode != 1")]
    public Task A_condition_and_its_opposite_never_run_both(string read, string write) => NotReported(Guarded(read, write, "HttpContext.Session.SetInt32(\"n\", n + 1)"));

    [Theory]
    [InlineData("guest", "guest")]
    [InlineData("guest", "other")]
    [InlineData("guest", "!other")]
    [InlineData("!guest", "!(guest)")]
    [InlineData("mode == 1", "mode == 1")]
    [InlineData("mode == 1", "!(mode != 1)")]
    [InlineData("IsGuest()", "!IsGuest()")]
    [InlineData("(guest = other)", "!(guest = other)")]
    public Task Two_conditions_may_both_hold(string read, string write) => Reported(Guarded(read, write, "[|HttpContext.Session.SetInt32(\"n\", n + 1)|]"));

    [Fact]
    public Task An_else_branch_is_the_opposite() => NotReported(
        """
            public void Run(bool guest)
            {
                var n = 0;
                if (guest)
                {
                    n = HttpContext.Session.GetInt32("n") ?? 0;
                }

                if (guest)
                {
                    n++;
                }
                else
                {
                    HttpContext.Session.SetInt32("n", n);
                }
            }
        """);

    [Fact]
    public Task Both_branches_run_in_a_loop() => Reported(
        """
            public void Run(bool[] flags)
            {
                var n = 0;
                foreach (var flag in flags)
                {
                    if (flag)
                    {
                        n = HttpContext.Session.GetInt32("n") ?? 0;
                    }
                    else
                    {
                        [|HttpContext.Session.SetInt32("n", n + 1)|];
                    }
                }
            }
        """);

    [Theory]
    [InlineData("cart == null")]
    [InlineData("null == cart")]
    [InlineData("cart == default")]
    [InlineData("!(cart != null)")]
    [InlineData("cart is null")]
    [InlineData("!(cart is not null)")]
    [InlineData("cart is not { }")]
    [InlineData("cart is not Cart")]
    [InlineData("cart is not Cart found")]
    [InlineData("!(cart is { })")]
    [InlineData("(object?)cart == null")]
    public Task What_is_known_to_be_null_is_not_what_was_read(string condition) => NotReported(Checked(condition, "HttpContext.Session.SetObjectAsJson(\"cart\", cart ?? new Cart())"));

    [Theory]
    [InlineData("cart != null")]
    [InlineData("null != cart")]
    [InlineData("!(cart == null)")]
    [InlineData("cart is not null")]
    [InlineData("cart is { }")]
    [InlineData("cart is Cart")]
    [InlineData("cart is not { Name: \"a\" }")]
    [InlineData("cart == other")]
    [InlineData("other == null")]
    [InlineData("IsNullOrEmpty(cart)")]
    [InlineData("!Touch(cart, out _)")]
    public Task What_may_be_there_is_what_was_read(string condition) => Reported(Checked(condition, "[|HttpContext.Session.SetObjectAsJson(\"cart\", cart ?? new Cart())|]"));

    [Theory]
    [InlineData("string.IsNullOrEmpty(text)")]
    [InlineData("string.IsNullOrWhiteSpace(text)")]
    public Task An_empty_text_is_not_what_was_read(string condition) => NotReported(
        $$"""
            public void Run()
            {
                var text = HttpContext.Session.GetString("text");
                if ({{condition}})
                {
                    HttpContext.Session.SetString("text", text + "x");
                }
            }
        """);

    [Fact]
    public Task A_text_that_is_not_empty_is_what_was_read() => Reported(
        """
            public void Run()
            {
                var text = HttpContext.Session.GetString("text");
                if (!string.IsNullOrEmpty(text))
                {
                    [|HttpContext.Session.SetString("text", text + "x")|];
                }
            }
        """);

    [Fact]
    public Task What_a_failed_attempt_gives_out_is_not_what_was_read() => NotReported(
        """
            public void Run()
            {
                if (!int.TryParse(HttpContext.Session.GetString("n"), out var n))
                {
                    HttpContext.Session.SetString("n", n.ToString());
                }
            }
        """);

    [Fact]
    public Task What_a_successful_attempt_gives_out_is_what_was_read() => Reported(
        """
            public void Run()
            {
                if (int.TryParse(HttpContext.Session.GetString("n"), out var n))
                {
                    [|HttpContext.Session.SetString("n", n.ToString())|];
                }
            }
        """);

    [Fact]
    public Task What_another_method_gives_out_may_be_what_was_read() => Reported(
        """
            public void Run()
            {
                if (!Read(HttpContext.Session.GetString("n"), out var n))
                {
                    [|HttpContext.Session.SetString("n", n + "x")|];
                }
            }

            private static bool Read(string? text, out string? number)
            {
                number = text;
                return text == "1";
            }
        """);

    [Fact]
    public Task One_of_several_conditions_is_enough() => NotReported(
        """
            public void Run(bool guest, bool other, int mode)
            {
                var n = 0;
                if (mode == 1)
                {
                    if (guest)
                    {
                        n = HttpContext.Session.GetInt32("n") ?? 0;
                    }
                }

                if (other)
                {
                    if (!guest)
                    {
                        HttpContext.Session.SetInt32("n", n + 1);
                    }
                }
            }
        """);

    [Fact]
    public Task A_default_value_is_null() => NotReported(
        """
            public void Run<T>() where T : Cart, new()
            {
                var cart = HttpContext.Session.GetObjectFromJson<T>("cart");
                if (cart == default(T))
                {
                    HttpContext.Session.SetObjectAsJson("cart", cart ?? new T());
                }
            }
        """);

    [Fact]
    public Task Code_that_is_never_reached_does_nothing() => NotReported(
        """
            public void Run()
            {
                var n = HttpContext.Session.GetInt32("n") ?? 0;
                throw new InvalidOperationException();
                HttpContext.Session.SetInt32("n", n + 1);
            }
        """);

    [Fact]
    public Task What_a_lambda_assigns_is_followed_out_of_it() => Reported(
        """
            public void Run()
            {
                var n = 0;
                Retry(() => n = HttpContext.Session.GetInt32("n") ?? 0);
                [|HttpContext.Session.SetInt32("n", n + 1)|];
            }

            private static void Retry(Action action) => action();
        """);

    [Fact]
    public Task A_lambda_that_only_throws_changes_nothing() => Reported(
        """
            public void Run()
            {
                var n = HttpContext.Session.GetInt32("n") ?? 0;
                Action fail = () => throw new InvalidOperationException();
                [|HttpContext.Session.SetInt32("n", n + 1)|];
            }
        """);

    [Fact]
    public Task A_helper_that_counts_by_itself_is_reported_in_itself() => Reported(
        """
            public void Run() => Increment("n");

            private void Increment(string key) => [|HttpContext.Session.SetInt32(key, (HttpContext.Session.GetInt32(key) ?? 0) + 1)|];
        """);

    [Fact]
    public Task A_helper_that_exchanges_is_two_calls() => Reported(
        """
            public void Run()
            {
                var last = Exchange("n", 1);
                [|Exchange("n", last + 1)|];
            }

            private int Exchange(string key, int value)
            {
                var last = HttpContext.Session.GetInt32(key) ?? 0;
                HttpContext.Session.SetInt32(key, value);
                return last;
            }
        """);

    [Theory]
    [InlineData("JsonSerializer.Deserialize<string>(x)!")]
    [InlineData("JsonSerializer.Serialize(x)")]
    [InlineData("mapper.Map(x)")]
    [InlineData("mapper.Parse(x)")]
    [InlineData("mapper.Convert(x)")]
    [InlineData("mapper.Clone(x)")]
    [InlineData("mapper.ToJson(x)")]
    [InlineData("mapper.FromJson(x)")]
    [InlineData("mapper.DeserializeText(x)")]
    [InlineData("System.Text.Encoding.UTF8.GetString(System.Text.Encoding.UTF8.GetBytes(x))")]
    [InlineData("System.Net.WebUtility.HtmlEncode(x)")]
    [InlineData("x.Substring(1)")]
    [InlineData("x.ToUpper()")]
    [InlineData("string.Concat(x, \"a\")")]
    [InlineData("\"a\".Insert(1, x)")]
    [InlineData("$\"{x}!\"")]
    [InlineData("x + \"a\"")]
    [InlineData("(x, 1).Item1")]
    [InlineData("new[] { x }[0]")]
    [InlineData("new List<string> { x }[0]")]
    [InlineData("new List<string> { x }.First()")]
    [InlineData("mode == 1 ? x : \"a\"")]
    [InlineData("mode switch { 1 => x, _ => \"a\" }")]
    [InlineData("(string)(object)x")]
    [InlineData("new Uri(x).Host")]
    [InlineData("Own(x)")]
    [InlineData("Twice(x)")]
    [InlineData("new Holder { Text = x }.Text")]
    [InlineData("new Holder(x).Text")]
    [InlineData("Last(new Dictionary<string, string> { [\"a\"] = x })")]
    public Task A_value_is_followed_through(string expression) => Reported(Flowing(expression, "[|HttpContext.Session.SetString(\"k\", y)|]"));

    [Theory]
    [InlineData("x.Length > 3 ? \"a\" : \"b\"")]
    [InlineData("nameof(x)")]
    [InlineData("mapper.Find(x)")]
    [InlineData("x == \"a\" ? \"b\" : \"c\"")]
    [InlineData("mode switch { 1 => \"a\", _ => \"b\" }")]
    [InlineData("Constant(x)")]
    [InlineData("\"a\"")]
    [InlineData("x is null ? \"a\" : \"b\"")]
    [InlineData("mapper.Name")]
    public Task A_value_does_not_become(string expression) => NotReported(Flowing(expression, "HttpContext.Session.SetString(\"k\", y)"));

    [Theory]
    [InlineData("var y = \"\"; Fill(x, out y);")]
    [InlineData("var y = \"\"; Append(x, ref y);")]
    [InlineData("var list = new List<string>(); list.Add(x); var y = list[0];")]
    [InlineData("var list = new string[1]; list[0] = x; var y = list[0];")]
    [InlineData("var text = new System.Text.StringBuilder(); text.Append(x); var y = text.ToString();")]
    [InlineData("var holder = new Holder(); holder.Text = x; var y = holder.Text;")]
    [InlineData("var holder = new Holder(); holder.Text = x; var copy = holder; var y = copy.Text;")]
    [InlineData("string? y = null; y ??= x;")]
    [InlineData("var y = \"\"; y += x;")]
    [InlineData("var y = \"\"; (y, _) = (x, 1);")]
    [InlineData("var (y, _) = Pair(x);")]
    [InlineData("var y = \"\"; void Set() => y = x; Set();")]
    [InlineData("string Get(string text) => text; var y = Get(x);")]
    [InlineData("void Give(string text, out string given) => given = text; Give(x, out var y);")]
    [InlineData("s_kept = x; var y = s_kept;")]
    [InlineData("_kept = x; var y = _kept;")]
    [InlineData("_kept = x; var y = this._kept;")]
    [InlineData("Kept = x; var y = Kept;")]
    [InlineData("if (x is not { } y) return;")]
    [InlineData("if (x is not string y) return;")]
    [InlineData("if (new[] { x } is not [var y]) return;")]
    [InlineData("var y = \"\"; foreach (var c in x) { y += c; }")]
    [InlineData("var y = x; try { Fill(\"a\", out _); } catch (InvalidOperationException) { y = \"a\"; }")]
    [InlineData("Func<string, string> get = text => text; var y = get(x);")]
    public Task A_value_is_followed_into(string statements) => Reported(Flowing(statements, "[|HttpContext.Session.SetString(\"k\", y)|]", isExpression: false));

    [Theory]
    [InlineData("var y = x; y = \"a\";")]
    [InlineData("var holder = new Holder(); holder.Text = x; holder = new Holder(); var y = holder.Text!;")]
    [InlineData("var holder = new Holder(); var other = new Holder(); holder.Text = x; var y = other.Text!;")]
    [InlineData("var y = x; Fill(\"a\", out y);")]
    [InlineData("var holder = new Holder(); holder.Text = x; var y = holder.Other!;")]
    [InlineData("mapper.TryMap(x, out var y);")]
    public Task A_value_is_replaced_by(string statements) => NotReported(Flowing(statements, "HttpContext.Session.SetString(\"k\", y)", isExpression: false));

    private static string Flowing(string code, string statement, bool isExpression = true) =>
        $$"""
            private static string s_kept = "";
            private string _kept = "";
            private string Kept { get; set; } = "";

            public void Run(int mode, IMapper mapper)
            {
                var x = HttpContext.Session.GetString("k")!;
                {{(isExpression ? $"var y = {code};" : code)}}
                {{statement}};
            }

            private static string Own(string text) { var own = text.Trim(); return own + "!"; }
            private static string Twice(string text) => text + text;
            private static string Constant(string text) => "a";
            private static string Last(Dictionary<string, string> texts) => texts["a"];
            private static void Fill(string text, out string filled) => filled = text;
            private static void Append(string text, ref string appended) => appended += text;
            private static (string, int) Pair(string text) => (text, 1);

            public class Holder
            {
                public Holder() { }
                public Holder(string text) => Text = text;
                public string? Text { get; set; }
                public string? Other { get; set; }
            }

            public interface IMapper
            {
                string Name { get; }
                string Map(string text);
                string Parse(string text);
                string Convert(string text);
                string Clone(string text);
                string ToJson(string text);
                string FromJson(string text);
                string DeserializeText(string text);
                string Find(string text);
                bool TryMap(string text, out string mapped);
            }
        """.Replace("JsonSerializer.", "System.Text.Json.JsonSerializer.");

    private static string Guarded(string read, string write, string statement) =>
        $$"""
            public void Run(bool guest, bool other, int mode)
            {
                var n = 0;
                if ({{read}})
                {
                    n = HttpContext.Session.GetInt32("n") ?? 0;
                }

                if ({{write}})
                {
                    {{statement}};
                }
            }

            private static bool IsGuest() => Random.Shared.Next() > 1;
        """;

    private static string Checked(string condition, string statement) =>
        $$"""
            public void Run(Cart? other)
            {
                var cart = HttpContext.Session.GetObjectFromJson<Cart>("cart");
                if ({{condition}})
                {
                    {{statement}};
                }
            }

            private static bool IsNullOrEmpty(Cart? cart) => cart?.Lines.Count == 0;
            private static bool Touch(Cart? cart, out int count) { count = 0; return true; }
        """;

    private static Task Reported(string members) => Verify.Analyzer<ReadModifyWrite>(SessionSources.Controller(members));

    private static Task NotReported(string members) => Verify.Analyzer<ReadModifyWrite>(SessionSources.Controller(members));
}
