using LeakyShop.Models;

namespace LeakyShop.Services;

public class ProductCatalog
{
    public IReadOnlyList<Product> Products { get; } =
    [
        new(1, "Brown Betty", "A round earthenware teapot. Pours well, drips a little.", 24.50m),
        new(2, "Tokoname kyusu", "A side-handled clay pot for green tea.", 48.00m),
        new(3, "Camping kettle", "Enamelled steel, for fires and small stoves.", 31.90m),
        new(4, "Glass infuser", "Borosilicate, so that you can see what it is up to.", 19.00m),
        new(5, "Tea cosy", "Knitted wool. Fits a six-cup pot.", 12.75m),
        new(6, "Drip saucer", "For the Brown Betty.", 6.20m),
        new(7, "Assam, 250 g", "Strong and malty.", 9.40m),
        new(8, "Sencha, 100 g", "Steamed leaf from Shizuoka.", 14.10m),
    ];

    public Product? Find(int id) => Products.FirstOrDefault(product => product.Id == id);

    public async Task<IReadOnlyList<Product>> SearchAsync(string term)
    {
        // Stands in for a query to the database.
        await Task.Delay(TimeSpan.FromMilliseconds(10));
        return Products
            .Where(product => product.Name.Contains(term, StringComparison.OrdinalIgnoreCase)
                || product.Description.Contains(term, StringComparison.OrdinalIgnoreCase))
            .ToList();
    }
}
