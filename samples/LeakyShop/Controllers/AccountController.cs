using LeakyShop.Infrastructure;
using LeakyShop.Services;
using Microsoft.AspNetCore.Mvc;

namespace LeakyShop.Controllers;

public class AccountController(CustomerAccounts accounts) : Controller
{
    private const int MaxAttempts = 5;

    [HttpGet]
    public IActionResult Login()
    {
        return View();
    }

    [HttpPost]
    public IActionResult Login(string name, string password)
    {
        var attempts = HttpContext.Session.GetInt32(SessionKeys.LoginAttempts) ?? 0;
        if (attempts >= MaxAttempts)
        {
            return StatusCode(StatusCodes.Status429TooManyRequests, "Too many attempts. Come back later.");
        }

        HttpContext.Session.SetInt32(SessionKeys.LoginAttempts, attempts + 1);

        if (!accounts.Verify(name, password))
        {
            ModelState.AddModelError("", "Name or password is wrong.");
            return View();
        }

        HttpContext.Session.Remove(SessionKeys.LoginAttempts);
        HttpContext.Session.SetString(SessionKeys.CustomerName, name);
        return RedirectToAction("Index", "Home");
    }

    public IActionResult Profile()
    {
        var name = HttpContext.Session.GetString(SessionKeys.CustomerName);
        if (name == null)
        {
            return RedirectToAction(nameof(Login));
        }

        return View(model: name);
    }

    [HttpPost]
    public IActionResult Logout()
    {
        HttpContext.Session.Remove(SessionKeys.CustomerName);
        return RedirectToAction("Index", "Home");
    }
}
