using LeakyShop.Models;
using LeakyShop.Services;
using Microsoft.AspNetCore.Mvc;

namespace LeakyShop.Controllers;

public class PollController(PollResults results) : Controller
{
    public IActionResult Index()
    {
        return View(new PollViewModel
        {
            Votes = results.Votes,
            HasVoted = HttpContext.Session.GetString("Voted") != null,
        });
    }

    [HttpPost]
    public IActionResult Vote(string option)
    {
        if (!results.Offers(option))
        {
            return BadRequest();
        }

        if (HttpContext.Session.GetString("Voted") == null)
        {
            results.Add(option);
            HttpContext.Session.SetString("Voted", "true");
        }

        return RedirectToAction(nameof(Index));
    }

    public IActionResult Votes()
    {
        return Json(results.Votes);
    }
}
