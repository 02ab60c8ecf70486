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

    [Theory]
    [InlineData("[|cart.Lines[0].Quantity++|];")]
    [InlineData("[|--cart.Lines[0].Quantity|];")]
    [InlineData("[|cart.Lines[0] = new CartLine()|];")]
    [InlineData("[|cart.Lines[0].Quantity -= 1|];")]
    [InlineData("[|cart.Lines = new()|];")]
    [InlineData("[|cart.Name += \"a\"|];")]
    [InlineData("Console.WriteLine([|cart.Lines[0].Quantity++|]);")]
    [InlineData("[|cart.Lines.Insert(0, new CartLine())|];")]
    [InlineData("[|cart.Lines.AddRange(new List<CartLine>())|];")]
    [InlineData("cart.Lines.Sort((a, b) => a.Id - b.Id); [|cart.Lines.RemoveAt(0)|];")]
    [InlineData("[|cart.Lines.RemoveAt(0)|]; Console.WriteLine(cart.Lines.Count);")]
    [InlineData("[|cart.Lines.RemoveAt(0)|]; Console.WriteLine(cart.Lines.Sum(line => line.Quantity));")]
    [InlineData("[|cart.Lines.RemoveAt(0)|]; Console.WriteLine(cart.Lines.Any());")]
    [InlineData("[|cart.Lines.RemoveAt(0)|]; cart.Lines.Reverse();")]
    [InlineData("[|cart.Lines.RemoveAt(0)|]; Console.WriteLine(cart);")]
    [InlineData("[|cart.Lines.RemoveAt(0)|]; Console.WriteLine($\"{cart}\");")]
    [InlineData("[|cart.Lines.RemoveAt(0)|]; Console.WriteLine(cart.ToString());")]
    [InlineData("[|cart.Lines.RemoveAt(0)|]; ArgumentNullException.ThrowIfNull(cart);")]
    [InlineData("[|cart.Lines.RemoveAt(0)|]; Console.WriteLine(ReferenceEquals(cart, other) || cart.Equals(other) || cart == other);")]
    [InlineData("[|cart.Lines.RemoveAt(0)|]; System.Diagnostics.Debug.Assert(cart is not null);")]
    [InlineData("if (other.Lines.Contains(cart.Lines[0])) [|cart.Lines.Clear()|];")]
    [InlineData("other.Lines.Remove(cart.Lines[0]); [|cart.Lines.Clear()|];")]
    [InlineData("var line = cart.Lines.Find(line => line.Id == id)!; [|line.Quantity = 2|];")]
    [InlineData("if (cart.Lines.FirstOrDefault() is CartLine line) [|line.Quantity = 2|];")]
    [InlineData("if (cart.Lines.FirstOrDefault() is { } line) [|line.Quantity = 2|];")]
    [InlineData("if (cart.Lines.FirstOrDefault() is { Id: 1 } line) [|line.Quantity = 2|];")]
    [InlineData("var chosen = id > 0 ? cart : other; [|chosen.Lines.Clear()|];")]
    [InlineData("var chosen = id switch { 0 => cart, _ => other }; [|chosen.Lines.Clear()|];")]
    [InlineData("var chosen = cart ?? other; [|chosen.Lines.Clear()|];")]
    [InlineData("Cart? chosen; chosen = cart; [|chosen.Lines.Clear()|];")]
    [InlineData("Cart? chosen = null; chosen ??= cart; [|chosen.Lines.Clear()|];")]
    [InlineData("Cart? first, second; first = second = cart; [|first.Lines.Clear()|];")]
    [InlineData("object boxed = cart; [|((Cart)boxed).Lines.Clear()|];")]
    [InlineData("other = cart; [|other.Lines.Clear()|];")]
    [InlineData("[|(cart.Lines ??= new()).Clear()|];")]
    [InlineData("[|cart?.Lines.Clear()|];")]
    [InlineData("[|cart?.Lines?.Clear()|];")]
    [InlineData("foreach (var line in cart.Lines) [|line.Quantity++|];")]
    [InlineData("foreach (var line in cart.Lines.Where(line => line.Id > 0).ToList()) [|line.Quantity++|];")]
    [InlineData("for (var i = 0; i < cart.Lines.Count; i++) [|cart.Lines[i].Quantity++|];")]
    [InlineData("cart.Lines.ForEach(line => [|line.Quantity++|]);")]
    [InlineData("cart.Lines.Where(line => line.Id > 0).ToList().ForEach(line => [|line.Quantity++|]);")]
    [InlineData("[|cart.Lines.OrderBy(line => line.Id).First().Quantity++|];")]
    [InlineData("[|cart.Lines.ToArray()[0].Quantity++|];")]
    [InlineData("[|AddTo(cart)|];")]
    [InlineData("[|AddTwice(cart)|];")]
    [InlineData("[|cart.Extended()|];")]
    [InlineData("[|Filled(cart)|].Name = \"a\";")]
    [InlineData("[|Pick(cart).Quantity++|];")]
    [InlineData("[|Rename(cart)|];")]
    [InlineData("[|Add(cart)|]; static void Add(Cart local) => local.Lines.Clear();")]
    [InlineData("_ = cart; [|cart.Lines.Clear()|];")]
    public Task A_change_of_the_cart_is_lost(string statements) => Verified(CartAction(statements));

    [Theory]
    [InlineData("Console.WriteLine(cart.Lines.Count);")]
    [InlineData("cart.Lines.Sort((a, b) => a.Id - b.Id);")]
    [InlineData("cart.Lines ??= new();")]
    [InlineData("cart.Name ??= \"a\";")]
    [InlineData("cart.Name = \"a\"; Console.WriteLine(cart.Name);")]
    [InlineData("cart.Lines[0].Quantity = 2; Console.WriteLine(cart.Lines[0].Quantity);")]
    [InlineData("Rename(cart); Console.WriteLine(cart.Name);")]
    [InlineData("cart.Lines.RemoveAt(0); foreach (var line in cart.Lines) Console.WriteLine(line.Id);")]
    [InlineData("cart.Lines.RemoveAt(0); Console.WriteLine(cart.Lines.First().Id);")]
    [InlineData("cart.Lines.RemoveAt(0); Console.WriteLine(string.Join(\",\", cart.Lines.Select(line => line.Id)));")]
    [InlineData("for (var i = 0; i < 3; i++) { Console.WriteLine(cart.Lines.First().Id); cart.Lines.RemoveAt(0); }")]
    [InlineData("while (cart.Lines.Count > 0) { Console.WriteLine(cart.Lines.First().Id); cart.Lines.RemoveAt(0); }")]
    [InlineData("do { Console.WriteLine(cart.Lines.First().Id); cart.Lines.RemoveAt(0); } while (cart.Lines.Count > 0);")]
    [InlineData("foreach (var number in Enumerable.Range(0, 3)) { Console.WriteLine(cart.Lines.First().Id); cart.Lines.RemoveAt(0); }")]
    [InlineData("cart.Lines.ToList().Clear();")]
    [InlineData("cart.Lines.ToArray()[0] = new CartLine();")]
    [InlineData("cart.Lines.ToArray()[0] = new CartLine(); var lines = cart.Lines.ToList(); lines.Add(new CartLine());")]
    [InlineData("cart.Lines.GetRange(0, 1).Clear();")]
    [InlineData("cart.Lines.ConvertAll(line => line).Clear();")]
    [InlineData("cart.Lines.ToHashSet().Clear();")]
    [InlineData("cart.Lines.ToDictionary(line => line.Id).Clear();")]
    [InlineData("cart.Lines.Where(line => line.Id > 0).ToList().Clear();")]
    [InlineData("cart.Lines.RemoveAt(0); Keep(cart);")]
    [InlineData("cart.Lines.RemoveAt(0); _kept = cart;")]
    [InlineData("cart.Lines.RemoveAt(0); ViewBag.Cart = cart;")]
    [InlineData("cart.Lines.RemoveAt(0); var holder = new { cart };")]
    [InlineData("cart.Lines.RemoveAt(0); var both = (cart, other);")]
    [InlineData("cart.Lines.RemoveAt(0); Cart[] all = { cart };")]
    [InlineData("cart.Lines.RemoveAt(0); new List<Cart>().Add(cart);")]
    [InlineData("cart.Lines.RemoveAt(0); other.Lines.Insert(0, cart.Lines[0]);")]
    [InlineData("cart.Lines.RemoveAt(0); Func<Cart> later = () => cart;")]
    [InlineData("cart.Lines.RemoveAt(0); Action later = cart.Lines.Clear;")]
    [InlineData("cart.Lines.RemoveAt(0); ByReference(ref cart);")]
    [InlineData("cart.Lines.RemoveAt(0); Stored(cart.Lines);")]
    [InlineData("cart.Lines.RemoveAt(0); Response.RegisterForDispose(new Lease(cart));")]
    [InlineData("cart.Lines.RemoveAt(0); var json = JsonResult(cart);")]
    [InlineData("AddTimes(cart, 3);")]
    [InlineData("AddDeep(cart, 1); void AddDeep(Cart local, int more) => AddMore(local);")]
    [InlineData("var (first, second) = (cart, other); first.Lines.Clear();")]
    public Task What_is_no_change_or_may_be_for_something_else_is_not_reported(string statements) => Verified(CartAction(statements));

    [Theory]
    [InlineData("Stack<int>", "[|item.Push(1)|];")]
    [InlineData("Stack<int>", "[|item.Pop()|];")]
    [InlineData("Queue<int>", "[|item.Enqueue(1)|];")]
    [InlineData("Queue<int>", "[|item.Dequeue()|];")]
    [InlineData("HashSet<int>", "[|item.UnionWith(new[] { 1 })|];")]
    [InlineData("LinkedList<int>", "[|item.AddFirst(1)|];")]
    [InlineData("System.Collections.Concurrent.ConcurrentDictionary<string, int>", "[|item.AddOrUpdate(\"a\", 1, (_, old) => old + 1)|];")]
    [InlineData("List<int>", "[|item.InsertRange(0, new[] { 1 })|];")]
    [InlineData("List<int>", "[|item.RemoveRange(0, 1)|];")]
    [InlineData("LinkedList<int>", "[|item.AddLast(1)|];")]
    [InlineData("LinkedList<int>", "[|item.RemoveFirst()|];")]
    [InlineData("LinkedList<int>", "[|item.RemoveLast()|];")]
    [InlineData("HashSet<int>", "[|item.RemoveWhere(number => number > 1)|];")]
    [InlineData("HashSet<int>", "[|item.ExceptWith(new[] { 1 })|];")]
    [InlineData("HashSet<int>", "[|item.IntersectWith(new[] { 1 })|];")]
    [InlineData("HashSet<int>", "[|item.SymmetricExceptWith(new[] { 1 })|];")]
    [InlineData("List<int>", "[|item.Add(1)|]; Console.WriteLine(item.Count());")]
    [InlineData("List<int>", "[|item.Add(1)|]; Console.WriteLine(item.LongCount());")]
    [InlineData("List<int>", "[|item.Add(1)|]; Console.WriteLine(item.Average());")]
    [InlineData("List<int>", "[|item.Add(1)|]; Console.WriteLine(item.Min());")]
    [InlineData("List<int>", "[|item.Add(1)|]; Console.WriteLine(item.Max());")]
    [InlineData("List<int>", "[|item.Add(1)|]; Console.WriteLine(item.EnsureCapacity(4));")]
    [InlineData("List<int>", "[|item.Add(1)|]; item.TrimExcess();")]
    [InlineData("int[]", "[|item[0] = 1|];")]
    [InlineData("int[]", "[|item[0]++|];")]
    [InlineData("CartLine[]", "[|item[0].Quantity++|];")]
    [InlineData("Dictionary<string, int>", "[|item[\"a\"] = 1|];")]
    [InlineData("Dictionary<string, int>", "[|item[\"a\"]++|];")]
    [InlineData("Dictionary<string, int>", "[|item.TryAdd(\"a\", 1)|];")]
    [InlineData("Dictionary<string, CartLine>", "if (item.TryGetValue(\"a\", out var line)) [|line.Quantity++|];")]
    [InlineData("Dictionary<string, CartLine>", "CartLine? line; if (item.TryGetValue(\"a\", out line)) [|line.Quantity++|];")]
    [InlineData("Dictionary<string, CartLine>", "foreach (var pair in item) [|pair.Value.Quantity++|];")]
    [InlineData("Dictionary<string, CartLine>", "foreach (var line in item.Values) [|line.Quantity++|];")]
    [InlineData("List<(CartLine Line, int Rank)>", "foreach (var pair in item) [|pair.Line.Quantity++|];")]
    [InlineData("Order", "[|item.Total = 3|];")]
    [InlineData("Order", "[|item.Add(3)|];")]
    [InlineData("Order", "[|item.AddTwice(3)|];")]
    [InlineData("Order", "Console.WriteLine(item.Count()); [|item.Add(3)|];")]
    [InlineData("Order", "Console.WriteLine(item.GetHashCode()); [|item.Add(3)|];")]
    public Task A_change_of_another_kind_of_object_is_lost(string type, string statements) => Verified(ObjectAction(type, statements));

    [Theory]
    [InlineData("Stack<int>", "var top = item.Pop(); Console.WriteLine(top);")]
    [InlineData("Queue<int>", "Console.WriteLine(item.Peek());")]
    [InlineData("string", "item = item.Trim();")]
    [InlineData("System.Collections.Immutable.ImmutableList<int>", "item.Add(1);")]
    [InlineData("byte[]", "item[0] = 1;")]
    [InlineData("Point", "item.X = 1;")]
    [InlineData("Order", "item.Add(3); item.Overridable();")]
    [InlineData("Order", "item.Add(3); item.Save();")]
    [InlineData("Order", "item.Add(3); item.Changed += (_, _) => { };")]
    [InlineData("Order", "Console.WriteLine(item.Count());")]
    [InlineData("Order", "var seen = item.Total;")]
    [InlineData("Dictionary<string, CartLine>", "if (item.TryGetValue(\"a\", out _)) Console.WriteLine();")]
    public Task What_is_no_change_of_another_kind_of_object_is_not_reported(string type, string statements) => Verified(ObjectAction(type, statements));

    [Theory]
    [InlineData("var items = System.Text.Json.JsonSerializer.Deserialize<List<int>>(HttpContext.Session.GetString(\"a\") ?? \"[]\")!; [|items.Add(1)|];")]
    [InlineData("string? json; json = HttpContext.Session.GetString(\"a\"); var items = System.Text.Json.JsonSerializer.Deserialize<List<int>>(json!)!; [|items.Add(1)|];")]
    [InlineData("var json = HttpContext.Session.GetString(\"a\"); if (json is not null) { var items = JsonConvert.DeserializeObject<List<int>>(json); [|items.Add(1)|]; }")]
    [InlineData("if (HttpContext.Session.TryGetValue(\"a\", out var bytes)) { var items = System.Text.Json.JsonSerializer.Deserialize<List<int>>(bytes)!; [|items.Add(1)|]; }")]
    [InlineData("byte[]? bytes; HttpContext.Session.TryGetValue(\"a\", out bytes); var items = System.Text.Json.JsonSerializer.Deserialize<List<int>>(bytes!)!; [|items.Add(1)|];")]
    [InlineData("var bytes = HttpContext.Session.Get(\"a\"); var items = System.Text.Json.JsonSerializer.Deserialize<List<int>>((ReadOnlySpan<byte>)bytes)!; [|items.Add(1)|];")]
    [InlineData("if (HttpContext.Session.TryGetObject<Cart>(\"a\", out var found)) { [|found!.Lines.Clear()|]; }")]
    [InlineData("[|HttpContext.Session.GetObjectFromJson<Cart>(\"a\")!.Lines.Clear()|];")]
    [InlineData("[|Current.Lines.Clear()|];")]
    [InlineData("[|Load().Lines.Clear()|];")]
    public Task An_object_is_made_of_what_was_read(string statements) => Verified(ReadingAction(statements));

    [Theory]
    [InlineData("var items = System.Text.Json.JsonSerializer.Deserialize<List<int>>(\"[]\")!; items.Add(HttpContext.Session.GetInt32(\"a\") ?? 0);")]
    [InlineData("var json = HttpContext.Session.GetString(\"a\"); var items = System.Text.Json.JsonSerializer.Deserialize<List<int>>(\"[]\" + Console.ReadLine())!; items.Add(1);")]
    [InlineData("var text = System.Text.Json.JsonSerializer.Deserialize<string>(HttpContext.Session.GetString(\"a\")!)!; text = text.Trim();")]
    [InlineData("var items = Parsed(HttpContext.Session.GetString(\"a\")); items.Add(1);")]
    [InlineData("if (HttpContext.Session.TryGetValue(\"a\", out _)) { var items = System.Text.Json.JsonSerializer.Deserialize<List<int>>(\"[]\")!; items.Add(1); }")]
    [InlineData("if (HttpContext.Session.TryGetObject<string>(\"a\", out var found)) { found = found!.Trim(); }")]
    [InlineData("Kept().Lines.Clear();")]
    [InlineData("Recorded.Lines.Clear();")]
    public Task An_object_that_is_not_made_of_what_was_read_or_is_kept_is_not_reported(string statements) => Verified(ReadingAction(statements));

    [Fact]
    public Task A_variable_outside_of_the_endpoint_may_be_used_by_others() => Verify.Analyzer<MutationNotWrittenBack>(
        """
        var app = WebApplication.Create(args);
        List<int>? last = null;
        app.MapPost("/kept", (HttpContext context, int id) =>
        {
            last = context.Session.GetObjectFromJson<List<int>>("cart")!;
            last.Add(id);
        });
        app.MapPost("/lost", (HttpContext context, int id) =>
        {
            List<int>? own = null;
            own = context.Session.GetObjectFromJson<List<int>>("cart")!;
            [|own.Add(id)|];
            app.Logger.LogInformation("added");
        });
        app.MapGet("/last", () => last);
        app.Run();
        """ + SessionSources.Wrappers);

    [Fact]
    public Task An_extension_of_another_project_keeps_nothing() => Verify.Analyzer<MutationNotWrittenBack>(test =>
    {
        test.AddDocument("Test.cs", "public class Shop { public void Add(ISession session, Store store) { [|session.Load(\"cart\").Add(1)|]; [|Store.Of(session, \"cart\").Add(2)|]; store.Load(session, \"other\").Add(1); } }");
        test.Project.References("Shop");
        test.AddProject("Shop").AddDocument("Store.cs",
            """
            public static class Sessions
            {
                public static List<int> Load(this ISession session, string key) => new();
            }

            public class Store
            {
                public static List<int> Of(ISession session, string key) => new();

                public List<int> Load(ISession session, string key) => new();
            }
            """);
    });

    private static string CartAction(string statements) =>
        $$"""
            private static Cart? _kept;

            public void Change(int id, Cart other)
            {
                var cart = HttpContext.Session.GetObjectFromJson<Cart>("cart");
                {{statements}}
            }

            private static void AddTo(Cart cart) => cart.Lines.Add(new CartLine());

            private static void AddTwice(Cart cart)
            {
                AddTo(cart);
                AddTo(cart);
            }

            private static void AddTimes(Cart cart, int times)
            {
                if (times > 0)
                {
                    AddTo(cart);
                    AddTimes(cart, times - 1);
                }
            }

            private static void AddMore(Cart cart) => AddStillMore(cart);

            private static void AddStillMore(Cart cart) => AddEvenMore(cart);

            private static void AddEvenMore(Cart cart) => AddAtLast(cart);

            private static void AddAtLast(Cart cart) => AddTo(cart);

            private static Cart Filled(Cart cart)
            {
                AddTo(cart);
                return cart;
            }

            private static CartLine Pick(Cart cart) => cart.Lines[0];

            private static void Rename(Cart cart) => cart.Name = "a";

            private static void Keep(Cart cart) => _kept = cart;

            private static void Stored(IReadOnlyList<CartLine> lines) => _kept = new Cart { Lines = lines.ToList() };

            private static void ByReference(ref Cart? cart) => _kept = cart;

            protected virtual object JsonResult(Cart cart) => cart;

            private sealed class Lease(Cart cart) : IDisposable
            {
                public void Dispose() => cart.Lines.Clear();
            }
        }

        public static class Carts
        {
            public static void Extended(this Cart? cart) => cart!.Lines.Add(new CartLine());
        """;

    private static string ObjectAction(string type, string statements) =>
        $$"""
            public void Change()
            {
                var item = HttpContext.Session.GetObjectFromJson<{{type}}>("a")!;
                {{statements}}
            }
        }

        public struct Point
        {
            public int X { get; set; }
        }

        public class Order
        {
            private readonly List<int> _amounts = new();

            public event EventHandler? Changed;

            public int Total
            {
                get => _amounts.Sum();
                set => _amounts.Add(value);
            }

            public void Add(int amount) => _amounts.Add(amount);

            public void AddTwice(int amount)
            {
                Add(amount);
                this.Add(amount);
            }

            public int Count() => _amounts.Count;

            public virtual void Overridable() => Changed?.Invoke(this, EventArgs.Empty);

            public void Save() => Orders.All.Add(this);

            public override int GetHashCode() => Count();
        }

        public static class Orders
        {
            public static List<Order> All { get; } = new();
        """;

    private static string ReadingAction(string statements) =>
        $$"""
            private static Cart? _cart;

            public void Change()
            {
                {{statements}}
            }

            private Cart Current => HttpContext.Session.GetObjectFromJson<Cart>("a") ?? new Cart();

            private Cart Load()
            {
                var cart = Current;
                return cart;
            }

            private Cart Kept() => _cart = Current;

            private Cart Recorded
            {
                get
                {
                    var cart = Current;
                    HttpContext.Items["cart"] = cart;
                    return cart;
                }
            }

            private static List<int> Parsed(string? text) => new();
        }

        public static class JsonConvert
        {
            public static T DeserializeObject<T>(string text) => throw new NotImplementedException(text);
        """;

    private static Task Verified(string members) => Verify.Analyzer<MutationNotWrittenBack>(SessionSources.Controller(members));
}
