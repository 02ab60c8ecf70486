using LeakyShop.Models;
using LeakyShop.Services;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace LeakyShop.Pages.Checkout;

public class DoneModel(OrderBook orders) : PageModel
{
    public Order Order { get; private set; } = null!;

    public IActionResult OnGet(int number)
    {
        var order = orders.Find(number);
        if (order == null)
        {
            return NotFound();
        }

        Order = order;
        return Page();
    }
}
