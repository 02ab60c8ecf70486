namespace SessionAnalyzers.Model;

/// <summary>What becomes of a task that an expression returns.</summary>
internal enum TaskUse
{
    /// <summary>Awaited where it is made.</summary>
    Awaited,

    /// <summary>The thread is held until it is done.</summary>
    Blocked,

    /// <summary>Kept in a local, returned or passed on: awaited later, as far as can be seen.</summary>
    Kept,

    /// <summary>Nobody looks at it again.</summary>
    Discarded,
}
