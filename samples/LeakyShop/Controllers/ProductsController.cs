using LeakyShop.Infrastructure;
using LeakyShop.Models;
using LeakyShop.Services;
using Microsoft.AspNetCore.Mvc;

namespace LeakyShop.Controllers;

public class ProductsController(ProductCatalog catalog, ReviewBook reviews) : Controller
{
    public IActionResult Details(int id)
    {
        var product = catalog.Find(id);
        if (product == null)
        {
            return NotFound();
        }

        var viewed = HttpContext.Session.GetObjectFromJson<List<int>>(SessionKeys.RecentlyViewed) ?? new List<int>();
        viewed.Remove(id);
        viewed.Insert(0, id);
        if (viewed.Count > 5)
        {
            viewed.RemoveAt(5);
        }

        HttpContext.Session.SetObjectAsJson(SessionKeys.RecentlyViewed, viewed);
        Response.Cookies.Append("LastProduct", id.ToString());

        return View(new ProductViewModel
        {
            Product = product,
            RecentlyViewed = catalog.Products.Where(p => p.Id != id && viewed.Contains(p.Id)).ToList(),
            Reviews = reviews.For(id),
        });
    }

    public IActionResult RecentlyViewed()
    {
        return Json(HttpContext.Session.GetObjectFromJson<List<int>>(SessionKeys.RecentlyViewed) ?? new List<int>());
    }

    [HttpPost]
    public IActionResult Review(int id, int stars, string text)
    {
        var key = "Reviewed_" + id;
        if (HttpContext.Session.GetString(key) == null)
        {
            HttpContext.Session.SetString(key, "true");
            reviews.Add(new Review(id, stars, text));
        }

        return RedirectToAction(nameof(Details), new { id });
    }
}
