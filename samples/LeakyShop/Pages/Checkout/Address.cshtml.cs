using System.ComponentModel.DataAnnotations;
using LeakyShop.Infrastructure;
using LeakyShop.Models;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace LeakyShop.Pages.Checkout;

public class AddressModel : PageModel
{
    [BindProperty, Required]
    public string Name { get; set; } = "";

    [BindProperty, Required]
    public string Street { get; set; } = "";

    [BindProperty, Required]
    public string City { get; set; } = "";

    public void OnGet()
    {
        var details = HttpContext.Session.GetObjectFromJson<CheckoutDetails>(SessionKeys.Checkout);
        Name = details?.Name ?? "";
        Street = details?.Street ?? "";
        City = details?.City ?? "";
    }

    public IActionResult OnPost()
    {
        if (!ModelState.IsValid)
        {
            return Page();
        }

        var details = HttpContext.Session.GetObjectFromJson<CheckoutDetails>(SessionKeys.Checkout) ?? new CheckoutDetails();
        details.Name = Name;
        details.Street = Street;
        details.City = City;
        HttpContext.Session.SetObjectAsJson(SessionKeys.Checkout, details);

        return RedirectToPage("Delivery");
    }
}
