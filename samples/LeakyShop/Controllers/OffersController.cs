using LeakyShop.Infrastructure;
using LeakyShop.Services;
using Microsoft.AspNetCore.Mvc;

namespace LeakyShop.Controllers;

public class OffersController(LoyaltyService loyalty) : Controller
{
    public IActionResult Index()
    {
        var token = Guid.NewGuid().ToString("N");
        HttpContext.Session.SetString(SessionKeys.CouponToken, token);
        return View(model: token);
    }

    [HttpPost]
    public IActionResult Redeem(string token)
    {
        var expected = HttpContext.Session.GetString(SessionKeys.CouponToken);
        if (expected == null || expected != token)
        {
            return BadRequest(new { error = "This coupon has been used or was never yours." });
        }

        HttpContext.Session.Remove(SessionKeys.CouponToken);
        loyalty.AddPoints(50);
        return Ok(new { message = "50 points are yours." });
    }
}
