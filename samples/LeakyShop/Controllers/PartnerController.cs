using LeakyShop.Services;
using Microsoft.AspNetCore.Mvc;

namespace LeakyShop.Controllers;

public class PartnerController(PartnerTokens tokens) : Controller
{
    public IActionResult Enter(string id)
    {
        // The shop is shown in a frame on the partner's pages.
        Response.Cookies.Append("Partner", tokens.Issue(id), new CookieOptions
        {
            HttpOnly = true,
            SameSite = SameSiteMode.None,
            MaxAge = TimeSpan.FromDays(30),
        });

        return RedirectToAction("Index", "Home");
    }
}
