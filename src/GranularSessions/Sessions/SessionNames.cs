using System.Runtime.CompilerServices;
using System.Text;

namespace GranularSessions.Sessions;

/// <summary>The rule for keys, fields and user ids, the same in every store.</summary>
internal static class SessionNames
{
    public const int MaxBytes = 1024;

    // Two different names that are no valid UTF-16 would become the same bytes.
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static void Validate(string name, [CallerArgumentExpression(nameof(name))] string? parameter = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(name, parameter);
        ValidateText(name, parameter);
    }

    /// <summary>As <see cref="Validate"/>, but allows the empty key that ISession allows.</summary>
    public static void ValidateEntryKey(string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        ValidateText(key, nameof(key));
    }

    private static void ValidateText(string name, string? parameter)
    {
        int bytes;
        try
        {
            bytes = StrictUtf8.GetByteCount(name);
        }
        catch (EncoderFallbackException exception)
        {
            throw new ArgumentException("The name is not valid Unicode.", parameter, exception);
        }

        if (bytes > MaxBytes)
        {
            throw new ArgumentException($"The name has {bytes} UTF-8 bytes; {MaxBytes} are allowed.", parameter);
        }

        if (name.Contains('\0', StringComparison.Ordinal))
        {
            throw new ArgumentException("The name contains a NUL character.", parameter);
        }
    }
}
