namespace SessionAnalyzers.Model;

/// <summary>The cookies that ASP.NET Core sets by itself, by the options that hold their builder, and the policy over all.</summary>
internal enum CookieKind
{
    Session,
    Authentication,
    Antiforgery,
    TempData,

    /// <summary>No cookie of its own: what is done to every cookie.</summary>
    Policy,
}
