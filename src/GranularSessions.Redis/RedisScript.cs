namespace GranularSessions.Redis;

/// <summary>The text of one server-side script. The client sends it once to each server and by its hash from then on.</summary>
internal sealed class RedisScript
{
    private RedisScript(string name, string text)
    {
        Name = name;
        Text = text;
    }

    public string Name { get; }

    public string Text { get; }

    /// <summary>Joins a script's own part to the parts that go before it.</summary>
    public static RedisScript Load(string name, params ReadOnlySpan<string> prelude)
    {
        var text = "";
        foreach (var part in prelude)
        {
            text += Read(part);
        }

        return new(name, text + Read(name));
    }

    private static string Read(string part)
    {
        using var resource = typeof(RedisScript).Assembly.GetManifestResourceStream(part + ".lua")
            ?? throw new InvalidOperationException($"The script {part}.lua is not embedded in this assembly.");
        using var reader = new StreamReader(resource);
        return reader.ReadToEnd();
    }
}
