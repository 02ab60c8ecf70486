using System.Text.Json;
using LeakyShop.Services;
using Microsoft.AspNetCore.Mvc;

namespace LeakyShop.Controllers;

public class WishlistController : Controller
{
    private const string WishlistKey = "Wishlist";

    private readonly ProductCatalog _catalog;

    public WishlistController(ProductCatalog catalog)
    {
        _catalog = catalog;
    }

    public IActionResult Index()
    {
        var wishlist = GetWishlist();
        return View(_catalog.Products.Where(product => wishlist.Contains(product.Id)).ToList());
    }

    [HttpPost]
    public IActionResult Add(int id)
    {
        var wishlist = GetWishlist();
        if (!wishlist.Contains(id))
        {
            wishlist.Add(id);
        }

        SaveWishlist(wishlist);
        return RedirectToAction(nameof(Index));
    }

    [HttpPost]
    public IActionResult Remove(int id)
    {
        var wishlist = GetWishlist();
        wishlist.Remove(id);
        SaveWishlist(wishlist);
        return RedirectToAction(nameof(Index));
    }

    private List<int> GetWishlist()
    {
        var json = HttpContext.Session.GetString(WishlistKey);
        if (string.IsNullOrEmpty(json))
        {
            return new List<int>();
        }

        return JsonSerializer.Deserialize<List<int>>(json) ?? new List<int>();
    }

    private void SaveWishlist(List<int> wishlist)
    {
        HttpContext.Session.SetString(WishlistKey, JsonSerializer.Serialize(wishlist));
    }
}
