using GranularSessions.Lifecycle;
using GranularSessions.Options;
using GranularSessions.Registry;
using GranularSessions.Sessions;
using GranularSessions.Storage;

namespace GranularSessions.Tests.Support;

/// <summary>One kind of store under the conformance suite.</summary>
public abstract class StoreFixture
{
    public static TimeSpan Idle { get; } = TimeSpan.FromMinutes(20);

    public static TimeSpan Absolute { get; } = TimeSpan.FromHours(2);

    /// <summary>The most attempts of an update, high enough for every race in the suite.</summary>
    public const int MaxUpdateAttempts = 10_000;

    internal abstract SessionStore Store { get; }

    /// <summary>Lets time pass in the store: a manual clock moves on, a server's stored deadlines are shifted.</summary>
    public abstract Task AdvanceAsync(TimeSpan span);

    /// <summary>A client without a cookie.</summary>
    public Visitor NewVisitor() => new(this);

    internal SessionRegistry Registry => field ??= new StoredSessionRegistry(Store, Services.Observers);

    internal SessionServices Services => field ??= new(
        Store, Microsoft.Extensions.Options.Options.Create(DefaultOptions()), TimeProvider.System, new SessionObservers([]));

    protected static GranularSessionOptions DefaultOptions()
    {
        var options = new GranularSessionOptions
        {
            IdleTimeout = Idle,
            AbsoluteTimeout = Absolute,
            MaxUpdateAttempts = MaxUpdateAttempts,
            MaxTokensPerKey = 4,
        };
        new FreezeSerializerOptions().PostConfigure(null, options);
        return options;
    }
}
