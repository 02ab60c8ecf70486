namespace RaceLab.Classics;

/// <summary>The classic uses of a session, right and wrong, as small endpoints.</summary>
public static class ClassicsExtensions
{
    /// <summary>Registers what the classics need.</summary>
    public static void AddClassics(this WebApplicationBuilder builder)
    {
    }

    /// <summary>Maps the classics. Called after routing and before the endpoints run, so middleware may be added with <c>UseWhen</c>.</summary>
    public static void MapClassics(this WebApplication app)
    {
    }
}
