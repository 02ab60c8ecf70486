using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace RaceLab.Tokens;

/// <summary>
/// JSON Web Tokens signed with HMAC-SHA256, and no other kind: a token that names another algorithm, or none, is not read.
/// Written out because the libraries' current versions are not where this sample must build; apps take
/// Microsoft.IdentityModel.JsonWebTokens.
/// </summary>
internal static class JsonWebToken
{
    private static readonly string Header = Base64Url.EncodeToString("""{"alg":"HS256","typ":"JWT"}"""u8);

    /// <summary>Writes and signs a token.</summary>
    public static string Sign(SessionClaims claims, byte[] key)
    {
        string signed = $"{Header}.{Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(claims))}";
        return $"{signed}.{Base64Url.EncodeToString(HMACSHA256.HashData(key, Encoding.ASCII.GetBytes(signed)))}";
    }

    /// <summary>Reads a token whose signature is right. Says nothing of its expiry.</summary>
    /// <returns>What it claims; null: it is no token of ours.</returns>
    public static SessionClaims? Read(string token, byte[] key)
    {
        int end = token.LastIndexOf('.');
        if (end <= Header.Length || !token.StartsWith(Header + '.', StringComparison.Ordinal) || !Base64Url.IsValid(token.AsSpan(end + 1)))
        {
            return null;
        }

        byte[] signature = HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(token[..end]));
        if (!CryptographicOperations.FixedTimeEquals(signature, Base64Url.DecodeFromChars(token.AsSpan(end + 1))))
        {
            return null;
        }

        // Signed by us, so it is what we wrote.
        return JsonSerializer.Deserialize<SessionClaims>(Base64Url.DecodeFromChars(token.AsSpan(Header.Length + 1, end - Header.Length - 1)));
    }
}
