using System.Diagnostics.CodeAnalysis;

namespace GranularSessions;

/// <summary>
/// Names one operation so that the store executes it once, however often it is sent: a UUID of version 7, whose first 48
/// bits are its creation time in milliseconds. Make one where the intent arises, such as when a form is rendered, and
/// send it with every retry. Whoever knows the id and holds the session's cookie can read the operation's result.
/// </summary>
public readonly record struct SessionOperationId : ISpanParsable<SessionOperationId>
{
    private const int UuidVersion = 7;
    private readonly Guid _uuid;

    private SessionOperationId(Guid uuid) => _uuid = uuid;

    /// <summary>When the id was created, to the millisecond.</summary>
    public DateTimeOffset CreatedAt
    {
        get
        {
            Span<byte> bytes = stackalloc byte[16];
            WriteBytes(bytes);
            long milliseconds = 0;
            foreach (var value in bytes[..6])
            {
                milliseconds = (milliseconds << 8) | value;
            }

            return DateTimeOffset.FromUnixTimeMilliseconds(Math.Min(milliseconds, DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()));
        }
    }

    /// <summary>Makes a new id.</summary>
    /// <param name="timeProvider">The clock, which must agree with the store's to some minutes; null: the system's.</param>
    public static SessionOperationId Create(TimeProvider? timeProvider = null)
        => new(Guid.CreateVersion7((timeProvider ?? TimeProvider.System).GetUtcNow()));

    /// <summary>The id's 16 bytes in network order.</summary>
    public byte[] ToByteArray() => _uuid.ToByteArray(bigEndian: true);

    /// <summary>The id in 36 characters, such as <c>01890a5d-ac96-774b-bcce-b302099a8057</c>.</summary>
    public override string ToString() => _uuid.ToString("D");

    /// <summary>Reads an id.</summary>
    /// <param name="text">What <see cref="ToString()"/> returned.</param>
    /// <exception cref="FormatException">It is no UUID of version 7.</exception>
    public static SessionOperationId Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Parse(text.AsSpan(), provider: null);
    }

    /// <summary>Reads an id, such as one that a client sent.</summary>
    /// <param name="text">What <see cref="ToString()"/> returned.</param>
    /// <param name="id">The id.</param>
    /// <returns>Whether it is one.</returns>
    public static bool TryParse([NotNullWhen(true)] string? text, out SessionOperationId id) => TryParse(text.AsSpan(), provider: null, out id);

    /// <summary>Reads an id.</summary>
    /// <param name="s">What <see cref="ToString()"/> returned.</param>
    /// <param name="provider">Ignored.</param>
    /// <exception cref="FormatException">It is no UUID of version 7.</exception>
    public static SessionOperationId Parse(ReadOnlySpan<char> s, IFormatProvider? provider)
        => TryParse(s, provider, out var id) ? id : throw new FormatException("The text is no session operation id (a UUID of version 7).");

    /// <summary>Reads an id.</summary>
    /// <param name="s">What <see cref="ToString()"/> returned.</param>
    /// <param name="provider">Ignored.</param>
    /// <param name="result">The id.</param>
    /// <returns>Whether it is one.</returns>
    public static bool TryParse(ReadOnlySpan<char> s, IFormatProvider? provider, out SessionOperationId result)
    {
        var isId = Guid.TryParseExact(s, "D", out var uuid) && uuid.Version == UuidVersion;
        result = isId ? new(uuid) : default;
        return isId;
    }

    /// <summary>Reads an id.</summary>
    /// <param name="s">What <see cref="ToString()"/> returned.</param>
    /// <param name="provider">Ignored.</param>
    /// <exception cref="FormatException">It is no UUID of version 7.</exception>
    public static SessionOperationId Parse(string s, IFormatProvider? provider) => Parse(s);

    /// <summary>Reads an id.</summary>
    /// <param name="s">What <see cref="ToString()"/> returned.</param>
    /// <param name="provider">Ignored.</param>
    /// <param name="result">The id.</param>
    /// <returns>Whether it is one.</returns>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out SessionOperationId result) => TryParse(s, out result);

    private void WriteBytes(Span<byte> bytes) => _uuid.TryWriteBytes(bytes, bigEndian: true, out _);
}
