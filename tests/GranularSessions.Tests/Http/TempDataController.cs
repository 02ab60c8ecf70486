using Microsoft.AspNetCore.Mvc;

namespace GranularSessions.Tests.Http;

[Route("tempdata")]
public sealed class TempDataController : Controller
{
    [HttpGet("save")]
    public IActionResult Save()
    {
        TempData["message"] = "Saved.";
        return Redirect("/tempdata/show");
    }

    [HttpGet("show")]
    public IActionResult Show() => Content(TempData["message"] as string ?? "nothing");
}
