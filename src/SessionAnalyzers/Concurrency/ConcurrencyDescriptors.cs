using Microsoft.CodeAnalysis;

namespace SessionAnalyzers.Concurrency;

/// <summary>The descriptors of the SESS1xxx family.</summary>
internal static class ConcurrencyDescriptors
{
    private const string Category = "Concurrency";

    public static readonly DiagnosticDescriptor ReadModifyWriteAcrossAwait = RuleDescriptor.Create(
        "SESS1001",
        "Session value is read and written back across an await",
        "'{0}' is read here and written back after an await: a concurrent request's update is lost",
        Category,
        DiagnosticSeverity.Warning,
        "The session is loaded once and committed at the end of the request, the last write wins. A value written to a key that derives from an earlier read of the key erases what another request of the same session wrote in between; an await between them makes the window as long as what is awaited.");

    public static readonly DiagnosticDescriptor ReadModifyWrite = RuleDescriptor.Create(
        "SESS1002",
        "Session value is read, modified and written back",
        "'{0}' is read here and written back changed: a concurrent request's update between this request's load and commit is lost",
        Category,
        DiagnosticSeverity.Warning,
        "The session is loaded once and committed at the end of the request, the last write wins. A value written to a key that derives from a read of the key erases what another request of the same session wrote between this request's load and commit, even when read and write are adjacent statements.");

    public static readonly DiagnosticDescriptor CheckThenAct = RuleDescriptor.Create(
        "SESS1003",
        "Session value is checked before acting once",
        "'{0}' is {1}: concurrent requests all pass the check, and what it guards happens once for each of them",
        Category,
        DiagnosticSeverity.Warning,
        "Requests of one session run side by side on copies of it. All of them see the key as it was before any of them committed, so something that the session should allow once happens as often as requests race.");

    public static readonly DiagnosticDescriptor LockDoesNotProtectSession = RuleDescriptor.Create(
        "SESS1004",
        "Lock does not protect the session",
        "'{0}' is read and written back under a lock, but the session is loaded before it or committed after it: a concurrent request's update is still lost",
        Category,
        DiagnosticSeverity.Warning,
        "A lock around a session read and write orders the statements, not the load at the start of the request and the commit at its end. Without LoadAsync as the first session access inside the lock and CommitAsync before its release, requests still work on stale copies.");

    public static readonly DiagnosticDescriptor SessionSharedByParallelTasks = RuleDescriptor.Create(
        "SESS1005",
        "Session is shared by parallel tasks",
        "'{0}' is written here by {1}, which use one session at the same time: keys are lost, or InvalidOperationException is thrown",
        Category,
        DiagnosticSeverity.Warning,
        "A request's session is a dictionary in memory without any lock. Code of the request that writes to it from several threads at once loses keys and corrupts it.");

    public static readonly DiagnosticDescriptor LongRequestWritesSession = RuleDescriptor.Create(
        "SESS1006",
        "Long request writes the session",
        "'{0}' is written in a request that lasts as long as {1}: its commit at the end stores all keys as they were at its beginning, and erases what other requests of the session wrote meanwhile",
        Category,
        DiagnosticSeverity.Info,
        "The session is committed as a whole when the request ends. The longer it lasts, the more other requests of the same session commit in between, and all their keys are overwritten, whichever key the long request wrote.");
}
