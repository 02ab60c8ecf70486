namespace SessionAnalyzers.Model;

/// <summary>What an option's text says, or what is wrong with it.</summary>
/// <param name="Value">The value; the type's default where there is a problem.</param>
/// <param name="Problem">What is wrong, as the end of the sentence "the value …"; null where nothing is.</param>
internal readonly record struct OptionValue<T>(T? Value, string? Problem)
{
    public static implicit operator OptionValue<T>(T value) => new(value, Problem: null);

    public static OptionValue<T> Invalid(string problem) => new(default, problem);
}
