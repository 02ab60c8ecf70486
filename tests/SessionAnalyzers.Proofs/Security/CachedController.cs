using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace SessionAnalyzers.Proofs.Security;

/// <summary>Pages for <see cref="SessionResponseCached"/>: <see cref="ResponseCacheAttribute"/> works in controllers only.</summary>
[Route("cached")]
public sealed class CachedController : ControllerBase
{
    [HttpGet("response-cache-attribute")]
    [ResponseCache(Duration = 60)]
    public string ForEverybody() => Current;

    [HttpGet("response-cache-profile")]
    [ResponseCache(CacheProfileName = "Minute")]
    public string ByProfile() => Current;

    [HttpGet("by-the-browser")]
    [ResponseCache(Duration = 60, Location = ResponseCacheLocation.Client)]
    public string ForTheBrowser() => Current;

    private string Current => HttpContext.Session.GetString("UserId") ?? "nobody";
}
