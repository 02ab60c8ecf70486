namespace RaceLab.Tests.Strategies;

/// <summary>The strategies under which nothing is lost or repeated.</summary>
public static class SafeStrategies
{
    public static TheoryData<string> All => ["lock-per-session", "granular-operations", "cart-api", "immutable-session"];
}
