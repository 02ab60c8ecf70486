using Microsoft.AspNetCore.Mvc;

namespace LeakyShop.Controllers;

public class CurrencyController : Controller
{
    public IActionResult Choose(string id)
    {
        // Prices are shown on the product pages only.
        Response.Cookies.Append("__Host-Currency", id, new CookieOptions
        {
            HttpOnly = true,
            Secure = true,
            Path = "/Products",
        });

        return RedirectToAction("Index", "Home");
    }
}
