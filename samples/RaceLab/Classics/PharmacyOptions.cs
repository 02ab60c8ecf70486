namespace RaceLab.Classics;

/// <summary>Where the pharmacy's page and the shop's API are; the configuration's section <c>Pharmacy</c>.</summary>
public sealed class PharmacyOptions
{
    /// <summary>The origins whose pages may call the API with credentials, such as <c>https://pharmacy.example</c>.</summary>
    public IList<string> Listed { get; } = [];

    /// <summary>Origins that show the same page and are not allowed to call, for comparison.</summary>
    public IList<string> Unlisted { get; } = [];

    /// <summary>The origin that the pharmacy's page calls.</summary>
    public string? Shop { get; set; }

    /// <summary>Whether each is an origin as browsers send it: scheme, host and port, and no slash at its end.</summary>
    public bool AreOrigins() => Listed.Concat(Unlisted).Append(Shop).All(origin => origin is null || IsOrigin(origin));

    private static bool IsOrigin(string origin)
        => Uri.TryCreate(origin, UriKind.Absolute, out Uri? address)
            && (address.Scheme == Uri.UriSchemeHttp || address.Scheme == Uri.UriSchemeHttps)
            && address.GetLeftPart(UriPartial.Authority) == origin;
}
