namespace LeakyShop.Models;

public class SamplesViewModel
{
    public required IReadOnlyList<Product> Products { get; init; }

    public required IReadOnlyList<int> Requested { get; init; }
}
