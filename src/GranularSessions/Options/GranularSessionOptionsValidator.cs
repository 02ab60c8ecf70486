using GranularSessions.Cookies;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace GranularSessions.Options;

internal sealed class GranularSessionOptionsValidator : IValidateOptions<GranularSessionOptions>
{
    private static readonly TimeSpan LongestTimer = TimeSpan.FromDays(1);
    private static readonly TimeSpan LongestGrace = TimeSpan.FromSeconds(30);

    public ValidateOptionsResult Validate(string? name, GranularSessionOptions options)
    {
        var failures = new List<string>();
        RequirePositive(options.IdleTimeout, nameof(options.IdleTimeout));
        RequirePositive(options.AbsoluteTimeout, nameof(options.AbsoluteTimeout));
        RequireTimer(options.IOTimeout, nameof(options.IOTimeout));
        RequireTimer(options.CleanupInterval, nameof(options.CleanupInterval));
        Require(options.IdleTimeout <= options.AbsoluteTimeout, "IdleTimeout must not exceed AbsoluteTimeout.");
        Require(options.RefreshThreshold is >= 0 and <= 0.5, "RefreshThreshold must lie between 0 and 0.5.");
        Require(options.PreviousIdGrace >= TimeSpan.Zero && options.PreviousIdGrace <= LongestGrace,
            "PreviousIdGrace must lie between 0 and 30 seconds.");
        Require(options.MaxValueBytes > 0, "MaxValueBytes must be positive.");
        Require(options.MaxTokensPerKey > 0, "MaxTokensPerKey must be positive.");
        Require(options.MaxUpdateAttempts > 0, "MaxUpdateAttempts must be positive.");
        Require(options.SerializerOptions is not null, "SerializerOptions must not be null.");
        RequireValidCookie(options.Cookie);
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);

        void Require(bool holds, string failure)
        {
            if (!holds)
            {
                failures.Add($"{nameof(GranularSessionOptions)}: {failure}");
            }
        }

        void RequirePositive(TimeSpan value, string property)
            => Require(value > TimeSpan.Zero, $"{property} must be positive.");

        void RequireTimer(TimeSpan value, string property)
            => Require(value > TimeSpan.Zero && value <= LongestTimer, $"{property} must be positive and at most a day.");

        void RequireValidCookie(CookieBuilder cookie)
        {
            var secure = cookie.SecurePolicy == CookieSecurePolicy.Always;
            Require(cookie.Expiration is null, "Cookie.Expiration must not be set; IdleTimeout and AbsoluteTimeout decide.");
            Require(cookie.SameSite != SameSiteMode.None || secure, "Cookie.SameSite None needs Cookie.SecurePolicy Always.");
            if (cookie.Name is not { } cookieName)
            {
                return;
            }

            Require(!SessionCookieName.HasHostPrefix(cookieName) || SessionCookieName.AllowsHostPrefix(cookie),
                "Cookie.Name begins with __Host-, which needs SecurePolicy Always, Path \"/\" and no Domain.");
            Require(!SessionCookieName.HasSecurePrefix(cookieName) || secure,
                "Cookie.Name begins with __Secure-, which needs SecurePolicy Always.");
        }
    }
}
