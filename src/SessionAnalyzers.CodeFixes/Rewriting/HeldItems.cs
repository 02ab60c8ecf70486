using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using SessionAnalyzers.Model;

namespace SessionAnalyzers.Rewriting;

/// <summary>The granular items that hold a key already: what is moved has to become the same.</summary>
internal static class HeldItems
{
    /// <summary>The calls that open an item of the key, in any of the projects.</summary>
    public static async Task<IReadOnlyList<IInvocationOperation>> OfAsync(IEnumerable<Project> projects, KeyPattern key, CancellationToken cancellationToken)
    {
        var held = new List<IInvocationOperation>();
        foreach (Project project in projects)
        {
            if (await project.GetSessionModelAsync(cancellationToken).ConfigureAwait(false) is { } model)
            {
                held.AddRange(model.GetGranularKeys(cancellationToken)[key]);
            }
        }

        return held;
    }

    /// <summary>Whether a call opens an item of this kind and type.</summary>
    public static bool Opens(IInvocationOperation call, GranularItem item) =>
        call.TargetMethod.Name == item.Kind.ToString()
        && (call.TargetMethod.TypeArguments.IsEmpty
            || call.TargetMethod.TypeArguments[0].WithNullableAnnotation(NullableAnnotation.None).ToDisplayString() == item.Element.WithNullableAnnotation(NullableAnnotation.None).ToDisplayString());
}
