namespace SessionAnalyzers.Model;

/// <summary>A cookie that the app sets, or has the framework set, with what is seen of its settings.</summary>
internal abstract class Cookie(string? name, CookieSettings settings, NamePatterns readByScripts)
{
    private static readonly string[] Conventions = ["xsrf", "csrf", "culture", "lang", "consent", "theme", "timezone", "darkmode"];

    /// <summary>The cookie's name where the compiler knows it.</summary>
    public string? Name { get; } = name;

    public CookieSettings Settings { get; } = settings;

    /// <summary>The cookie as messages name it.</summary>
    public abstract string Display { get; }

    /// <summary>Whether scripts read the cookie, by convention (request tokens, culture, consent, appearance) or because the project says so.</summary>
    public bool IsReadByScripts => Name is not null && (FollowsConventions && Conventions.Any(word => Name.IndexOf(word, StringComparison.OrdinalIgnoreCase) >= 0) || readByScripts.Contains(Name));

    /// <summary>Whether it is sent over http although nobody asks for that with a reason: no option and no policy makes it Secure.</summary>
    public abstract bool LacksSecure(AppFacts app);

    /// <summary>Whether scripts read it: no option and no policy makes it HttpOnly.</summary>
    public abstract bool LacksHttpOnly(AppFacts app);

    /// <summary>Whether it is Secure in no response, as far as can be seen.</summary>
    public abstract bool IsNeverSecure(AppFacts app);

    /// <summary>Whether it is sent with cross-site requests: it says so, or the app's policy does for what says nothing.</summary>
    public bool IsCrossSite(AppFacts app)
        => Settings.SameSite == CookieSettings.Setting.Unsafe ? !app.CookiePolicy.CompletesSameSite
            : IsCrossSiteByPolicy(app);

    /// <summary>Whether the app's policy makes it one that cross-site requests carry.</summary>
    public bool IsCrossSiteByPolicy(AppFacts app) => Settings.SameSite == CookieSettings.Setting.NotSet && HasNoSameSiteByDefault && app.CookiePolicy.WeakensSameSite;

    /// <summary>Whether a Path is missing where nothing is set.</summary>
    public abstract bool LosesPath { get; }

    private protected abstract bool FollowsConventions { get; }

    private protected abstract bool HasNoSameSiteByDefault { get; }
}
