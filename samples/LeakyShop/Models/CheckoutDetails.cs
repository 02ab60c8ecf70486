namespace LeakyShop.Models;

public class CheckoutDetails
{
    public string? Name { get; set; }

    public string? Street { get; set; }

    public string? City { get; set; }

    public string? Delivery { get; set; }
}
