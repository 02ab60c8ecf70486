using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace SessionAnalyzers.Model;

/// <summary>Whether the cookie policy withholds cookies that are not essential until the visitor consents.</summary>
internal static class TrackingConsent
{
    /// <returns>The places that say that consent is always needed; empty where none does, or where a callback may let cookies pass.</returns>
    public static IReadOnlyList<SyntaxNode> RequiredBy(AppFacts app, SessionModel model, CancellationToken cancellationToken)
    {
        if (!app.Invokes("UseCookiePolicy"))
        {
            return [];
        }

        var policies = app.CookieRegistrations.Where(static registration => registration.Kind == CookieKind.Policy).ToList();
        var ownOptions = policies.Any(static policy => policy.ReplacesOptions);
        var effective = policies.Where(policy => policy.ReplacesOptions == ownOptions).ToList();
        if (effective.Any(static policy => !policy.IsKnown || policy.Settings.ValuesOf("OnAppendCookie").Any()))
        {
            return [];
        }

        var values = effective.SelectMany(static policy => policy.Settings.ValuesOf("CheckConsentNeeded")).ToList();
        return values.All(value => IsAlwaysTrue(value, model, cancellationToken)) ? [.. values.Select(static value => value.Syntax)] : [];
    }

    private static bool IsAlwaysTrue(IOperation callback, SessionModel model, CancellationToken cancellationToken)
        => CookieSettings.BodyOf(callback, model, cancellationToken) is (_, { } body)
            && body.DescendantsAndSelf().OfType<IReturnOperation>().Where(static result => result.ReturnedValue is not null).ToList() is { Count: > 0 } results
            && results.All(static result => result.ReturnedValue!.ConstantValue is { HasValue: true, Value: true });
}
