using LeakyShop.Infrastructure;
using LeakyShop.Models;
using LeakyShop.Services;
using Microsoft.AspNetCore.Mvc;

namespace LeakyShop.Controllers;

public class HomeController(ProductCatalog catalog, LoyaltyService loyalty) : Controller
{
    public IActionResult Index()
    {
        var visits = HttpContext.Session.GetInt32(SessionKeys.Visits) ?? 0;
        visits++;
        HttpContext.Session.SetInt32(SessionKeys.Visits, visits);

        return View(new HomeViewModel
        {
            Products = catalog.Products,
            Visits = visits,
            LoyaltyPoints = loyalty.GetPoints(),
            LastProduct = int.TryParse(Request.Cookies["LastProduct"], out var id) ? catalog.Find(id) : null,
        });
    }

    public IActionResult Visits()
    {
        return Json(new { visits = HttpContext.Session.GetInt32(SessionKeys.Visits) ?? 0 });
    }

    [HttpPost]
    public IActionResult CheckIn()
    {
        loyalty.AddPoints(10);
        return RedirectToAction(nameof(Index));
    }

    public IActionResult Points()
    {
        return Json(new { points = loyalty.GetPoints() });
    }

    [HttpPost]
    public IActionResult DismissBanner()
    {
        HttpContext.Session.SetString("BannerDismissed", "true");
        return RedirectToAction(nameof(Index));
    }
}
