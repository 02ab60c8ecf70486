using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Text.Json;
using GranularSessions.Storage;

namespace GranularSessions.Observability;

/// <summary>
/// The metrics and traces called "GranularSessions", named after OpenTelemetry's conventions. Tags carry no key, id,
/// verifier, token or user.
/// </summary>
internal sealed class SessionTelemetry
{
    public const string Name = "GranularSessions";

    private const string StoreTag = "granularsessions.store.name";
    private const string OperationTag = "granularsessions.operation.name";
    private const string OutcomeTag = "granularsessions.operation.outcome";
    private const string ErrorTypeTag = "error.type";

    private static readonly ActivitySource Source = new(Name);
    private static readonly ConcurrentDictionary<Type, string> CommandNames = new();

    private readonly Histogram<double> _duration;
    private readonly Counter<long> _created;
    private readonly Counter<long> _signedIn;
    private readonly Counter<long> _regenerated;
    private readonly Counter<long> _destroyed;
    private readonly Counter<long> _revoked;
    private readonly Counter<long> _expired;
    private readonly Counter<long> _conflicts;

    public SessionTelemetry(IMeterFactory meters, SessionStore store)
    {
        StoreName = store.Name;
        var meter = meters.Create(Name);
        _duration = meter.CreateHistogram(
            "granularsessions.operation.duration", "s", "Duration of the session store's operations.",
            advice: new InstrumentAdvice<double>
            {
                HistogramBucketBoundaries = [0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
            });
        _created = Sessions(meter, "created", "Sessions created.");
        _signedIn = Sessions(meter, "signed_in", "Sessions bound to a user.");
        _regenerated = Sessions(meter, "regenerated", "Session ids regenerated, sign-ins not counted.");
        _destroyed = Sessions(meter, "destroyed", "Sessions ended by their own requests.");
        _revoked = Sessions(meter, "revoked", "Sessions ended from outside.");
        _expired = Sessions(meter, "expired", "Expired sessions removed from the store.");
        _conflicts = meter.CreateCounter<long>(
            "granularsessions.update.conflicts", "{conflict}", "Attempts of an update by compare-and-swap that another write was faster than.");
    }

    public string StoreName { get; }

    /// <summary>Whether anybody looks at calls of the store.</summary>
    public bool IsEnabled
        => _duration.Enabled || _created.Enabled || _signedIn.Enabled || _regenerated.Enabled || _destroyed.Enabled || _revoked.Enabled
            || _expired.Enabled || Source.HasListeners();

    public static string NameOf(SessionCommand command)
        => CommandNames.GetOrAdd(command.GetType(), static type => JsonNamingPolicy.SnakeCaseLower.ConvertName(type.Name));

    /// <summary>Begins to observe a call of the store.</summary>
    public StoreObservation Observe(string operation)
    {
        var activity = Source.HasListeners() ? Source.StartActivity($"granularsessions {operation}") : null;
        activity?.SetTag(OperationTag, operation).SetTag(StoreTag, StoreName);
        return new StoreObservation(this, operation, activity, Stopwatch.GetTimestamp());
    }

    public void UpdateConflict() => _conflicts.Add(1, new KeyValuePair<string, object?>(StoreTag, StoreName));

    public void SessionCreated() => Count(_created, 1);

    public void SessionsRevoked(int count) => Count(_revoked, count);

    public void SessionsExpired(int count) => Count(_expired, count);

    public void CommandApplied(SessionCommand command)
    {
        switch (command)
        {
            case SignInSession:
                Count(_signedIn, 1);
                break;
            case RegenerateSession:
                Count(_regenerated, 1);
                break;
            case DestroySession:
                Count(_destroyed, 1);
                break;
        }
    }

    private static Counter<long> Sessions(Meter meter, string what, string description)
        => meter.CreateCounter<long>($"granularsessions.sessions.{what}", "{session}", description);

    private void Count(Counter<long> counter, int count)
    {
        if (count > 0)
        {
            counter.Add(count, new KeyValuePair<string, object?>(StoreTag, StoreName));
        }
    }

    /// <summary>One call of the store, from its beginning to its end.</summary>
    internal readonly struct StoreObservation(SessionTelemetry telemetry, string operation, Activity? activity, long startedAt)
    {
        public void Answered(string outcome) => End(outcome, failure: null);

        public void Failed(Exception failure) => End(
            failure switch
            {
                SessionUnavailableException => "unavailable",
                SessionOutcomeUnknownException => "unknown",
                OperationCanceledException => "cancelled",
                _ => "error",
            },
            failure);

        private void End(string outcome, Exception? failure)
        {
            var tags = new TagList { { OperationTag, operation }, { OutcomeTag, outcome }, { StoreTag, telemetry.StoreName } };
            activity?.SetTag(OutcomeTag, outcome);
            if (failure is not null)
            {
                // The exception's text stays out: a driver's may quote what it was sent.
                var errorType = failure.GetType().FullName;
                tags.Add(ErrorTypeTag, errorType);
                activity?.SetTag(ErrorTypeTag, errorType).SetStatus(ActivityStatusCode.Error);
            }

            telemetry._duration.Record(Stopwatch.GetElapsedTime(startedAt).TotalSeconds, tags);
            activity?.Dispose();
        }
    }
}
