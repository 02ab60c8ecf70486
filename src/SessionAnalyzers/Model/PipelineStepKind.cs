namespace SessionAnalyzers.Model;

/// <summary>What a call does to a pipeline, as far as sessions go.</summary>
internal enum PipelineStepKind
{
    /// <summary>Middleware of the framework, or a call that adds none.</summary>
    Other,

    /// <summary><c>UseSession</c> or <c>UseGranularSessions</c>.</summary>
    Session,

    /// <summary>Middleware written in the app: <c>Use</c> and <c>UseMiddleware</c>.</summary>
    Middleware,

    /// <summary>Endpoints are mapped; they run where the endpoint middleware stands, in a <c>WebApplication</c> at the end.</summary>
    Mapping,

    /// <summary>Endpoints run here: <c>UseEndpoints</c>, <c>UseMvc</c>.</summary>
    Endpoints,

    /// <summary>Every request ends here: <c>Run</c>.</summary>
    Terminal,

    /// <summary>Some requests leave for a pipeline of their own: <c>Map</c>, <c>MapWhen</c>, an exception handler.</summary>
    Branch,

    /// <summary>Some requests take a detour: <c>UseWhen</c>.</summary>
    Detour,

    /// <summary>The pipeline goes to code that cannot be seen and that may use sessions.</summary>
    Unknown,
}
