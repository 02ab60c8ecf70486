using SessionAnalyzers.Reliability;
using SessionAnalyzers.Tests.Concurrency;
using SessionAnalyzers.Tests.Verification;
using Xunit;

namespace SessionAnalyzers.Tests.Reliability;

public sealed class MutationNotWrittenBackCodeFixTests
{
    [Fact]
    public Task The_wrapper_beside_the_reader_writes_back() => Fixes(
        """
            public IActionResult Add(int id)
            {
                var cart = HttpContext.Session.GetObjectFromJson<Cart>("cart") ?? new Cart();
                {|SESS3001:cart.Lines.Add(new CartLine { Id = id })|}; // one more
                return RedirectToAction("Index");
            }
        """,
        """
            public IActionResult Add(int id)
            {
                var cart = HttpContext.Session.GetObjectFromJson<Cart>("cart") ?? new Cart();
                cart.Lines.Add(new CartLine { Id = id }); // one more
                HttpContext.Session.SetObjectAsJson("cart", cart);
                return RedirectToAction("Index");
            }
        """);

    [Fact]
    public Task The_object_is_written_after_its_last_change() => Fixes(
        """
            private const string Key = "cart";

            public IActionResult Rename(string name)
            {
                var cart = HttpContext.Session.GetObjectFromJson<Cart>(Key) ?? new Cart();
                {|SESS3001:cart.Lines.Clear()|};
                // A new name for an empty cart.
                cart.Name = name;
                return Ok();
            }
        """,
        """
            private const string Key = "cart";

            public IActionResult Rename(string name)
            {
                var cart = HttpContext.Session.GetObjectFromJson<Cart>(Key) ?? new Cart();
                cart.Lines.Clear();
                // A new name for an empty cart.
                cart.Name = name;
                HttpContext.Session.SetObjectAsJson(Key, cart);
                return Ok();
            }
        """);

    [Fact]
    public Task A_loop_is_left_before_the_object_is_written() => Fixes(
        """
            public IActionResult Double()
            {
                var cart = HttpContext.Session.GetObjectFromJson<Cart>("cart")!;
                foreach (var line in cart.Lines)
                {
                    {|SESS3001:line.Quantity *= 2|};
                }

                return Ok();
            }
        """,
        """
            public IActionResult Double()
            {
                var cart = HttpContext.Session.GetObjectFromJson<Cart>("cart")!;
                foreach (var line in cart.Lines)
                {
                    line.Quantity *= 2;
                }
                HttpContext.Session.SetObjectAsJson("cart", cart);

                return Ok();
            }
        """);

    [Fact]
    public Task A_branch_that_changes_the_object_writes_it() => Fixes(
        """
            public IActionResult Rename(string? name)
            {
                var cart = HttpContext.Session.GetObjectFromJson<Cart>("cart") ?? new Cart();
                if (name is not null)
                {
                    {|SESS3001:cart.Name = name|};
                }

                return Ok();
            }
        """,
        """
            public IActionResult Rename(string? name)
            {
                var cart = HttpContext.Session.GetObjectFromJson<Cart>("cart") ?? new Cart();
                if (name is not null)
                {
                    cart.Name = name;
                    HttpContext.Session.SetObjectAsJson("cart", cart);
                }

                return Ok();
            }
        """);

    [Fact]
    public Task What_a_property_returns_gets_a_name() => Fixes(
        """
            private List<CartLine> Lines
            {
                get => HttpContext.Session.GetObjectFromJson<List<CartLine>>("cart") ?? new();
                set => HttpContext.Session.SetObjectAsJson("cart", value);
            }

            public IActionResult Remove(int id)
            {
                {|SESS3001:Lines.RemoveAll(line => line.Id == id)|};
                return RedirectToAction("Index");
            }
        """,
        """
            private List<CartLine> Lines
            {
                get => HttpContext.Session.GetObjectFromJson<List<CartLine>>("cart") ?? new();
                set => HttpContext.Session.SetObjectAsJson("cart", value);
            }

            public IActionResult Remove(int id)
            {
                var lines = Lines;
                lines.RemoveAll(line => line.Id == id);
                Lines = lines;
                return RedirectToAction("Index");
            }
        """);

    [Fact]
    public Task A_private_saver_is_called() => Fixes(
        """
            public IActionResult Add(int id)
            {
                var cart = GetCart();
                {|SESS3001:cart.Lines.Add(new CartLine { Id = id })|};
                return RedirectToAction("Index");
            }

            private Cart GetCart() => HttpContext.Session.GetObjectFromJson<Cart>("cart") ?? new Cart();

            private void SaveCart(Cart cart) => HttpContext.Session.SetObjectAsJson("cart", cart);
        """,
        """
            public IActionResult Add(int id)
            {
                var cart = GetCart();
                cart.Lines.Add(new CartLine { Id = id });
                SaveCart(cart);
                return RedirectToAction("Index");
            }

            private Cart GetCart() => HttpContext.Session.GetObjectFromJson<Cart>("cart") ?? new Cart();

            private void SaveCart(Cart cart) => HttpContext.Session.SetObjectAsJson("cart", cart);
        """);

    [Fact]
    public Task What_was_deserialised_in_place_is_serialised_in_place() => Fixes(
        """
            public IActionResult Add(int id)
            {
                var json = HttpContext.Session.GetString("ids");
                var ids = json is null ? new List<int>() : System.Text.Json.JsonSerializer.Deserialize<List<int>>(json)!;
                {|SESS3001:ids.Add(id)|};
                return RedirectToAction("Index");
            }
        """,
        """
            public IActionResult Add(int id)
            {
                var json = HttpContext.Session.GetString("ids");
                var ids = json is null ? new List<int>() : System.Text.Json.JsonSerializer.Deserialize<List<int>>(json)!;
                ids.Add(id);
                HttpContext.Session.SetString("ids", System.Text.Json.JsonSerializer.Serialize(ids));
                return RedirectToAction("Index");
            }
        """);

    [Fact]
    public Task Two_objects_are_both_written() => Fixes(
        """
            public IActionResult Move(int id)
            {
                var from = HttpContext.Session.GetObjectFromJson<List<int>>("from") ?? new();
                var to = HttpContext.Session.GetObjectFromJson<List<int>>("to") ?? new();
                {|SESS3001:from.Remove(id)|};
                {|SESS3001:to.Add(id)|};
                return Ok();
            }
        """,
        """
            public IActionResult Move(int id)
            {
                var from = HttpContext.Session.GetObjectFromJson<List<int>>("from") ?? new();
                var to = HttpContext.Session.GetObjectFromJson<List<int>>("to") ?? new();
                from.Remove(id);
                HttpContext.Session.SetObjectAsJson("from", from);
                to.Add(id);
                HttpContext.Session.SetObjectAsJson("to", to);
                return Ok();
            }
        """);

    [Fact]
    public Task An_object_that_may_be_absent_is_left_to_the_developer() => NotFixed(
        """
            public IActionResult Clear()
            {
                var cart = HttpContext.Session.GetObjectFromJson<Cart>("cart");
                {|SESS3001:cart?.Lines.Clear()|};
                return Ok();
            }
        """);

    [Fact]
    public Task A_reader_without_a_writer_is_left_to_the_developer() => NotFixed(
        """
            public IActionResult Add(int id)
            {
                var cart = GetCart();
                {|SESS3001:cart.Lines.Add(new CartLine { Id = id })|};
                return Ok();
            }

            private Cart GetCart() => HttpContext.Session.GetObjectFromJson<Cart>("cart") ?? new Cart();
        """);

    [Fact]
    public Task A_way_out_between_changes_is_left_to_the_developer() => NotFixed(
        """
            public IActionResult Add(int id)
            {
                var ids = HttpContext.Session.GetObjectFromJson<List<int>>("ids") ?? new();
                {|SESS3001:ids.Add(id)|};
                if (ids.Count > 10)
                {
                    return BadRequest();
                }

                ids.Add(0);
                return Ok();
            }
        """);

    private static Task NotFixed(string source) => Verify.NoCodeFix<MutationNotWrittenBack, MutationNotWrittenBackCodeFix>(SessionSources.Controller(source));

    private static Task Fixes(string source, string fixedSource) =>
        Verify.CodeFix<MutationNotWrittenBack, MutationNotWrittenBackCodeFix>(SessionSources.Controller(source), SessionSources.Controller(fixedSource));
}
