using System.Buffers;
using System.Buffers.Text;
using System.Security.Cryptography;

namespace GranularSessions.Cookies;

/// <summary>What the cookie carries: a selector that names the session and a verifier that opens it. Only the verifier's hash is stored.</summary>
internal sealed class SessionCredential
{
    private const int SelectorBytes = 16;
    private const int VerifierBytes = 32;
    private const char Separator = '.';
    private static readonly int SelectorChars = Base64Url.GetEncodedLength(SelectorBytes);
    private static readonly int VerifierChars = Base64Url.GetEncodedLength(VerifierBytes);

    private SessionCredential(string selector, string cookieValue, byte[] verifierHash)
    {
        Selector = selector;
        CookieValue = cookieValue;
        VerifierHash = verifierHash;
    }

    public string Selector { get; }

    public string CookieValue { get; }

    public byte[] VerifierHash { get; }

    public static SessionCredential Create() => WithNewVerifier(RandomText(SelectorBytes));

    public static SessionCredential WithNewVerifier(string selector)
    {
        Span<byte> verifier = stackalloc byte[VerifierBytes];
        RandomNumberGenerator.Fill(verifier);
        return new(selector, string.Concat(selector, ".", Base64Url.EncodeToString(verifier)), SHA256.HashData(verifier));
    }

    public static string RandomText(int bytes) => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(bytes));

    /// <summary>Reads a cookie; null for anything that this class could not have written.</summary>
    public static SessionCredential? Parse(string? cookieValue)
    {
        if (cookieValue is null || cookieValue.Length != SelectorChars + 1 + VerifierChars || cookieValue[SelectorChars] != Separator)
        {
            return null;
        }

        Span<byte> selector = stackalloc byte[SelectorBytes];
        Span<byte> verifier = stackalloc byte[VerifierBytes];
        var text = cookieValue.AsSpan();
        return Decodes(text[..SelectorChars], selector) && Decodes(text[(SelectorChars + 1)..], verifier)
            ? new(cookieValue[..SelectorChars], cookieValue, SHA256.HashData(verifier))
            : null;
    }

    private static bool Decodes(ReadOnlySpan<char> text, Span<byte> bytes)
        => Base64Url.DecodeFromChars(text, bytes, out _, out var written) == OperationStatus.Done && written == bytes.Length;
}
