using SessionAnalyzers.Reliability;
using SessionAnalyzers.Tests.Concurrency;
using SessionAnalyzers.Tests.Verification;
using Xunit;

namespace SessionAnalyzers.Tests.Reliability;

public sealed class MutationNotWrittenBackTests
{
    [Fact]
    public Task An_added_element_is_reported_and_points_to_the_read() => Verify.Analyzer<MutationNotWrittenBack>(
        SessionSources.Controller(
            """
                public IActionResult Add(int id)
                {
                    var cart = {|#1:HttpContext.Session.GetObjectFromJson<Cart>("cart")|} ?? new Cart();
                    {|#0:cart.Lines.Add(new CartLine { Id = id })|};
                    return RedirectToAction("Index");
                }
            """),
        Verify.Diagnostic("SESS3001").WithLocation(0).WithAdditionalLocation(1).WithArguments("cart"));

    [Fact]
    public Task A_change_of_what_a_property_returns_is_reported() => Verified(
        """
            private List<CartLine> Lines
            {
                get => HttpContext.Session.GetObjectFromJson<List<CartLine>>("cart") ?? new();
                set => HttpContext.Session.SetObjectAsJson("cart", value);
            }

            public IActionResult Remove(int id)
            {
                [|Lines.RemoveAll(line => line.Id == id)|];
                return RedirectToAction("Index");
            }
        """);

    [Fact]
    public Task A_number_counted_up_in_an_element_is_reported() => Verified(
        """
            public IActionResult More(int id)
            {
                var cart = HttpContext.Session.GetObjectFromJson<Cart>("cart");
                var line = cart?.Lines.FirstOrDefault(candidate => candidate.Id == id);
                if (line is null)
                {
                    return NotFound();
                }

                [|line.Quantity += 1|];
                return Json(new { quantity = line.Quantity });
            }
        """);

    [Fact]
    public Task An_assigned_member_that_nobody_reads_again_is_reported() => Verified(
        """
            public IActionResult Rename(string name)
            {
                var cart = GetCart();
                [|cart.Name = name|];
                return Ok();
            }

            private Cart GetCart() => HttpContext.Session.GetObjectFromJson<Cart>("cart") ?? new Cart();
        """);

    [Fact]
    public Task A_method_of_the_object_that_changes_it_is_reported() => Verify.Analyzer<MutationNotWrittenBack>(
        SessionSources.Controller(
            """
                public IActionResult Pay()
                {
                    var order = HttpContext.Session.GetObjectFromJson<Order>("order")!;
                    [|order.Count(2)|];
                    return RedirectToAction("Paid");
                }
            """)
        + """

        public class Order
        {
            public List<int> Counts { get; set; } = new();
            public void Count(int amount) => Counts.Add(amount);
        }
        """);

    [Fact]
    public Task A_helper_that_changes_its_argument_is_reported_at_the_call() => Verified(
        """
            public IActionResult Add(int id)
            {
                var cart = HttpContext.Session.GetObjectFromJson<Cart>("cart")!;
                [|AddTo(cart, id)|];
                return RedirectToAction("Index");
            }

            private static void AddTo(Cart cart, int id) => cart.Lines.Add(new CartLine { Id = id });
        """);

    [Fact]
    public Task An_object_deserialised_in_place_is_reported() => Verified(
        """
            public IActionResult Add(int id)
            {
                var json = HttpContext.Session.GetString("ids");
                var ids = json is null ? new List<int>() : System.Text.Json.JsonSerializer.Deserialize<List<int>>(json)!;
                [|ids.Add(id)|];
                return RedirectToAction("Index");
            }
        """);

    [Fact]
    public Task An_out_variable_is_followed() => Verified(
        """
            public IActionResult Clear()
            {
                if (HttpContext.Session.TryGetObject<Cart>("cart", out var cart) && cart is not null)
                {
                    [|cart.Lines.Clear()|];
                }

                return RedirectToAction("Index");
            }
        """);

    [Fact]
    public Task An_object_of_a_service_is_followed() => Verify.Analyzer<MutationNotWrittenBack>(
        SessionSources.Controller("") +
        """

        public class CartService(IHttpContextAccessor accessor)
        {
            public Cart Current() => accessor.HttpContext!.Session.GetObjectFromJson<Cart>("cart") ?? new Cart();
        }

        public class Checkout(CartService carts)
        {
            public void Add(int id)
            {
                var cart = carts.Current();
                [|cart.Lines.Add(new CartLine { Id = id })|];
            }
        }
        """);

    [Fact]
    public Task A_loop_over_the_elements_is_followed() => Verified(
        """
            public IActionResult Double()
            {
                var cart = HttpContext.Session.GetObjectFromJson<Cart>("cart")!;
                foreach (var line in cart.Lines.Where(candidate => candidate.Quantity > 0))
                {
                    [|line.Quantity *= 2|];
                }

                return RedirectToAction("Index");
            }
        """);

    [Fact]
    public Task A_lambda_over_the_elements_is_followed() => Verified(
        """
            public IActionResult Reset()
            {
                var lines = HttpContext.Session.GetObjectFromJson<List<CartLine>>("lines")!;
                lines.ForEach(line => [|line.Quantity = 0|]);
                return RedirectToAction("Index");
            }
        """);

    [Fact]
    public Task A_minimal_API_is_reported_beside_one_that_writes_back() => Verify.Analyzer<MutationNotWrittenBack>(
        """
        var app = WebApplication.Create(args);
        app.MapPost("/lost", (HttpContext context, int id) =>
        {
            var cart = context.Session.GetObjectFromJson<List<int>>("cart")!;
            [|cart.Add(id)|];
            return Results.Ok();
        });
        app.MapPost("/kept", (HttpContext context, int id) =>
        {
            var cart = context.Session.GetObjectFromJson<List<int>>("cart")!;
            cart.Add(id);
            context.Session.SetObjectAsJson("cart", cart);
            return Results.Ok();
        });
        app.Run();
        """ + SessionSources.Wrappers);

    [Fact]
    public Task A_module_of_endpoints_is_reported_beside_one_that_writes_the_key() => Verify.Analyzer<MutationNotWrittenBack>(
        """
        public static class CartApi
        {
            public static void MapCart(this IEndpointRouteBuilder routes)
            {
                var group = routes.MapGroup("/cart");
                group.MapPost("/reset", (HttpContext context) => context.Session.SetObjectAsJson("cart", new List<int>()));
                group.MapPost("/{id}", (int id, HttpContext context) =>
                {
                    var cart = context.Session.GetObjectFromJson<List<int>>("cart") ?? new List<int>();
                    [|cart.Add(id)|];
                    return Results.NoContent();
                });
            }
        }

        """ + SessionSources.Wrappers);

    [Fact]
    public Task A_page_handler_is_reported_where_an_early_return_shows_the_object() => Verify.Analyzer<MutationNotWrittenBack>(
        """
        using Microsoft.AspNetCore.Mvc;
        using Microsoft.AspNetCore.Mvc.RazorPages;

        public class CartModel : PageModel
        {
            public IActionResult OnPost(int id)
            {
                var cart = HttpContext.Session.GetObjectFromJson<Cart>("cart")!;
                if (id == 0)
                {
                    return new JsonResult(cart);
                }

                [|cart.Lines.Add(new CartLine { Id = id })|];
                return RedirectToPage();
            }
        }

        """ + SessionSources.Wrappers);

    [Fact]
    public Task A_view_is_reported() => Verify.Analyzer<MutationNotWrittenBack>(test => test.AddRazor(
        "Views/Home/Index.cshtml",
        """
        var ids = System.Text.Json.JsonSerializer.Deserialize<List<int>>(Context.Session.GetString("ids") ?? "[]")!;
        [|ids.Add(1)|];
        """));

    [Fact]
    public Task Bytes_that_are_decoded_and_deserialised_are_followed() => Verified(
        """
            public IActionResult Add(int id)
            {
                var ids = System.Text.Json.JsonSerializer.Deserialize<List<int>>(System.Text.Encoding.UTF8.GetString(HttpContext.Session.Get("ids")!))!;
                [|ids.Add(id)|];
                return Ok();
            }
        """);

    [Fact]
    public Task Written_back_is_not_reported() => Verified(
        """
            public IActionResult Add(int id)
            {
                var cart = HttpContext.Session.GetObjectFromJson<Cart>("cart") ?? new Cart();
                cart.Lines.Add(new CartLine { Id = id });
                HttpContext.Session.SetObjectAsJson("cart", cart);
                return RedirectToAction("Index");
            }
        """);

    [Fact]
    public Task Written_back_on_some_path_is_not_reported() => Verified(
        """
            public IActionResult Add(int id, bool keep)
            {
                var cart = HttpContext.Session.GetObjectFromJson<Cart>("cart") ?? new Cart();
                cart.Lines.Add(new CartLine { Id = id });
                if (keep)
                {
                    HttpContext.Session.SetObjectAsJson("cart", cart);
                }

                return RedirectToAction("Index");
            }
        """);

    [Fact]
    public Task Written_back_by_a_helper_is_not_reported() => Verified(
        """
            public IActionResult Add(int id)
            {
                var cart = HttpContext.Session.GetObjectFromJson<Cart>("cart") ?? new Cart();
                cart.Lines.Add(new CartLine { Id = id });
                Save(cart);
                return RedirectToAction("Index");
            }

            private void Save(Cart cart) => HttpContext.Session.SetObjectAsJson("cart", cart);
        """);

    [Fact]
    public Task Written_back_through_a_property_is_not_reported() => Verified(
        """
            private Cart Cart
            {
                get => HttpContext.Session.GetObjectFromJson<Cart>("cart") ?? new Cart();
                set => HttpContext.Session.SetObjectAsJson("cart", value);
            }

            public IActionResult Rename(string name)
            {
                var cart = Cart;
                cart.Name = name;
                Cart = cart;
                return RedirectToAction("Index");
            }
        """);

    [Fact]
    public Task Written_by_the_object_itself_is_not_reported() => Verified(
        """
            public IActionResult Add(int id)
            {
                var cart = SessionCart.Of(HttpContext.Session);
                cart.AddItem(id);
                return RedirectToAction("Index");
            }

            public class SessionCart : Cart
            {
                [System.Text.Json.Serialization.JsonIgnore]
                public ISession? Session { get; set; }

                public static SessionCart Of(ISession session)
                {
                    var cart = session.GetObjectFromJson<SessionCart>("cart") ?? new SessionCart();
                    cart.Session = session;
                    return cart;
                }

                public void AddItem(int id)
                {
                    Lines.Add(new CartLine { Id = id });
                    Session!.SetObjectAsJson("cart", this);
                }
            }
        """);

    [Fact]
    public Task A_view_model_that_is_completed_for_the_page_is_not_reported() => Verified(
        """
            public IActionResult Index()
            {
                var cart = HttpContext.Session.GetObjectFromJson<Cart>("cart") ?? new Cart();
                cart.Name = "Your cart";
                cart.Lines.RemoveAll(line => line.Quantity == 0);
                return View(cart);
            }
        """);

    [Fact]
    public Task A_member_set_to_compute_with_is_not_reported() => Verified(
        """
            public IActionResult Total()
            {
                var cart = HttpContext.Session.GetObjectFromJson<Cart>("cart") ?? new Cart();
                foreach (var line in cart.Lines)
                {
                    line.Quantity = Math.Max(line.Quantity, 1);
                }

                return Json(new { total = cart.Lines.Sum(line => line.Quantity) });
            }
        """);

    [Fact]
    public Task An_object_given_to_a_database_is_not_reported() => Verified(
        """
            public interface IOrders
            {
                void Add(Cart cart);
            }

            public IActionResult Order([Microsoft.AspNetCore.Mvc.FromServices] IOrders orders)
            {
                var cart = HttpContext.Session.GetObjectFromJson<Cart>("cart")!;
                cart.Name = "ordered";
                orders.Add(cart);
                return RedirectToAction("Done");
            }
        """);

    [Fact]
    public Task A_key_that_is_removed_afterwards_is_not_reported() => Verified(
        """
            public IActionResult Take()
            {
                var ids = HttpContext.Session.GetObjectFromJson<List<int>>("ids")!;
                ids.Remove(0);
                HttpContext.Session.Remove("ids");
                return Json(new { left = ids.Count });
            }
        """);

    [Fact]
    public Task A_change_of_a_copy_is_not_reported() => Verified(
        """
            public IActionResult Others(int id)
            {
                var ids = HttpContext.Session.GetObjectFromJson<List<int>>("ids")!;
                var others = ids.Where(candidate => candidate != id).ToList();
                others.Add(0);
                return Json(new { count = others.Count });
            }
        """);

    [Fact]
    public Task Elements_chosen_for_a_query_or_a_loop_are_not_reported() => Verified(
        """
            private static readonly List<Cart> Carts = new();

            public IActionResult Others(string name)
            {
                var names = HttpContext.Session.GetObjectFromJson<List<string>>("names")!;
                names.Remove(name);
                return View(Carts.Where(cart => names.Contains(cart.Name!)).ToList());
            }

            public IActionResult Print()
            {
                var lines = HttpContext.Session.GetObjectFromJson<List<CartLine>>("lines")!;
                lines.RemoveAll(line => line.Quantity == 0);
                foreach (var line in lines)
                {
                    Console.WriteLine(line.Id);
                }

                return Ok();
            }
        """);

    [Fact]
    public Task A_change_whose_amount_is_shown_is_reported() => Verified(
        """
            public IActionResult Remove(int id)
            {
                var lines = HttpContext.Session.GetObjectFromJson<List<CartLine>>("lines")!;
                var line = lines.Find(candidate => candidate.Id == id);
                if (line is not null)
                {
                    [|lines.Remove(line)|];
                }

                return Json(new { count = lines.Count, total = lines.Sum(rest => rest.Quantity) });
            }
        """);

    [Fact]
    public Task An_object_kept_in_a_field_is_not_reported() => Verified(
        """
            private Cart? _cart;

            public IActionResult Add(int id)
            {
                _cart = HttpContext.Session.GetObjectFromJson<Cart>("cart") ?? new Cart();
                _cart.Lines.Add(new CartLine { Id = id });
                Save();
                return RedirectToAction("Index");
            }

            private void Save() => HttpContext.Session.SetObjectAsJson("cart", _cart!);
        """);

    [Fact]
    public Task An_object_that_a_wrapper_keeps_for_the_request_is_not_reported() => Verified(
        """
            private Cart GetCart()
            {
                if (HttpContext.Items["cart"] is Cart known)
                {
                    return known;
                }

                var cart = HttpContext.Session.GetObjectFromJson<Cart>("cart") ?? new Cart();
                HttpContext.Items["cart"] = cart;
                return cart;
            }

            public IActionResult Add(int id)
            {
                GetCart().Lines.Add(new CartLine { Id = id });
                return RedirectToAction("Index");
            }
        """);

    [Fact]
    public Task An_object_that_a_property_keeps_is_not_reported() => Verified(
        """
            private Cart? _cart;

            private Cart Cart => _cart ??= HttpContext.Session.GetObjectFromJson<Cart>("cart") ?? new Cart();

            public IActionResult Add(int id)
            {
                Cart.Lines.Add(new CartLine { Id = id });
                Save();
                return RedirectToAction("Index");
            }

            private void Save() => HttpContext.Session.SetObjectAsJson("cart", _cart!);

            public override void OnActionExecuted(Microsoft.AspNetCore.Mvc.Filters.ActionExecutedContext context) => Save();

            public IActionResult Clear()
            {
                Cart.Lines.Clear();
                return RedirectToAction("Index");
            }
        """);

    [Fact]
    public Task A_change_of_another_object_found_by_a_session_value_is_not_reported() => Verified(
        """
            private static readonly List<Cart> Carts = new();

            public IActionResult Rename(string name)
            {
                var user = HttpContext.Session.GetObjectFromJson<Cart>("user")!;
                var cart = Carts.First(candidate => candidate.Name == user.Name);
                cart.Name = name;
                return Ok();
            }
        """);

    [Fact]
    public Task An_object_that_is_only_read_is_not_reported() => Verified(
        """
            public IActionResult Index()
            {
                var cart = HttpContext.Session.GetObjectFromJson<Cart>("cart") ?? new Cart();
                return Content(cart.Name + cart.Lines.Count);
            }
        """);

    private static Task Verified(string members) => Verify.Analyzer<MutationNotWrittenBack>(SessionSources.Controller(members));
}
