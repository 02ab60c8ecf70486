using LeakyShop.Infrastructure;
using LeakyShop.Models;
using LeakyShop.Services;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace LeakyShop.Pages;

public class SearchModel(ProductCatalog catalog) : PageModel
{
    public string Term { get; private set; } = "";

    public IReadOnlyList<Product> Results { get; private set; } = [];

    public IReadOnlyList<string> History { get; private set; } = [];

    public async Task OnGetAsync(string? term)
    {
        var history = HttpContext.Session.GetObjectFromJson<List<string>>("SearchHistory") ?? new List<string>();
        if (!string.IsNullOrWhiteSpace(term))
        {
            Term = term;
            Results = await catalog.SearchAsync(term);
            history.Add(term);
            HttpContext.Session.SetObjectAsJson("SearchHistory", history);
        }

        History = history;
    }
}
