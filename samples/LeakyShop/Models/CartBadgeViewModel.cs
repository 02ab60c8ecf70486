namespace LeakyShop.Models;

public record CartBadgeViewModel(int Items, bool FreeShipping);
