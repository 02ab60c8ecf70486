using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using SessionAnalyzers.Proofs.Harness;

namespace SessionAnalyzers.Proofs.Reliability;

/// <summary>SESS3006: keys are compared byte by byte, so one that differs in case is another one, and never there.</summary>
public sealed class KeyNeverWritten
{
    [Theory]
    [InlineData("/stock")]
    [InlineData("/granular")]
    public async Task A_key_of_other_case_is_never_there(string session)
    {
        await using SessionApp app = session == "/stock" ? await SessionApp.StockAsync(Map) : await SessionApp.GranularAsync(Map);
        using Browser user = await app.EstablishedBrowserAsync();

        await user.PostAsync("/login");

        Assert.Equal("nobody", await user.GetTextAsync("/other-case"));
        Assert.Equal("7", await user.GetTextAsync("/same-case"));
    }

    private static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/login", (HttpContext context) => context.Session.SetInt32("UserID", 7));
        routes.MapGet("/other-case", (HttpContext context) => context.Session.GetInt32("UserId")?.ToString() ?? "nobody");
        routes.MapGet("/same-case", (HttpContext context) => context.Session.GetInt32("UserID")?.ToString() ?? "nobody");
    }
}
