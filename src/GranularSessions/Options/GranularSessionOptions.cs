using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace GranularSessions;

/// <summary>How sessions live, what their cookie looks like and what they may hold. Validated when the app starts.</summary>
public class GranularSessionOptions
{
    private static readonly TimeSpan DefaultAbsoluteTimeout = TimeSpan.FromHours(12);

    private CookieBuilder _cookie = new SessionCookieBuilder();
    private TimeSpan? _absoluteTimeout;

    /// <summary>
    /// The session cookie: Secure, HttpOnly, SameSite=Lax, essential, path "/". Without a name of its own it is called
    /// <c>__Host-GranularSession</c>, or <c>GranularSession</c> where its settings do not allow the <c>__Host-</c>
    /// prefix. Apps that share a host under different path bases need distinct names. Its expiration cannot be set:
    /// the store decides how long a session lives.
    /// </summary>
    public CookieBuilder Cookie
    {
        get => _cookie;
        set
        {
            ArgumentNullException.ThrowIfNull(value);
            _cookie = value;
        }
    }

    /// <summary>
    /// Outside production only: lets requests over plain http in the Development environment have a session, in a
    /// cookie without Secure and without the <c>__Host-</c> prefix. Ignored in every other environment. Default false.
    /// </summary>
    public bool AllowHttpInDevelopment { get; set; }

    /// <summary>How long a session lives without a request. Positive, at most <see cref="AbsoluteTimeout"/>. Default 20 minutes.</summary>
    public TimeSpan IdleTimeout { get; set; } = TimeSpan.FromMinutes(20);

    /// <summary>
    /// How long a session lives at most since its creation or last sign-in, whatever its activity. Positive. Default 12
    /// hours, or <see cref="IdleTimeout"/> where that is longer.
    /// </summary>
    public TimeSpan AbsoluteTimeout
    {
        get => _absoluteTimeout ?? (IdleTimeout > DefaultAbsoluteTimeout ? IdleTimeout : DefaultAbsoluteTimeout);
        set => _absoluteTimeout = value;
    }

    /// <summary>
    /// The share of <see cref="IdleTimeout"/> that must have passed since the last refresh before activity is written
    /// again, 0 to 0.5. A session may therefore end up to this share early. Default 0.1.
    /// </summary>
    public double RefreshThreshold { get; set; } = 0.1;

    /// <summary>
    /// How long one call to the store may take at most, asynchronous or not, and by up to a hundredth less: calls share timers.
    /// Afterwards it fails with
    /// <see cref="SessionUnavailableException"/> where it certainly had no effect, else with
    /// <see cref="SessionOutcomeUnknownException"/>. Positive, at most a day. Default 10 seconds.
    /// </summary>
    public TimeSpan IOTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// How long the old id works after a routine rotation if the client does not present the new one; 0 to 30 seconds,
    /// the default.
    /// </summary>
    public TimeSpan PreviousIdGrace { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>The most bytes that one serialised value, element, member or <see cref="ISession"/> entry may have. Positive. Default 1 MiB.</summary>
    public int MaxValueBytes { get; set; } = 1024 * 1024;

    /// <summary>The most one-time tokens remembered under one key, consumed ones included. Positive. Default 256.</summary>
    public int MaxTokensPerKey { get; set; } = 256;

    /// <summary>How often an update by compare-and-swap is tried before <see cref="SessionContentionException"/>. Positive. Default 100.</summary>
    public int MaxUpdateAttempts { get; set; } = 100;

    /// <summary>How often expired sessions are removed from the store. Positive, at most a day. Default one minute.</summary>
    public TimeSpan CleanupInterval { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>
    /// How values are written as JSON. Trimmed and native apps put their <see cref="JsonSerializerOptions.TypeInfoResolver"/>
    /// here; without one, types are reflected on where that is enabled. Primitive types always work. Read-only once the app has started.
    /// </summary>
    public JsonSerializerOptions SerializerOptions { get; set; } = new();

    private sealed class SessionCookieBuilder : CookieBuilder
    {
        public SessionCookieBuilder()
        {
            Path = "/";
            SecurePolicy = CookieSecurePolicy.Always;
            HttpOnly = true;
            SameSite = SameSiteMode.Lax;
            IsEssential = true;
        }

        public override TimeSpan? Expiration
        {
            get => null;
            set => throw new InvalidOperationException("The session cookie has no expiration; set IdleTimeout and AbsoluteTimeout.");
        }
    }
}
