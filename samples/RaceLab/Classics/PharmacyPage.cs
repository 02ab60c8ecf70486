using Microsoft.Extensions.Options;

namespace RaceLab.Classics;

/// <summary>The pharmacy's page, for the origins that this app listens on beside the shop's.</summary>
public static class PharmacyPage
{
    public static void MapPharmacyPage(this IEndpointRouteBuilder classics)
    {
        classics.MapGet("/pharmacy", (HttpContext context, IOptions<PharmacyOptions> pharmacy, IHostEnvironment environment) =>
        {
            // It may call the shop, which no other page of this app may.
            context.Response.Headers.ContentSecurityPolicy = PageSecurity.PolicyWithCallsTo(pharmacy.Value.Shop);
            return TypedResults.PhysicalFile(Path.Combine(environment.ContentRootPath, "Classics", "pharmacy.html"), "text/html; charset=utf-8");
        });

        classics.MapGet("/pharmacy/origins", (IOptions<PharmacyOptions> pharmacy) => pharmacy.Value);
    }
}
