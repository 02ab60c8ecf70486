namespace SessionAnalyzers.Model;

/// <summary>Which rules report in a test project.</summary>
internal enum TestProjectRules
{
    /// <summary>Every rule, as elsewhere.</summary>
    All,

    /// <summary>Those on whether the code works; not those on how it is deployed.</summary>
    Correctness,

    /// <summary>No rule.</summary>
    None,
}
