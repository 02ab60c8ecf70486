using GranularSessions.Serialization;
using Microsoft.Extensions.Options;

namespace GranularSessions.Options;

/// <summary>Adds the built-in types behind the app's resolvers, then locks the options: only locked ones cache their metadata.</summary>
internal sealed class FreezeSerializerOptions : IPostConfigureOptions<GranularSessionOptions>
{
    public void PostConfigure(string? name, GranularSessionOptions options)
    {
        if (options.SerializerOptions is { IsReadOnly: false } serializer)
        {
            serializer.TypeInfoResolverChain.Add(BuiltInTypesContext.Default);
            serializer.MakeReadOnly();
        }
    }
}
