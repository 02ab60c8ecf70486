namespace LeakyShop.Models;

public record Review(int ProductId, int Stars, string Text);
