using RaceLab.Classics;
using RaceLab.Csrf.Wrong;

namespace RaceLab.Csrf;

/// <summary>Three ways to protect a form with a session, each raced by parallel submits, and one that looks like the first.</summary>
public static class CsrfExtensions
{
    private const string Root = "/csrf";
    private const string WrongRoot = "/csrf/wrong";

    /// <summary>Registers what they need.</summary>
    public static void AddCsrf(this WebApplicationBuilder builder)
    {
        builder.Services.AddDataProtection();
        builder.Services.AddSingleton<OrderDesk>();
    }

    /// <summary>Maps the endpoints. Called after routing and before the endpoints run, so middleware may be added with <c>UseWhen</c>.</summary>
    public static void MapCsrf(this WebApplication app)
    {
        app.UseSessionsBelow(Root, WrongRoot);
        RouteGroupBuilder csrf = app.MapGroup(Root);
        csrf.MapConsumedToken();
        csrf.MapDerivedToken();
        csrf.MapDoubleSubmitCookie();

        RouteGroupBuilder wrong = app.MapGroup(WrongRoot);
        wrong.MapComparedToken();
    }
}
