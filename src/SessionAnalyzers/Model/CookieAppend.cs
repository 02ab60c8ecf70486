using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace SessionAnalyzers.Model;

/// <summary>A call of <c>Response.Cookies.Append</c> whose settings can be seen.</summary>
internal sealed class CookieAppend : Cookie
{
    private CookieAppend(string? name, CookieSettings settings, NamePatterns readByScripts)
        : base(name, settings, readByScripts)
    {
    }

    public override string Display => Name is null ? "The cookie" : "Cookie '" + Name + "'";

    /// <summary><c>CookieOptions</c> has the Path "/"; without one the browser takes the request's.</summary>
    public override bool LosesPath => Settings.HasNoPath;

    private protected override bool FollowsConventions => true;

    private protected override bool HasNoSameSiteByDefault => true;

    public override bool LacksSecure(AppFacts app) => Lacks(Settings.Secure, app.CookiePolicy.CompletesSecure, app);

    public override bool LacksHttpOnly(AppFacts app) => Lacks(Settings.HttpOnly, app.CookiePolicy.CompletesHttpOnly, app);

    public override bool IsNeverSecure(AppFacts app) => Settings.Secure != CookieSettings.Setting.Safe && !app.CookiePolicy.CompletesSecure;

    /// <returns>The append, or null for another method, a deletion, or options that are made elsewhere.</returns>
    public static CookieAppend? Of(IInvocationOperation invocation, SessionModel model, CancellationToken cancellationToken)
    {
        if (invocation.TargetMethod is not { Name: "Append", ContainingType.Name: "IResponseCookies" })
        {
            return null;
        }

        var options = invocation.Arguments.FirstOrDefault(static argument => argument.Parameter?.Name == "options")?.Value;
        var settings = options is null ? CookieSettings.Empty(model) : CookieSettings.Of(options, model, cancellationToken);
        if (settings is null or { Deletes: true })
        {
            return null;
        }

        var key = invocation.Arguments.FirstOrDefault(static argument => argument.Parameter?.Name == "key")?.Value;
        var name = key is { ConstantValue: { HasValue: true, Value: string constant } } ? constant
            : key?.Syntax.ToString().Contains("DefaultCookieName") == true ? ".AspNetCore.Culture"
            : null;
        return new CookieAppend(name, settings, model.Configuration.Get(ConfigurationOptions.ScriptReadableCookies, invocation.Syntax.SyntaxTree));
    }

    /// <summary>Turned off here, or set neither here nor by the app, whose pipeline is built in this compilation.</summary>
    private static bool Lacks(CookieSettings.Setting flag, bool isCompleted, AppFacts app)
        => !isCompleted && (flag == CookieSettings.Setting.Unsafe || (flag == CookieSettings.Setting.NotSet && app.IsHost));
}
