using Microsoft.CodeAnalysis;

namespace SessionAnalyzers.Model;

/// <summary>A place where the session is wired up wrongly.</summary>
/// <param name="Problem">What is wrong.</param>
/// <param name="Location">The call to change, or the one to put the missing call before.</param>
/// <param name="Use">The code that is left without its session; null where the app does not even start.</param>
/// <param name="Message">What <c>UseSession</c> does wrong, as the end of a sentence.</param>
internal sealed record SessionWiringFault(SessionWiringProblem Problem, Location Location, SyntaxNode? Use, string Message);
