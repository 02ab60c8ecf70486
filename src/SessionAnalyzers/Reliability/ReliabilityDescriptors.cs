using Microsoft.CodeAnalysis;

namespace SessionAnalyzers.Reliability;

/// <summary>The descriptors of the SESS3xxx family.</summary>
internal static class ReliabilityDescriptors
{
    private const string Category = "Reliability";

    public static readonly DiagnosticDescriptor MutationNotWrittenBack = RuleDescriptor.Create(
        "SESS3001",
        "Object read from the session is changed and not written back",
        "The object read from '{0}' is changed here and never written back: the next request reads it as it was",
        Category,
        DiagnosticSeverity.Warning,
        "The session stores bytes. What a wrapper returns is a copy made for this request; changing it changes nothing in the session until it is written again under its key.");

    public static readonly DiagnosticDescriptor SessionUsedAfterRequest = RuleDescriptor.Create(
        "SESS3002",
        "Session is used after its request",
        "The session is used here by {0}, which may run when the request is over: what it writes is lost without an exception, what it reads may belong to another request",
        Category,
        DiagnosticSeverity.Warning,
        "The session is committed when the pipeline returns. A write by code that runs later throws nothing and is never stored; and HttpContext, from which code reaches the session, is reused for other requests.");

    public static readonly DiagnosticDescriptor SessionWriteAfterResponseStarted = RuleDescriptor.Create(
        "SESS3003",
        "Session is first written after the response started",
        "'{0}' is written here after {1}: for a visitor without a session this throws InvalidOperationException in the middle of the response",
        Category,
        DiagnosticSeverity.Warning,
        "A session begins with its first write, which sends the cookie in the response's headers. Once the response has started they are gone, and the write throws. Visitors who have a session already do not see it, so that it shows in production and not on the developer's machine.");

    public static readonly DiagnosticDescriptor LoadOrCommitNotAwaited = RuleDescriptor.Create(
        "SESS3004",
        "LoadAsync or CommitAsync is not awaited",
        "{0} is {1}",
        Category,
        DiagnosticSeverity.Warning,
        "LoadAsync and CommitAsync are called to see the store's failures and to keep threads free. A task that nobody awaits runs beside the code that follows and hides its exception; one that is blocked on holds the thread that LoadAsync was to spare.");

    public static readonly DiagnosticDescriptor KeyTypeMismatch = RuleDescriptor.Create(
        "SESS3005",
        "Session key is read as another type than it is written as",
        "'{0}' is read as {1} here and written as {2}: what comes out is null, another value or an exception",
        Category,
        DiagnosticSeverity.Warning,
        "The session stores bytes and not their type. SetInt32 writes four bytes, the highest first; SetString writes UTF-8; wrappers write JSON; BitConverter has the lowest byte first. GetInt32 makes a number of the first four bytes of a text, GetString characters of a number's bytes.");

    public static readonly DiagnosticDescriptor KeyNeverWritten = RuleDescriptor.Create(
        "SESS3006",
        "Session key is read but never written",
        "'{0}' is read here, but {1}: it is never there",
        Category,
        DiagnosticSeverity.Info,
        "A key that nothing writes reads as null in every request. Keys are compared byte by byte: 'UserId' and 'userId' are two.");

    public static readonly DiagnosticDescriptor SynchronousSessionLoad = RuleDescriptor.Create(
        "SESS3007",
        "Session is loaded synchronously",
        "The session is loaded here, and {0} makes that a remote call that blocks the thread and hides its failure; call LoadAsync before",
        Category,
        DiagnosticSeverity.Info,
        "The first access of a request loads the session, synchronously unless LoadAsync came before. A synchronous load holds a thread for the round trip to the cache and ignores IOTimeout; when it fails, the session reads as empty and what is written is dropped, with no more than a log entry. LoadAsync throws.");

    public static readonly DiagnosticDescriptor RecursiveSessionWrapper = RuleDescriptor.Create(
        "SESS3008",
        "Session wrapper calls itself",
        "'{0}' calls itself here, not the session's method, and does so until memory or stack end",
        Category,
        DiagnosticSeverity.Error,
        "ISession.Set takes bytes. A generic extension of the same name that is handed a text binds to itself, and calls itself until memory or stack end.");

    public static readonly DiagnosticDescriptor SessionMiddlewareMissing = RuleDescriptor.Create(
        "SESS3009",
        "Session is used where UseSession does not serve it",
        "UseSession {0}",
        Category,
        DiagnosticSeverity.Warning,
        "HttpContext.Session throws InvalidOperationException, \"Session has not been configured for this application or request\", unless UseSession has run before in the request's pipeline; and UseSession keeps the app from starting unless AddSession and a distributed cache are registered.");

    public static readonly DiagnosticDescriptor SessionValueAssumedPresent = RuleDescriptor.Create(
        "SESS3013",
        "Session value is taken for granted",
        "'{0}' is taken for granted here by {1}: when the session has expired it is absent, and this throws {2}",
        Category,
        DiagnosticSeverity.Info,
        "A session ends when nobody used it for its idle timeout, when the cache evicts it, when the app restarts with the in-memory cache. The next request of the user finds it empty, and code that was never run that way throws.");

    public static readonly DiagnosticDescriptor KeyInTwoStores = RuleDescriptor.Create(
        "SESS3014",
        "Session key is held by a granular item and used through ISession",
        "'{0}' is a {1} of the granular session, and ISession {2} another value under the same name here",
        Category,
        DiagnosticSeverity.Warning,
        "A granular item and a value of ISession have nothing in common but their key. A key that was moved to a counter, a set or a value has to be moved everywhere: what is left behind reads what nobody writes any more, or writes what nobody reads.");

    public static readonly DiagnosticDescriptor SessionDroppedWithoutConsent = RuleDescriptor.Create(
        "SESS3010",
        "Session is dropped without consent",
        "The cookie policy requires consent and the session cookie is not essential: until a visitor consents it is never sent, and every request finds an empty session",
        Category,
        DiagnosticSeverity.Warning,
        "With CheckConsentNeeded the cookie policy withholds every cookie that is not marked as essential until the visitor consents. The session cookie is not, by default; what is written to the session is stored and never found again, without an exception or a log entry above Debug.");

    public static readonly DiagnosticDescriptor SessionInProcessMemoryOnly = RuleDescriptor.Create(
        "SESS3011",
        "Sessions are kept in the memory of the process only",
        "Sessions end with the process: {0} them in its memory, so that a restart loses them and a second instance does not know them",
        Category,
        DiagnosticSeverity.Info,
        "AddDistributedMemoryCache is distributed by its interface only. Every deployment ends all sessions, and behind a load balancer a visitor's requests find the session on one instance and not on the other.",
        RuleDescriptor.Deployment);

    public static readonly DiagnosticDescriptor SessionOutsideRequest = RuleDescriptor.Create(
        "SESS3012",
        "Session is kept outside its request",
        "The request's session is kept in {0}, {1}: later uses work on a session that was loaded for another request and is committed no more",
        Category,
        DiagnosticSeverity.Warning,
        "An ISession is the copy that one request loaded. Kept longer, it shows one user's data to another, and what is written to it after its request is lost without an exception.");

    public static readonly DiagnosticDescriptor UseSessionOptionsIgnored = RuleDescriptor.Create(
        "SESS3015",
        "UseSession with options ignores those of AddSession",
        "UseSession takes these options alone and ignores {0}",
        Category,
        DiagnosticSeverity.Warning,
        "The session middleware uses either the registered options or those given to UseSession; it never merges them. What AddSession and Configure<SessionOptions> set is ignored where UseSession is given options of its own.");

    public static readonly DiagnosticDescriptor NonPositiveIdleTimeout = RuleDescriptor.Create(
        "SESS3016",
        "IdleTimeout is not positive",
        "IdleTimeout is {0}: the cache refuses the session at the end of each request, the exception is only logged, and nothing is ever stored",
        Category,
        DiagnosticSeverity.Warning,
        "IdleTimeout becomes the sliding expiration of the cache entry, which has to be positive. With zero, a negative value or Timeout.InfiniteTimeSpan every commit fails; the session middleware logs the exception and the response is as if nothing had happened.");
}
