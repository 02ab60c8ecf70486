using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace SessionAnalyzers.Model;

/// <summary>What the app does to all its cookies: <c>UseCookiePolicy</c> with options or with a callback on append.</summary>
internal sealed class CookiePolicy
{
    private const int Depth = 3;

    private readonly SessionModel _model;

    private CookiePolicy(SessionModel model) => _model = model;

    /// <summary>Whether it makes cookies Secure, at least over https.</summary>
    public bool CompletesSecure { get; private set; }

    public bool CompletesHttpOnly { get; private set; }

    /// <summary>Whether it makes Lax or Strict of None.</summary>
    public bool CompletesSameSite { get; private set; }

    /// <summary>Whether it makes None of cookies that say nothing of SameSite.</summary>
    public bool WeakensSameSite { get; private set; }

    public static CookiePolicy Of(SessionModel model, AppFacts app)
    {
        var policy = new CookiePolicy(model);

        // A library configures what the app that uses it puts into the pipeline.
        if (app.IsHost && !app.Invokes("UseCookiePolicy"))
        {
            return policy;
        }

        foreach (var registration in app.CookieRegistrations)
        {
            if (registration.Kind == CookieKind.Policy)
            {
                policy.Add(registration);
            }
        }

        return policy;
    }

    private void Add(CookieRegistration registration)
    {
        if (!registration.IsKnown)
        {
            CompleteAll();
            return;
        }

        var settings = registration.Settings;
        CompletesSecure |= settings.Secure == CookieSettings.Setting.Safe;
        CompletesHttpOnly |= settings.HttpOnly == CookieSettings.Setting.Safe;
        CompletesSameSite |= settings.MinimumSameSite == CookieSettings.Setting.Safe;
        WeakensSameSite |= settings.MinimumSameSite == CookieSettings.Setting.Unsafe;
        foreach (var callback in settings.ValuesOf("OnAppendCookie"))
        {
            if (CookieSettings.BodyOf(callback, _model, default) is (_, { } body))
            {
                ReadBody(body, Depth);
            }
            else
            {
                CompleteAll();
            }
        }
    }

    /// <summary>What a callback sets on the options of each cookie, itself or through a method of the app.</summary>
    private void ReadBody(IOperation body, int depth)
    {
        foreach (var operation in body.Descendants())
        {
            switch (operation)
            {
                case IAssignmentOperation { Target: IPropertyReferenceOperation { Property: { ContainingType.Name: "CookieOptions", Name: var flag } } }:
                    CompletesSecure |= flag == "Secure";
                    CompletesHttpOnly |= flag == "HttpOnly";
                    CompletesSameSite |= flag == "SameSite";
                    break;
                case IInvocationOperation { TargetMethod: var method } call when call.Arguments.Any(static argument => argument.Value.Type?.Name is "CookieOptions" or "AppendCookieContext"):
                    var declaration = method.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax();
                    if (depth > 0 && declaration is not null && _model.GetSemanticModel(declaration.SyntaxTree)?.GetOperation(declaration) is { } called)
                    {
                        ReadBody(called, depth - 1);
                    }
                    else
                    {
                        CompleteAll();
                    }

                    break;
            }
        }
    }

    private void CompleteAll()
    {
        CompletesSecure = true;
        CompletesHttpOnly = true;
        CompletesSameSite = true;
    }
}
