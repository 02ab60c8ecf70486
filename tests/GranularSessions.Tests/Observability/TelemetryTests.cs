using System.Diagnostics;
using GranularSessions.Storage;
using GranularSessions.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace GranularSessions.Tests.Observability;

[Collection(nameof(Alone))]
public sealed class TelemetryTests : IDisposable
{
    private const string Duration = "granularsessions.operation.duration";
    private readonly string _store = $"store_{Guid.NewGuid():N}";
    private readonly RecordedTelemetry _telemetry;

    public TelemetryTests() => _telemetry = new RecordedTelemetry(_store);

    public void Dispose() => _telemetry.Dispose();

    private async Task<Browser> StartAsync(Func<SessionState, Task> handle, Func<SessionApp, Task>? before = null)
    {
        var app = await SessionApp.StartAsync(
            app =>
            {
                app.Act("/visit", (_, state) => state.Counter("visits").IncrementAsync());
                app.Act("/", (_, state) => handle(state));
            },
            storeName: _store);
        if (before is not null)
        {
            await before(app);
        }

        return app.NewBrowser();
    }

    [Fact]
    public async Task Operations_are_measured_by_name_and_outcome()
    {
        var browser = await StartAsync(async state =>
        {
            await state.Counter("visits").IncrementAsync();
            await state.Counter("visits").TryIncrementAsync(max: 1);
            await state.Counter("other").GetAsync();
            Assert.Equal(0, await state.Set<int>("set").CountAsync());
        });

        await browser.GetTextAsync("/");

        Assert.Equal(1, _telemetry.CountOf(Duration, "add_to_counter", "applied"));
        Assert.Equal(1, _telemetry.CountOf(Duration, "add_to_counter", "not_applied"));
        Assert.Equal(1, _telemetry.CountOf(Duration, "read_counter", "absent"));
        Assert.Equal(1, _telemetry.CountOf(Duration, "count_item", "applied"));
    }

    [Fact]
    public async Task Failures_are_measured_by_what_is_known_and_by_type()
    {
        var browser = await StartAsync(
            async state =>
            {
                await Assert.ThrowsAsync<SessionUnavailableException>(() => state.Set<int>("set").AddAsync(1));
                await Assert.ThrowsAsync<SessionOutcomeUnknownException>(() => state.List<int>("list").AppendAsync(1));
            },
            app =>
            {
                app.Store.Failure = command => command switch
                {
                    AddToSet => new SessionUnavailableException("The store is down."),
                    InsertIntoList => new SessionOutcomeUnknownException("The connection was reset."),
                    _ => null,
                };
                return Task.CompletedTask;
            });

        await browser.GetTextAsync("/");

        Assert.Equal(1, _telemetry.CountOf(Duration, "add_to_set", "unavailable", "GranularSessions.SessionUnavailableException"));
        Assert.Equal(1, _telemetry.CountOf(Duration, "insert_into_list", "unknown", "GranularSessions.SessionOutcomeUnknownException"));
        var failed = _telemetry.Activities.Where(activity => activity.Status == ActivityStatusCode.Error).ToArray();
        Assert.Equal(2, failed.Length);
        Assert.All(failed, activity => Assert.NotNull(activity.GetTagItem("error.type")));
    }

    [Fact]
    public async Task A_replay_is_told_from_an_execution()
    {
        var id = SessionOperationId.Create(new ManualTimeProvider());
        var browser = await StartAsync(async state =>
        {
            await state.WithOperation(id).Counter("visits").IncrementAsync();
            await state.WithOperation(id).Counter("visits").IncrementAsync();
        });

        await browser.GetTextAsync("/");

        Assert.Equal(1, _telemetry.CountOf(Duration, "add_to_counter", "applied"));
        Assert.Equal(1, _telemetry.CountOf(Duration, "add_to_counter", "replayed"));
    }

    [Fact]
    public async Task The_lives_of_sessions_are_counted()
    {
        SessionApp app = null!;
        var browser = await StartAsync(
            async state =>
            {
                await state.SignInAsync("alice");
                await state.RegenerateIdAsync();
            },
            started =>
            {
                app = started;
                return Task.CompletedTask;
            });

        await browser.GetTextAsync("/visit");
        await browser.GetTextAsync("/");
        await app.NewBrowser().GetTextAsync("/");
        await app.NewBrowser().GetTextAsync("/visit");
        await app.Services.GetRequiredService<SessionRegistry>().RevokeAllAsync("alice");
        await app.Clock.FirstTimer;
        app.Clock.Advance(TimeSpan.FromMinutes(30));

        Assert.Equal(3, _telemetry.CountOf("granularsessions.sessions.created"));
        Assert.Equal(2, _telemetry.CountOf("granularsessions.sessions.signed_in"));
        Assert.Equal(2, _telemetry.CountOf("granularsessions.sessions.regenerated"));
        Assert.Equal(2, _telemetry.CountOf("granularsessions.sessions.revoked"));
        Assert.Equal(1, _telemetry.CountOf("granularsessions.sessions.expired"));
        Assert.Equal(0, _telemetry.CountOf("granularsessions.sessions.destroyed"));
    }

    [Fact]
    public async Task A_destroyed_session_is_counted()
    {
        var browser = await StartAsync(state => state.DestroyAsync());
        await browser.GetTextAsync("/visit");

        await browser.GetTextAsync("/");

        Assert.Equal(1, _telemetry.CountOf("granularsessions.sessions.destroyed"));
    }

    [Fact]
    public async Task Lost_compare_and_swaps_are_counted()
    {
        var browser = await StartAsync(async state =>
        {
            var number = state.Value<int>("number");
            await number.SetAsync(1);
            var isFirst = true;
            await number.UpdateAsync(current =>
            {
                if (isFirst)
                {
                    isFirst = false;
                    number.SetAsync(10).GetAwaiter().GetResult();
                }

                return current + 1;
            });
        });

        await browser.GetTextAsync("/");

        Assert.Equal(1, _telemetry.CountOf("granularsessions.update.conflicts"));
    }

    [Fact]
    public async Task Each_operation_is_a_span_of_the_request()
    {
        var browser = await StartAsync(state => state.Counter("visits").IncrementAsync());

        await browser.GetTextAsync("/");

        var span = Assert.Single(_telemetry.Activities);
        Assert.Equal("granularsessions add_to_counter", span.DisplayName);
        Assert.Equal("applied", span.GetTagItem("granularsessions.operation.outcome"));
        Assert.Equal(ActivityStatusCode.Unset, span.Status);
        Assert.Equal("Microsoft.AspNetCore.Hosting.HttpRequestIn", span.Parent?.OperationName);
    }

    [Fact]
    public async Task Names_and_units_follow_the_conventions()
    {
        var browser = await StartAsync(state => state.DestroyAsync());
        await browser.GetTextAsync("/visit");
        await browser.GetTextAsync("/");

        var measurements = _telemetry.Measurements;

        Assert.All(measurements, measured => Assert.Matches("^granularsessions(\\.[a-z]+(_[a-z]+)*)+$", measured.Metric));
        Assert.All(measurements, measured => Assert.Matches("^(s|\\{[a-z]+\\})$", measured.Unit));
        Assert.All(
            measurements.SelectMany(measured => measured.Tags.Keys),
            tag => Assert.Matches("^(error\\.type|granularsessions(\\.[a-z]+)+)$", tag));
        Assert.Equal("s", measurements.First(measured => measured.Metric == Duration).Unit);
    }

    [Fact]
    public async Task The_in_memory_store_is_measured_too_once_somebody_listens()
    {
        using var telemetry = new RecordedTelemetry("in_memory");
        await using var app = await SessionApp.StartAsync(
            app => app.Act("/", (_, state) => state.Value<int>("measured in memory").SetAsync(1)),
            services: services => services.Replace(ServiceDescriptor.Singleton<SessionStore, Storage.InMemory.InMemorySessionStore>()));

        await app.NewBrowser().GetTextAsync("/");

        Assert.True(telemetry.CountOf(Duration, "write_value", "applied") >= 1);
        Assert.True(telemetry.CountOf("granularsessions.sessions.created") >= 1);
    }
}
