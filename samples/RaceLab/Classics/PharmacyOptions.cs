namespace RaceLab.Classics;

/// <summary>Where the pharmacy's page and the shop's API are; the configuration's section <c>Pharmacy</c>.</summary>
public sealed class PharmacyOptions
{
    /// <summary>The origins whose pages may call the API with credentials, such as <c>https://pharmacy.example</c>.</summary>
    public IList<string> Origins { get; } = [];

    /// <summary>The origin that the pharmacy's page calls.</summary>
    public string? ShopOrigin { get; set; }
}
