using Microsoft.AspNetCore.Mvc;

namespace LeakyShop.Controllers;

public class PartnerController : Controller
{
    public IActionResult Enter(string id)
    {
        // The shop is shown in a frame on the partner's pages.
        Response.Cookies.Append("Partner", id, new CookieOptions
        {
            HttpOnly = true,
            SameSite = SameSiteMode.None,
            MaxAge = TimeSpan.FromDays(30),
        });

        return RedirectToAction("Index", "Home");
    }
}
