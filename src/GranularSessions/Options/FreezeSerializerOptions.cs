using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using GranularSessions.Serialization;
using Microsoft.Extensions.Options;

namespace GranularSessions.Options;

/// <summary>Adds the built-in types behind the app's resolvers, then locks the options: only locked ones cache their metadata.</summary>
internal sealed class FreezeSerializerOptions : IPostConfigureOptions<GranularSessionOptions>
{
    public void PostConfigure(string? name, GranularSessionOptions options)
    {
        if (options.SerializerOptions is not { IsReadOnly: false } serializer)
        {
            return;
        }

        if (serializer.TypeInfoResolver is null && JsonSerializer.IsReflectionEnabledByDefault)
        {
            serializer.TypeInfoResolver = ReflectionResolver();
        }

        serializer.TypeInfoResolverChain.Add(BuiltInTypesContext.Default);
        serializer.MakeReadOnly();
    }

    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "Only reached where the app has left reflection-based JSON enabled.")]
    [UnconditionalSuppressMessage("AOT", "IL3050", Justification = "Only reached where the app has left reflection-based JSON enabled.")]
    private static DefaultJsonTypeInfoResolver ReflectionResolver() => new();
}
