using System.Security.Cryptography;
using System.Text;

namespace GranularSessions.Redis;

/// <summary>One server-side script. A server that has run it once knows it by its hash.</summary>
internal sealed class RedisScript
{
    private RedisScript(string name, string text)
    {
        Name = name;
        Text = text;
        Hash = SHA1.HashData(Encoding.UTF8.GetBytes(text));
    }

    public string Name { get; }

    public string Text { get; }

    /// <summary>The SHA-1 of the text, which servers name scripts by.</summary>
    public byte[] Hash { get; }

    /// <summary>Joins parts, after a line.</summary>
    public static RedisScript Load(string name, string firstLine, params ReadOnlySpan<string> parts)
    {
        var text = firstLine;
        foreach (var part in parts)
        {
            text += Read(part);
        }

        return new(name, text);
    }

    private static string Read(string part)
    {
        using var resource = typeof(RedisScript).Assembly.GetManifestResourceStream(part + ".lua")
            ?? throw new InvalidOperationException($"The script {part}.lua is not embedded in this assembly.");
        using var reader = new StreamReader(resource);
        return reader.ReadToEnd();
    }
}
