using System.Collections.Concurrent;
using Microsoft.CodeAnalysis.Diagnostics;

namespace SessionAnalyzers.Model;

/// <summary>The options as they are set for some files: each is parsed once. Thread-safe.</summary>
internal sealed class FileConfiguration(AnalyzerConfigOptions options)
{
    private readonly ConcurrentDictionary<ConfigurationOption, object?> _values = new();

    public T Get<T>(ConfigurationOption<T> option)
        => _values.TryGetValue(option, out var value) ? (T)value!
            : (T)_values.GetOrAdd(option, options.TryGetValue(option.Name, out var text) ? option.Read(text) : option.Default)!;

    public IEnumerable<ConfigurationProblem> Problems()
    {
        foreach (var name in options.Keys)
        {
            if (!name.StartsWith(ConfigurationOptions.Prefix, StringComparison.OrdinalIgnoreCase) || !options.TryGetValue(name, out var text))
            {
                continue;
            }

            var option = ConfigurationOptions.All.FirstOrDefault(option => string.Equals(option.Name, name, StringComparison.OrdinalIgnoreCase));
            if (option is null)
            {
                yield return new ConfigurationProblem(name, text, $"There is no option '{name}'; those there are: {string.Join(", ", Alternatives(name))}");
            }
            else if (option.WhyInvalid(text) is { } problem)
            {
                yield return new ConfigurationProblem(name, text, $"The value '{text}' of '{name}' {problem}; the default is used");
            }
        }
    }

    /// <summary>The options of the same rule, or all where no rule is meant.</summary>
    private static IEnumerable<string> Alternatives(string name)
    {
        var group = name.Substring(0, name.LastIndexOf('.') + 1);
        var names = ConfigurationOptions.All.Select(static option => option.Name).ToList();
        return names.Any(IsOfGroup) ? names.Where(IsOfGroup) : names;

        bool IsOfGroup(string option) => group.Length > ConfigurationOptions.Prefix.Length && option.StartsWith(group, StringComparison.OrdinalIgnoreCase);
    }
}
