using Microsoft.CodeAnalysis;

namespace SessionAnalyzers.Rewriting;

/// <summary>One way to remove a finding.</summary>
/// <param name="Title">What the user reads.</param>
/// <param name="Intent">What the action does, the same for all findings that Fix All fixes together.</param>
/// <param name="PlanAsync">Plans the change for one finding. What is in the way leaves the plan unusable.</param>
internal sealed record PlannedFix(string Title, string Intent, Func<FixPlan, Finding, CancellationToken, Task<Blocker?>> PlanAsync);
