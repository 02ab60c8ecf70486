using LeakyShop.Infrastructure;
using LeakyShop.Models;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace LeakyShop.Pages.Checkout;

public class DeliveryModel : PageModel
{
    [BindProperty]
    public string Delivery { get; set; } = "Standard";

    public void OnGet()
    {
        var details = HttpContext.Session.GetObjectFromJson<CheckoutDetails>(SessionKeys.Checkout);
        Delivery = details?.Delivery ?? "Standard";
    }

    public IActionResult OnPost()
    {
        var details = HttpContext.Session.GetObjectFromJson<CheckoutDetails>(SessionKeys.Checkout) ?? new CheckoutDetails();
        details.Delivery = Delivery;
        HttpContext.Session.SetObjectAsJson(SessionKeys.Checkout, details);

        return RedirectToPage("Confirm");
    }
}
