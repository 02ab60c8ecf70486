using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace SessionAnalyzers.Model;

/// <summary>A call of <c>Response.Cookies.Append</c> whose settings can be seen.</summary>
internal sealed class CookieAppend
{
    private static readonly string[] ReadByScripts = ["xsrf", "csrf", "culture", "lang", "consent", "theme", "timezone", "darkmode"];

    private readonly NamePatterns _listed;

    private CookieAppend(string? name, CookieSettings settings, NamePatterns listed)
    {
        Name = name;
        Settings = settings;
        _listed = listed;
    }

    /// <summary>The cookie's name where the compiler knows it.</summary>
    public string? Name { get; }

    public CookieSettings Settings { get; }

    /// <summary>The cookie as messages name it.</summary>
    public string Display => Name is null ? "The cookie" : "Cookie '" + Name + "'";

    /// <summary>Whether scripts read the cookie, by convention (request tokens, culture, consent, appearance) or because the project says so.</summary>
    public bool IsReadByScripts => Name is not null && (ReadByScripts.Any(word => Name.IndexOf(word, StringComparison.OrdinalIgnoreCase) >= 0) || _listed.Contains(Name));

    /// <summary>Whether a flag is off: turned off here, or set neither here nor by a policy of the app.</summary>
    public bool Lacks(CookieSettings.Setting flag, AppFacts app)
        => flag == CookieSettings.Setting.Unsafe || (flag == CookieSettings.Setting.NotSet && app is { IsHost: true, HasCookiePolicy: false });

    /// <returns>The append, or null for another method, a deletion, or options that are made elsewhere.</returns>
    public static CookieAppend? Of(InvocationExpressionSyntax syntax, SemanticModel semantics, SessionModel model, CancellationToken cancellationToken)
    {
        if (semantics.GetOperation(syntax, cancellationToken) is not IInvocationOperation { TargetMethod: { Name: "Append", ContainingType.Name: "IResponseCookies" } } invocation)
        {
            return null;
        }

        var options = invocation.Arguments.FirstOrDefault(static argument => argument.Parameter?.Name == "options")?.Value;
        var settings = options is null ? CookieSettings.Empty : CookieSettings.Of(options, model, cancellationToken);
        if (settings is null or { Deletes: true })
        {
            return null;
        }

        var key = invocation.Arguments.FirstOrDefault(static argument => argument.Parameter?.Name == "key")?.Value;
        var name = key is { ConstantValue: { HasValue: true, Value: string constant } } ? constant
            : key?.Syntax.ToString().Contains("DefaultCookieName") == true ? ".AspNetCore.Culture"
            : null;
        return new CookieAppend(name, settings, model.Configuration.Get(ConfigurationOptions.ScriptReadableCookies, syntax.SyntaxTree));
    }
}
