namespace SessionAnalyzers.Package.Tests.Support;

/// <summary>A controller with one finding, for the tests about how findings are shown.</summary>
internal static class VisitCounter
{
    public const string Path = "Controllers/VisitsController.cs";

    public const string Source =
        """
        using Microsoft.AspNetCore.Mvc;

        namespace Site.Controllers;

        public class VisitsController : Controller
        {
            public IActionResult Index()
            {
                int visits = HttpContext.Session.GetInt32("Visits") ?? 0;
                HttpContext.Session.SetInt32("Visits", visits + 1);
                return Ok(visits);
            }
        }

        """;

    /// <summary>The finding as <see cref="CommandResult.Findings"/> shows it.</summary>
    public const string Warning = "VisitsController.cs(10): warning SESS1002";

    public const string Error = "VisitsController.cs(10): error SESS1002";
}
