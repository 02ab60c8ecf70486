namespace RaceLab.Classics;

/// <summary>Gives the right way and the wrong way of one example each its own kind of session.</summary>
internal static class SessionsByPath
{
    /// <summary>Granular sessions below <paramref name="root"/>, the framework's own below <paramref name="wrongRoot"/>, which lies within.</summary>
    public static void UseSessionsBelow(this WebApplication app, PathString root, PathString wrongRoot)
    {
        app.UseWhen(context => context.Request.Path.StartsWithSegments(wrongRoot), wrong => wrong.UseSession());
        app.UseWhen(
            context => context.Request.Path.StartsWithSegments(root) && !context.Request.Path.StartsWithSegments(wrongRoot),
            right => right.UseGranularSessions());
    }
}
