using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using RaceLab.Classics;
using RaceLab.Tests.Support;

namespace RaceLab.Tests.InBrowser;

/// <summary>Two apps, of which one serves the pharmacy's page only.</summary>
internal sealed class TwoOrigins : IAsyncDisposable
{
    private const string PagePath = "/classics/pharmacy";
    private readonly RunningLab _shop;
    private readonly RunningLab _pharmacy;

    private TwoOrigins(RunningLab shop, RunningLab pharmacy) => (_shop, _pharmacy) = (shop, pharmacy);

    public Uri Shop => _shop.Origin;

    public Uri PharmacyPage => new(_pharmacy.Origin, PagePath);

    /// <summary>The same page under another host name, which makes it another site.</summary>
    public Uri PharmacyPageOfAnotherSite => new(OnLocalhost(_pharmacy.Origin), PagePath);

    public static async Task<TwoOrigins> StartAsync(bool isListed)
    {
        var pharmacy = await RunningLab.StartAsync();
        var shop = await RunningLab.StartAsync(services => services.Configure<PharmacyOptions>(options =>
        {
            if (isListed)
            {
                options.Listed.Add(OriginOf(pharmacy.Origin));
                options.Listed.Add(OriginOf(OnLocalhost(pharmacy.Origin)));
            }
        }));
        // Its port is known only now.
        pharmacy.Services.GetRequiredService<IOptions<PharmacyOptions>>().Value.Shop = OriginOf(shop.Origin);
        return new TwoOrigins(shop, pharmacy);
    }

    public async ValueTask DisposeAsync()
    {
        await _pharmacy.DisposeAsync();
        await _shop.DisposeAsync();
    }

    private static Uri OnLocalhost(Uri address) => new UriBuilder(address) { Host = "localhost" }.Uri;

    private static string OriginOf(Uri address) => address.GetLeftPart(UriPartial.Authority);
}
