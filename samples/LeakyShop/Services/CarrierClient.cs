namespace LeakyShop.Services;

/// <summary>Stands in for a carrier's HTTP API.</summary>
public class CarrierClient
{
    public async Task<decimal> GetQuoteAsync(string postcode)
    {
        await Task.Delay(TimeSpan.FromMilliseconds(20));
        return postcode.StartsWith('9') ? 9.90m : 4.90m;
    }

    public async Task<decimal> GetFreeShippingThresholdAsync()
    {
        await Task.Yield();
        return 75m;
    }
}
