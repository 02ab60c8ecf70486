namespace LeakyShop.Models;

public class HomeViewModel
{
    public required IReadOnlyList<Product> Products { get; init; }

    public int Visits { get; init; }

    public int LoyaltyPoints { get; init; }

    public Product? LastProduct { get; init; }
}
