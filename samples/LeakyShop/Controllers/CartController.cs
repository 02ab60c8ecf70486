using LeakyShop.Infrastructure;
using LeakyShop.Models;
using LeakyShop.Services;
using Microsoft.AspNetCore.Mvc;

namespace LeakyShop.Controllers;

public class CartController(ProductCatalog catalog, CarrierClient carrier) : Controller
{
    private List<CartLine> Cart => HttpContext.Session.GetObjectFromJson<List<CartLine>>(SessionKeys.Cart) ?? new List<CartLine>();

    public IActionResult Index()
    {
        return View(Cart);
    }

    [HttpPost]
    public IActionResult Add(int id, int quantity = 1)
    {
        var product = catalog.Find(id);
        if (product == null)
        {
            return NotFound();
        }

        var cart = Cart;
        var line = cart.FirstOrDefault(l => l.ProductId == id);
        if (line == null)
        {
            cart.Add(new CartLine
            {
                ProductId = product.Id,
                Name = product.Name,
                Price = product.Price,
                Quantity = quantity,
            });
        }
        else
        {
            line.Quantity += quantity;
        }

        HttpContext.Session.SetObjectAsJson(SessionKeys.Cart, cart);
        return RedirectToAction(nameof(Index));
    }

    [HttpPost]
    public IActionResult ChangeQuantity(int id, int quantity)
    {
        var cart = Cart;
        var line = cart.FirstOrDefault(l => l.ProductId == id);
        if (line != null)
        {
            line.Quantity = Math.Max(1, quantity);
        }

        HttpContext.Session.SetObjectAsJson(SessionKeys.Cart, cart);
        return RedirectToAction(nameof(Index));
    }

    [HttpPost]
    public IActionResult Remove(int id)
    {
        var cart = Cart;
        cart.RemoveAll(l => l.ProductId == id);
        HttpContext.Session.SetObjectAsJson(SessionKeys.Cart, cart);
        return RedirectToAction(nameof(Index));
    }

    [HttpPost]
    public IActionResult Clear()
    {
        HttpContext.Session.Remove(SessionKeys.Cart);
        return RedirectToAction(nameof(Index));
    }

    [HttpPost]
    public async Task<IActionResult> Quote(string postcode)
    {
        var quotes = HttpContext.Session.GetInt32("QuoteRequests") ?? 0;
        var price = await carrier.GetQuoteAsync(postcode);
        HttpContext.Session.SetInt32("QuoteRequests", quotes + 1);

        return Json(new { postcode, price });
    }

    public IActionResult QuoteRequests()
    {
        return Json(new { quoteRequests = HttpContext.Session.GetInt32("QuoteRequests") ?? 0 });
    }
}
