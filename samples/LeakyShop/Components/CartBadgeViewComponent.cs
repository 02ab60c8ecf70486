using LeakyShop.Infrastructure;
using LeakyShop.Models;
using LeakyShop.Services;
using Microsoft.AspNetCore.Mvc;

namespace LeakyShop.Components;

public class CartBadgeViewComponent(CarrierClient carrier) : ViewComponent
{
    public async Task<IViewComponentResult> InvokeAsync()
    {
        var threshold = await carrier.GetFreeShippingThresholdAsync();
        var cart = HttpContext.Session.GetObjectFromJson<List<CartLine>>(SessionKeys.Cart) ?? new List<CartLine>();
        return View(new CartBadgeViewModel(cart.Sum(line => line.Quantity), cart.Sum(line => line.Total) >= threshold));
    }
}
