namespace SessionAnalyzers.Model;

/// <summary>An option that users set in <c>.editorconfig</c> or in a global analyzer config.</summary>
internal abstract class ConfigurationOption(string name)
{
    /// <summary>The option's full name, such as <c>sessionanalyzers.sess2010.max_idle_timeout</c>.</summary>
    public string Name { get; } = name;

    /// <summary>What is wrong with a text as the option's value; null where nothing is.</summary>
    public abstract string? WhyInvalid(string text);
}

/// <inheritdoc/>
/// <param name="name">The option's full name.</param>
/// <param name="defaultValue">The value where the option is not set, or set to something invalid.</param>
/// <param name="parse">Reads what the user wrote.</param>
internal sealed class ConfigurationOption<T>(string name, T defaultValue, Func<string, OptionValue<T>> parse) : ConfigurationOption(name)
{
    public T Default { get; } = defaultValue;

    public T Read(string text) => parse(text) is { Problem: null } read ? read.Value! : Default;

    public override string? WhyInvalid(string text) => parse(text).Problem;
}
