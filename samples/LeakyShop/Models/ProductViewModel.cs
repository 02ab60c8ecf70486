namespace LeakyShop.Models;

public class ProductViewModel
{
    public required Product Product { get; init; }

    public required IReadOnlyList<Product> RecentlyViewed { get; init; }

    public required IReadOnlyList<Review> Reviews { get; init; }
}
