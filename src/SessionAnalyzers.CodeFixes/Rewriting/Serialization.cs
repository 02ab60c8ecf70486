namespace SessionAnalyzers.Rewriting;

/// <summary>How a key's value was written into the byte arrays of <c>ISession</c>.</summary>
internal enum Serialization
{
    /// <summary>SetInt32 and GetInt32.</summary>
    Int32,

    /// <summary>SetString and GetString.</summary>
    Text,

    /// <summary>A wrapper over System.Text.Json with its default options.</summary>
    SystemTextJson,

    /// <summary>A wrapper over Newtonsoft.Json with its default settings.</summary>
    NewtonsoftJson,
}
