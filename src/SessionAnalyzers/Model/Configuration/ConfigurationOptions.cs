using System.Collections.Immutable;

namespace SessionAnalyzers.Model;

/// <summary>Every option there is. A test compares the list with the pages that document them.</summary>
internal static class ConfigurationOptions
{
    /// <summary>What the names of all options begin with.</summary>
    public const string Prefix = "sessionanalyzers.";

    /// <summary>Cookies that scripts read, beside those that SESS2005 knows by convention.</summary>
    public static readonly ConfigurationOption<NamePatterns> ScriptReadableCookies = Names("sess2005.script_readable_cookies");

    /// <summary>The longest idle timeout of a session that SESS2010 accepts.</summary>
    public static readonly ConfigurationOption<TimeSpan> MaxIdleTimeout = Duration("sess2010.max_idle_timeout", TimeSpan.FromHours(12));

    /// <summary>The longest lifetime of a ticket or a persistent cookie that SESS2010 accepts.</summary>
    public static readonly ConfigurationOption<TimeSpan> MaxLifetime = Duration("sess2010.max_lifetime", TimeSpan.FromDays(30));

    /// <summary>Session keys that hold who a user is or may do, beside those recognised by name.</summary>
    public static readonly ConfigurationOption<NamePatterns> IdentityKeys = Names("general.identity_keys");

    /// <summary>Methods that give the session a new id.</summary>
    public static readonly ConfigurationOption<MethodNames> RegenerateMethods = Methods("general.regenerate_methods");

    /// <summary>Methods that end the session with what it holds.</summary>
    public static readonly ConfigurationOption<MethodNames> DestroyMethods = Methods("general.destroy_methods");

    /// <summary>Methods without source that read a session key.</summary>
    public static readonly ConfigurationOption<MethodNames> ReadMethods = Methods("general.read_methods");

    /// <summary>Methods without source that write a session key.</summary>
    public static readonly ConfigurationOption<MethodNames> WriteMethods = Methods("general.write_methods");

    /// <summary>Whether others compile against a library, so that fixes must leave its public signatures.</summary>
    public static readonly ConfigurationOption<bool> PublicApiIsFixed = new(Prefix + "general.public_api", defaultValue: false, static text => text.Trim().ToLowerInvariant() switch
    {
        "fixed" => true,
        "changeable" => false,
        _ => OptionValue<bool>.Invalid("is neither fixed nor changeable"),
    });

    /// <summary>Which rules report in test projects.</summary>
    public static readonly ConfigurationOption<TestProjectRules> TestProjects = new(Prefix + "general.test_projects", TestProjectRules.Correctness, static text => text.Trim().ToLowerInvariant() switch
    {
        "all" => TestProjectRules.All,
        "correctness" => TestProjectRules.Correctness,
        "none" => TestProjectRules.None,
        _ => OptionValue<TestProjectRules>.Invalid("is none of all, correctness and none"),
    });

    public static readonly ImmutableArray<ConfigurationOption> All =
    [
        ScriptReadableCookies, MaxIdleTimeout, MaxLifetime, IdentityKeys, RegenerateMethods, DestroyMethods, ReadMethods, WriteMethods, PublicApiIsFixed, TestProjects,
    ];

    private static ConfigurationOption<NamePatterns> Names(string name) => new(Prefix + name, NamePatterns.None, static text => NamePatterns.Parse(text));

    private static ConfigurationOption<MethodNames> Methods(string name) => new(Prefix + name, MethodNames.None, MethodNames.Parse);

    private static ConfigurationOption<TimeSpan> Duration(string name, TimeSpan defaultValue) => new(Prefix + name, defaultValue, DurationText.Parse);
}
