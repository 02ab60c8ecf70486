using Microsoft.CodeAnalysis.Text;

namespace SessionAnalyzers.Model;

/// <summary>Code of one request that runs side by side with other code of it.</summary>
/// <param name="Span">Where the code is.</param>
/// <param name="IsMany">Whether it runs side by side with itself: the body of a parallel loop.</param>
/// <param name="Kind">From when on it runs apart.</param>
internal sealed record Strand(TextSpan Span, bool IsMany, StrandKind Kind);

internal enum StrandKind
{
    /// <summary>From its first instruction on.</summary>
    Apart,

    /// <summary>A lambda, which runs apart from its first await on.</summary>
    AsynchronousLambda,

    /// <summary>A call, whose callee runs apart from its first await on.</summary>
    AsynchronousCall,

    /// <summary>Not at all: the code that started the others.</summary>
    Beside,
}
