namespace LeakyShop.Services;

public class LoyaltyService
{
    private const string Points = "LoyaltyPoints";

    private readonly IHttpContextAccessor _httpContextAccessor;

    public LoyaltyService(IHttpContextAccessor httpContextAccessor)
    {
        _httpContextAccessor = httpContextAccessor;
    }

    private ISession Session => _httpContextAccessor.HttpContext!.Session;

    public int GetPoints()
    {
        return Session.GetInt32(Points) ?? 0;
    }

    public void AddPoints(int points)
    {
        var current = Session.GetInt32(Points) ?? 0;
        Session.SetInt32(Points, current + points);
    }
}
