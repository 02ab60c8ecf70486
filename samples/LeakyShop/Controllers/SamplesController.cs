using LeakyShop.Infrastructure;
using LeakyShop.Models;
using LeakyShop.Services;
using Microsoft.AspNetCore.Mvc;

namespace LeakyShop.Controllers;

public class SamplesController(ProductCatalog catalog) : Controller
{
    private static readonly object SamplesLock = new();

    public IActionResult Index()
    {
        return View(new SamplesViewModel
        {
            Products = catalog.Products,
            Requested = HttpContext.Session.GetObjectFromJson<List<int>>("Samples") ?? new List<int>(),
        });
    }

    [HttpPost]
    public IActionResult Send(int id)
    {
        lock (SamplesLock)
        {
            var samples = HttpContext.Session.GetObjectFromJson<List<int>>("Samples") ?? new List<int>();
            samples.Add(id);
            HttpContext.Session.SetObjectAsJson("Samples", samples);
        }

        return RedirectToAction(nameof(Index));
    }
}
