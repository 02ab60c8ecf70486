namespace LeakyShop.Services;

public class CustomerAccounts
{
    private readonly Dictionary<string, string> _passwords = new() { ["betty"] = "brown" };

    public bool Verify(string name, string password) =>
        _passwords.TryGetValue(name, out var expected) && expected == password;
}
