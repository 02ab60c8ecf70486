namespace LeakyShop.Models;

public record Order(int Number, CheckoutDetails Details, IReadOnlyList<CartLine> Lines)
{
    public decimal Total => Lines.Sum(line => line.Total);
}
