namespace LeakyShop.Infrastructure;

public static class SessionKeys
{
    public const string Cart = "Cart";
    public const string Checkout = "Checkout";
    public const string CouponToken = "CouponToken";
    public const string CustomerName = "CustomerName";
    public const string LoginAttempts = "LoginAttempts";
    public const string RecentlyViewed = "RecentlyViewed";
    public const string Visits = "Visits";
}
