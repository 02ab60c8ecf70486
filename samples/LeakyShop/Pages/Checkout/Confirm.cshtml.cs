using LeakyShop.Infrastructure;
using LeakyShop.Models;
using LeakyShop.Services;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace LeakyShop.Pages.Checkout;

public class ConfirmModel(OrderBook orders, ILogger<ConfirmModel> logger) : PageModel
{
    public CheckoutDetails Details { get; private set; } = new();

    public List<CartLine> Lines { get; private set; } = [];

    public void OnGet()
    {
        Details = HttpContext.Session.GetObjectFromJson<CheckoutDetails>(SessionKeys.Checkout) ?? new CheckoutDetails();
        Lines = HttpContext.Session.GetObjectFromJson<List<CartLine>>(SessionKeys.Cart) ?? new List<CartLine>();
    }

    public IActionResult OnPost()
    {
        var details = HttpContext.Session.GetObjectFromJson<CheckoutDetails>(SessionKeys.Checkout);
        var lines = HttpContext.Session.GetObjectFromJson<List<CartLine>>(SessionKeys.Cart);
        if (details?.Name == null || lines == null || lines.Count == 0)
        {
            return RedirectToPage("Address");
        }

        var order = orders.Place(details, lines);
        logger.LogInformation("Order {Number} was placed in session {SessionId}", order.Number, HttpContext.Session.Id);
        HttpContext.Session.Remove(SessionKeys.Cart);
        HttpContext.Session.Remove(SessionKeys.Checkout);

        return RedirectToPage("Done", new { number = order.Number });
    }
}
