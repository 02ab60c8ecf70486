using LeakyShop.Infrastructure;
using LeakyShop.Models;
using LeakyShop.Services;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace LeakyShop.Pages;

public class CompareModel(ProductCatalog catalog) : PageModel
{
    public List<int> Compared => HttpContext.Session.GetObjectFromJson<List<int>>("Compared") ?? new List<int>();

    public IReadOnlyList<Product> Products => catalog.Products;

    public IActionResult OnPost(int id)
    {
        var compared = Compared;
        if (!compared.Contains(id))
        {
            compared.Add(id);
        }

        HttpContext.Session.SetObjectAsJson("Compared", compared);
        return RedirectToPage();
    }
}
