using System.Security.Claims;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Identity;

namespace RaceLab.Classics;

/// <summary>Three users whose passwords the page prints. Stands for whatever the app knows its users from.</summary>
public sealed class DemoUsers
{
    public const string Administrator = "administrator";

    private static readonly (string Name, string Password, string? Role)[] Known =
    [
        ("ada", "analytical engine", null),
        ("grace", "nanosecond", null),
        ("margaret", "apollo", Administrator),
    ];

    private readonly PasswordHasher<string> _hasher = new();
    private readonly Dictionary<string, (string Hash, string? Role)> _users;
    private readonly string _hashOfNobody;

    public DemoUsers()
    {
        _users = Known.ToDictionary(user => user.Name, user => (_hasher.HashPassword(user.Name, user.Password), user.Role), StringComparer.Ordinal);
        _hashOfNobody = _hasher.HashPassword("", Guid.NewGuid().ToString());
    }

    public IReadOnlyCollection<string> Names => _users.Keys;

    /// <summary>The user whose password this is, or null. Takes as long for a name that nobody has.</summary>
    public ClaimsPrincipal? Find(Credentials credentials)
    {
        string name = credentials.User ?? "";
        bool isKnown = _users.TryGetValue(name, out var user);
        bool isRight = _hasher.VerifyHashedPassword(name, isKnown ? user.Hash : _hashOfNobody, credentials.Password ?? "") != PasswordVerificationResult.Failed;
        if (!isKnown || !isRight)
        {
            return null;
        }

        var identity = new ClaimsIdentity(CookieAuthenticationDefaults.AuthenticationScheme);
        identity.AddClaim(new Claim(ClaimTypes.NameIdentifier, name));
        identity.AddClaim(new Claim(ClaimTypes.Name, name));
        if (user.Role is { } role)
        {
            identity.AddClaim(new Claim(ClaimTypes.Role, role));
        }

        return new ClaimsPrincipal(identity);
    }
}
