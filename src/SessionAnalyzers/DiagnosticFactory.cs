using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using SessionAnalyzers.Model;

namespace SessionAnalyzers;

internal static class DiagnosticFactory
{
    /// <summary>The property of a diagnostic that holds the display text of its key.</summary>
    public const string KeyProperty = "key";

    /// <summary>A finding at an access.</summary>
    public static Diagnostic Create(DiagnosticDescriptor descriptor, SessionAccess access, params object[] arguments)
        => Create(descriptor, access.Location, access.Key, arguments);

    /// <summary>A finding at a place that uses a key.</summary>
    public static Diagnostic Create(DiagnosticDescriptor descriptor, Location location, SessionKey key, params object[] arguments)
        => Diagnostic.Create(descriptor, location, [], ImmutableDictionary<string, string?>.Empty.Add(KeyProperty, key.ToString()), arguments);

    /// <summary>A finding at the access that loses something, pointing to the accesses that lead to it.</summary>
    public static Diagnostic Create(DiagnosticDescriptor descriptor, SessionAccess access, IEnumerable<SessionAccess> origins, params object[] moreArguments)
        => Diagnostic.Create(
            descriptor,
            access.Location,
            origins.Select(static origin => origin.Location),
            ImmutableDictionary<string, string?>.Empty.Add(KeyProperty, access.Key.ToString()),
            [access.Key.ToString(), .. moreArguments]);

    /// <summary>A finding at what happens to the value of an access, pointing to the access.</summary>
    public static Diagnostic Create(DiagnosticDescriptor descriptor, Location location, SessionAccess access, params object[] moreArguments)
        => Diagnostic.Create(
            descriptor,
            location,
            [access.Location],
            ImmutableDictionary<string, string?>.Empty.Add(KeyProperty, access.Key.ToString()),
            [access.Key.ToString(), .. moreArguments]);
}
