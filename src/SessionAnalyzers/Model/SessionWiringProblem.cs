namespace SessionAnalyzers.Model;

/// <summary>What keeps <c>UseSession</c> from serving the code that uses the session.</summary>
internal enum SessionWiringProblem
{
    /// <summary>The pipeline has none.</summary>
    Missing,

    /// <summary>It stands in a branch that the requests do not take.</summary>
    InBranch,

    /// <summary>It stands after what uses the session.</summary>
    TooLate,

    /// <summary>The services of the session are not registered.</summary>
    NotRegistered,

    /// <summary>No distributed cache is registered.</summary>
    NoCache,
}
