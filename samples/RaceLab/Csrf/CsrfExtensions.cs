namespace RaceLab.Csrf;

/// <summary>Three ways to protect a form with a session, each raced by parallel submits.</summary>
public static class CsrfExtensions
{
    /// <summary>Registers what they need.</summary>
    public static void AddCsrf(this WebApplicationBuilder builder)
    {
    }

    /// <summary>Maps the endpoints. Called after routing and before the endpoints run, so middleware may be added with <c>UseWhen</c>.</summary>
    public static void MapCsrf(this WebApplication app)
    {
    }
}
